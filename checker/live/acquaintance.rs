//! Before a case begins: a connection with each peer that is set up and closed, so that the kernel's metrics cache has a round-trip time of it.
//!
//! The peer closes first, so that no TIME-WAIT is left (tcp_update_metrics is called in LAST-ACK).

use super::kernel::calls;
use super::kernel::device::Device;
use super::packet::{Wire, decode, encode};
use halfopen_spec::kernel::HostId;
use std::collections::BTreeMap;
use std::io::{Error, ErrorKind};
use std::time::{Duration, Instant};

/// The port of the listener for these connections; it is closed before the case begins.
const PORT: u16 = 81;
/// The peer's port.
const PEER_PORT: u16 = 2048;
/// The peer's initial sequence number.
const ISN: u32 = 7000;
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// Makes the kernel know these peers.
///
/// # Errors
///
/// When a system call fails, or the kernel does not do what every kernel does.
pub(super) fn make_acquainted(device: &Device, peers: &[HostId]) -> Result<(), Error> {
    let backlog = i64::try_from(peers.len()).unwrap_or(i64::MAX);
    let listener = calls::listener(PORT, backlog, 0, false, 0)?;
    for peer in peers {
        let mut one = Acquaintance::new(device, *peer);
        one.send(true, false)?;
        one.answer(|wire| wire.syn)?;
        one.send(false, false)?;
        one.send(false, true)?;
        one.answer(|wire| !wire.syn)?;
        drop(calls::accept(&listener)?);
        one.answer(|wire| wire.fin)?;
        one.send(false, false)?;
    }
    Ok(())
}

/// The Fast Open cookie that the kernel gives each of these peers. Nothing is left of the connections in which they ask.
///
/// # Errors
///
/// When a system call fails, or the kernel gives none.
pub(super) fn ask_for_cookies(
    device: &Device,
    peers: &[HostId],
) -> Result<BTreeMap<HostId, Vec<u8>>, Error> {
    let backlog = i64::try_from(peers.len()).unwrap_or(i64::MAX);
    let _listener = calls::listener(PORT, backlog, 0, false, u8::MAX)?;
    let mut cookies = BTreeMap::new();
    for peer in peers {
        let mut one = Acquaintance::new(device, *peer);
        one.put(Wire {
            syn: true,
            fast_open: Some(Vec::new()),
            ..one.segment()
        })?;
        let syn_ack = one.answer(|wire| wire.syn)?;
        one.put(Wire {
            rst: true,
            ack: None,
            ..one.segment()
        })?;
        cookies.insert(*peer, syn_ack.fast_open.unwrap_or_default());
    }
    Ok(cookies)
}

/// The peer's end of one connection.
struct Acquaintance<'a> {
    device: &'a Device,
    peer: HostId,
    /// The peer's next sequence number.
    next: u32,
    /// What the peer acknowledges.
    acked: Option<u32>,
}

impl<'a> Acquaintance<'a> {
    fn new(device: &'a Device, peer: HostId) -> Self {
        Self {
            device,
            peer,
            next: ISN,
            acked: None,
        }
    }

    fn send(&mut self, syn: bool, fin: bool) -> Result<(), Error> {
        self.put(Wire {
            syn,
            fin,
            ..self.segment()
        })
    }

    /// The next segment, with neither SYN, FIN nor RST.
    fn segment(&self) -> Wire {
        Wire {
            source: PEER_PORT,
            destination: PORT,
            syn: false,
            fin: false,
            rst: false,
            seq: self.next,
            ack: self.acked,
            payload: 0,
            timestamps: None,
            fast_open: None,
        }
    }

    fn put(&mut self, segment: Wire) -> Result<(), Error> {
        self.next += u32::from(segment.syn) + u32::from(segment.fin);
        self.device.inject(&encode(self.peer, &segment))
    }

    /// Waits for a segment to this peer.
    fn answer(&mut self, wanted: impl Fn(&Wire) -> bool) -> Result<Wire, Error> {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let Some(packet) = self.device.next_within(left)? else {
                return Err(Error::new(
                    ErrorKind::TimedOut,
                    "a peer could not be made known to the kernel: expected an answer on port 81 within a second, found none",
                ));
            };
            let answer = decode(&packet.octets).filter(|(peer, _)| *peer == self.peer);
            if let Some((_, wire)) = answer.filter(|(_, wire)| wanted(wire)) {
                let length = u32::from(wire.syn) + u32::from(wire.fin);
                self.acked = Some(wire.seq.wrapping_add(length));
                return Ok(wire);
            }
        }
    }
}
