//! Between the model's small sequence numbers and the kernel's: each end of a connection has an offset, learned from its SYN.

use super::packet::Wire;
use halfopen_spec::kernel::{HostId, Tuple};
use halfopen_spec::wire::{FastOpen, Flags, Port, Segment, Seq, Timestamps, TsVal};
use std::collections::BTreeMap;

/// What is added to the model's numbers to get the wire's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Offset(u32);

impl Offset {
    fn to_wire(self, seq: Seq) -> u32 {
        seq.0.wrapping_add(self.0)
    }

    fn to_model(self, seq: u32) -> Seq {
        Seq(seq.wrapping_sub(self.0))
    }
}

/// The offsets of all connections of a case.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// What the kernel's timestamp clock shows in the model now.
    pub clock: TsVal,
    /// What it showed on the wire when it showed this in the model, by connection.
    shown: BTreeMap<(Tuple, TsVal), u32>,
    /// Of the kernel's own numbers, by connection; unknown until its SYN was seen.
    kernel: BTreeMap<Tuple, Offset>,
    /// The Fast Open cookies that the kernel gives its peers.
    pub cookies: BTreeMap<HostId, Vec<u8>>,
}

/// The Fast Open cookie that every peer gives.
const COOKIE_OF_PEER: &[u8] = b"halfopen";
/// A Fast Open cookie that nobody gave.
const WRONG_COOKIE: &[u8] = b"mistaken";

impl Numbers {
    /// A peer chooses its numbers; near the wrap, so that comparisons are put to the test.
    fn of_peer(tuple: Tuple) -> Offset {
        Offset(u32::MAX - 300 + 7 * u32::from(tuple.peer.0))
    }

    fn of_kernel(&self, tuple: Tuple) -> Offset {
        let unknown = Offset(0x5000_0000);
        self.kernel.get(&tuple).copied().unwrap_or(unknown)
    }

    /// The segment that a peer sends, as it goes over the wire.
    #[must_use]
    pub fn to_wire(&self, tuple: Tuple, segment: &Segment) -> Wire {
        Wire {
            source: segment.source.0,
            destination: segment.destination.0,
            syn: segment.flags.syn,
            fin: segment.flags.fin,
            rst: segment.flags.rst,
            seq: Self::of_peer(tuple).to_wire(segment.seq),
            ack: segment.ack.map(|ack| self.of_kernel(tuple).to_wire(ack)),
            payload: usize::from(segment.payload),
            timestamps: segment.timestamps.map(|timestamps| {
                let echo = self.shown.get(&(tuple, timestamps.ecr));
                (peer_time(timestamps.val), echo.copied().unwrap_or(0))
            }),
            fast_open: segment.fast_open.map(|option| match option {
                FastOpen::Request => Vec::new(),
                FastOpen::Cookie if segment.ack.is_some() => COOKIE_OF_PEER.to_vec(),
                FastOpen::Cookie => self.cookie_for(tuple.peer).to_vec(),
                FastOpen::WrongCookie => WRONG_COOKIE.to_vec(),
            }),
        }
    }

    /// The cookie with which the kernel knows this peer.
    fn cookie_for(&self, peer: HostId) -> &[u8] {
        self.cookies.get(&peer).map_or(WRONG_COOKIE, Vec::as_slice)
    }

    /// What the kernel's option says: its SYN shows a peer's cookie, its SYN,ACK gives one.
    fn option_of(&self, tuple: Tuple, wire: &Wire) -> Option<FastOpen> {
        let right = match wire.ack {
            None => COOKIE_OF_PEER,
            Some(_) => self.cookie_for(tuple.peer),
        };
        wire.fast_open.as_deref().map(|octets| match octets {
            [] => FastOpen::Request,
            octets if octets == right => FastOpen::Cookie,
            _ => FastOpen::WrongCookie,
        })
    }

    /// The kernel's segment with the model's numbers.
    ///
    /// An RST that answers a segment without ACK has sequence number 0 on the wire and in the model.
    #[must_use]
    pub fn to_model(&self, tuple: Tuple, wire: &Wire) -> Segment {
        let seq = match (wire.rst, wire.seq) {
            (true, 0) => Seq(0),
            (_, seq) => self.of_kernel(tuple).to_model(seq),
        };
        Segment {
            source: Port(wire.source),
            destination: Port(wire.destination),
            flags: Flags {
                syn: wire.syn,
                fin: wire.fin,
                rst: wire.rst,
            },
            seq,
            ack: wire.ack.map(|ack| Self::of_peer(tuple).to_model(ack)),
            payload: u8::try_from(wire.payload).unwrap_or(u8::MAX),
            // What a socket's own RST carries is not in the model; what any other segment carries was received from the peer.
            timestamps: wire
                .timestamps
                .filter(|_| !wire.rst)
                .map(|(_, ecr)| Timestamps {
                    val: self.clock,
                    ecr: model_time(ecr),
                }),
            fast_open: self.option_of(tuple, wire),
        }
    }

    /// The kernel has sent this while its clock showed that in the model.
    pub fn learn_time(&mut self, tuple: Tuple, wire: &Wire) {
        if let Some((val, _)) = wire.timestamps {
            self.shown.insert((tuple, self.clock), val);
        }
    }

    /// The kernel has chosen an initial number where the model has this one.
    pub fn learn(&mut self, tuple: Tuple, on_wire: u32, in_model: Seq) {
        self.kernel
            .insert(tuple, Offset(on_wire.wrapping_sub(in_model.0)));
    }
}

/// What a peer's clock shows on the wire when it shows 0 in the model: near the wrap, so that comparisons are put to the test.
const PEER_EPOCH: u32 = u32::MAX - 125;
/// A tick of a peer's clock, in its milliseconds: more than TCP_PAWS_WINDOW, and so few that what is older by the ticks of a whole case
/// still counts as reordered (tcp_tsval_replay, 1.2 times the retransmission timeout).
const TICK: u32 = 10;

fn peer_time(val: TsVal) -> u32 {
    PEER_EPOCH.wrapping_add(u32::from(val.0) * TICK)
}

/// What the kernel echoes; 0 where it has heard nothing.
fn model_time(ecr: u32) -> TsVal {
    if ecr == 0 {
        return TsVal::NONE;
    }
    let ticks = ecr.wrapping_sub(PEER_EPOCH) / TICK;
    TsVal(u8::try_from(ticks).unwrap_or(u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_as_they_went() {
        let tuple = Tuple {
            peer: HostId(1),
            local: Port(80),
            remote: Port(1024),
        };
        let mut numbers = Numbers::default();
        numbers.learn(tuple, 10, Seq(300));
        let sent = Segment {
            source: Port(1024),
            destination: Port(80),
            flags: Flags::default(),
            seq: Seq(101),
            ack: Some(Seq(301)),
            payload: 0,
            timestamps: None,
            fast_open: None,
        };
        let wire = numbers.to_wire(tuple, &sent);
        assert_eq!(wire.ack, Some(11));
        let answer = Wire {
            seq: 11,
            ack: Some(wire.seq),
            ..wire
        };
        let answer = numbers.to_model(tuple, &answer);
        assert_eq!((answer.seq, answer.ack), (Seq(301), Some(Seq(101))));
    }
}
