//! The private kernel of one case: its network, its programs with their sockets, and what can be seen of it from outside.

use super::acquaintance::{ask_for_cookies, make_acquainted};
use super::case::Case;
use super::compare::{connect_failed, name_of};
use super::kernel::counters::{Counts, counters};
use super::kernel::device::Device;
use super::kernel::sockets::{Diag, SocketSeen};
use super::kernel::{Refused, calls, namespace, sysctls};
use super::numbers::Numbers;
use super::packet::{Wire, address_of, decode, encode, peer_at};
use super::setup::{CLIENT_PORT, OCTETS};
use halfopen_spec::host::Host;
use halfopen_spec::kernel::{HostId, Tuple};
use halfopen_spec::policy::Sysctl;
use halfopen_spec::program::Act;
use halfopen_spec::wire::Segment;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{Error, ErrorKind};
use std::net::{Shutdown, SocketAddrV4, TcpListener, TcpStream};
use std::time::{Duration, Instant};

/// Why a case could not be played.
#[derive(Debug)]
pub enum Trouble {
    /// There is no private kernel here.
    Refused(Refused),
    /// A system call went wrong that has nothing to do with the case.
    Call(Error),
}

impl From<Refused> for Trouble {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refused) => refused.fmt(f),
            Self::Call(error) => error.fmt(f),
        }
    }
}

/// A segment that the kernel sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// When it was seen, since the case began.
    pub at: Duration,
    /// The connection.
    pub tuple: Tuple,
    /// What is on the wire.
    pub wire: Wire,
}

/// A private kernel with programs.
pub struct Stage {
    device: Device,
    diag: Diag,
    began: Instant,
    listener: Option<TcpListener>,
    streams: BTreeMap<Tuple, TcpStream>,
    /// The offsets between the model's numbers and the wire's.
    pub numbers: Numbers,
    /// Every packet of the case, in both directions, for a capture.
    pub packets: Vec<(Duration, Vec<u8>)>,
    /// How long after it had wanted to listen no longer this thread was woken, at most.
    pub late: Duration,
}

impl Stage {
    /// Sets up a kernel for the calling thread. The thread keeps the network for the rest of its life.
    ///
    /// # Errors
    ///
    /// When namespaces or the TUN device are not permitted, or a sysctl is refused.
    pub fn open(case: &Case, host: &Host) -> Result<Self, Trouble> {
        let setup = &case.setup;
        namespace::enter_network_namespace()?;
        let device = Device::open()?;
        sysctls::set_up(&host.kernel.sysctls, !setup.rate_limit)?;
        let peers = case.peers().into_iter();
        let peers: Vec<HostId> = peers.map(|peer| setup.tuple(peer).peer).collect();
        if setup.peers_cached {
            sysctls::keep_round_trips()?;
            make_acquainted(&device, &peers)?;
        }
        let mut numbers = Numbers::default();
        if case.shows_cookies() {
            sysctls::give_cookies()?;
            numbers.cookies = ask_for_cookies(&device, &peers)?;
            let own = host.kernel.sysctls.get(Sysctl::TcpFastopen);
            sysctls::set(Sysctl::TcpFastopen, own)?;
        }
        if setup.unbound {
            sysctls::only_port(CLIENT_PORT.0)?;
        }
        let listener = match &host.program.listens {
            Some(listens) => Some(calls::listener(
                listens.port.0,
                listens.backlog,
                seconds_of(listens.defer_accept),
                listens.keepalive,
                listens.fast_open,
            )?),
            None => None,
        };
        Ok(Self {
            device,
            diag: Diag::open()?,
            began: Instant::now(),
            listener,
            streams: BTreeMap::new(),
            numbers,
            packets: Vec::new(),
            late: Duration::ZERO,
        })
    }

    /// Time since the case began.
    #[must_use]
    pub fn now(&self) -> Duration {
        self.began.elapsed()
    }

    /// A peer's segment reaches the kernel.
    ///
    /// # Errors
    ///
    /// When the device is gone.
    pub fn receive(&mut self, tuple: Tuple, segment: &Segment) -> Result<(), Error> {
        let packet = encode(tuple.peer, &self.numbers.to_wire(tuple, segment));
        self.device.inject(&packet)?;
        self.packets.push((self.now(), packet));
        Ok(())
    }

    /// The next segment that the kernel sends within this time.
    ///
    /// # Errors
    ///
    /// When the device is gone.
    pub fn sent_within(&mut self, time: Duration) -> Result<Option<Sent>, Error> {
        let end = self.now() + time;
        loop {
            let left = end.saturating_sub(self.now());
            let Some(packet) = self.device.next_within(left)? else {
                self.late = self.late.max(self.now().saturating_sub(end));
                return Ok(None);
            };
            let at = packet.at.duration_since(self.began);
            if let Some((peer, wire)) = decode(&packet.octets) {
                self.packets.push((at, packet.octets));
                let tuple = tuple_of(peer, &wire);
                self.numbers.learn_time(tuple, &wire);
                return Ok(Some(Sent { at, tuple, wire }));
            }
        }
    }

    /// A program makes a call; what the program learns from it.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub fn call(&mut self, act: Act, host: &Host) -> Result<Vec<String>, Error> {
        match act {
            Act::Connect => return self.connect(host),
            Act::Accept => return self.accept(),
            Act::Send(tuple) => {
                if let Some(stream) = self.streams.get_mut(&tuple) {
                    calls::send(stream, OCTETS)?;
                }
            }
            Act::ShutDown(tuple) => {
                if let Some(stream) = self.streams.get(&tuple) {
                    stream.shutdown(Shutdown::Write)?;
                }
            }
            Act::Close(tuple) => {
                self.let_go(tuple, host);
            }
            Act::Abort(tuple) => {
                if let Some(stream) = self.let_go(tuple, host) {
                    calls::abort(stream)?;
                }
            }
            Act::ListenAgain => {
                let again = host.program.listens.as_ref();
                let backlog = again.and_then(|listens| listens.listens_again);
                if let (Some(listener), Some(backlog)) = (&self.listener, backlog) {
                    calls::listen_again(listener, backlog)?;
                }
            }
            Act::CloseListener => self.listener = None,
            Act::WriteSysctls => {
                for (sysctl, value) in &host.program.writes {
                    sysctls::set(*sysctl, *value)?;
                }
            }
            Act::ClockTicks
            | Act::Others(_)
            | Act::CookieToAnother
            | Act::Flood(_)
            | Act::Forge(..) => {}
        }
        Ok(Vec::new())
    }

    /// The program's end of a connection, read as far as the program reads.
    fn let_go(&mut self, tuple: Tuple, host: &Host) -> Option<TcpStream> {
        let mut stream = self.streams.remove(&tuple)?;
        if host.program.reads(tuple) {
            calls::read_all(&mut stream);
        }
        Some(stream)
    }

    fn connect(&mut self, host: &Host) -> Result<Vec<String>, Error> {
        let Some(connects) = &host.program.connects else {
            return Ok(Vec::new());
        };
        let tuple = connects.tuple;
        self.streams.remove(&tuple);
        let peer = SocketAddrV4::new(address_of(tuple.peer), tuple.remote.0);
        let bound = connects.binds.then_some(tuple.local.0);
        let gives = connects.fast_open.then_some(OCTETS);
        match calls::connecting(bound, peer, connects.keepalive, gives) {
            Ok(stream) => {
                self.streams.insert(tuple, stream);
                Ok(Vec::new())
            }
            Err(error) if error.kind() == ErrorKind::AddrNotAvailable => {
                Ok(vec![connect_failed(&name_of(&error))])
            }
            Err(error) => Err(error),
        }
    }

    fn accept(&mut self) -> Result<Vec<String>, Error> {
        let Some(listener) = &self.listener else {
            return Ok(vec!["accept(): nobody listens".to_owned()]);
        };
        let Some((stream, address)) = calls::accept(listener)? else {
            return Ok(vec!["accept(): nothing waits".to_owned()]);
        };
        let peer = peer_at(address.ip()).unwrap_or(HostId(0));
        let tuple = Tuple {
            peer,
            local: super::setup::SERVER_PORT,
            remote: halfopen_spec::wire::Port(address.port()),
        };
        self.streams.insert(tuple, stream);
        Ok(vec![super::compare::accepted(tuple)])
    }

    /// The error that a connection's program would be told now.
    #[must_use]
    pub fn error_of(&self, tuple: Tuple) -> Option<Error> {
        self.streams
            .get(&tuple)
            .and_then(|stream| stream.take_error().ok().flatten())
    }

    /// The kernel's counters now.
    ///
    /// # Errors
    ///
    /// When /proc cannot be read.
    pub fn counters(&self) -> Result<Counts, Error> {
        counters()
    }

    /// The kernel's sockets now.
    ///
    /// # Errors
    ///
    /// When sock_diag does not answer.
    pub fn sockets(&self) -> Result<Vec<SocketSeen>, Error> {
        self.diag.sockets()
    }
}

fn tuple_of(peer: HostId, wire: &Wire) -> Tuple {
    Tuple {
        peer,
        local: halfopen_spec::wire::Port(wire.source),
        remote: halfopen_spec::wire::Port(wire.destination),
    }
}

/// TCP_DEFER_ACCEPT counts SYN,ACK timeouts in the kernel and is given in seconds (secs_to_retrans).
fn seconds_of(timeouts: u8) -> u32 {
    2_u32.saturating_pow(u32::from(timeouts)) - 1
}
