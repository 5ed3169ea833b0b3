//! A host peer by peer: what it remembers of no peer, what of each, and what a step about one peer may know of the others.
//!
//! A rule touches the sockets of one peer and the listener; of everybody else's requests it knows how many there are and how many
//! are young ([`Elsewhere`]). So a step about one peer can be taken on a host that shows this peer alone, and gives what the whole
//! host would give. The calls that look at every peer at once ([`looks_at_every_peer`]) are the exception.
//!
//! Hosts that run the same programs differ by name only; [`Renaming`] exchanges them.

use crate::host::{Host, HostState};
use crate::kernel::{Elsewhere, HostId, Purpose, Stack, Timer, Tuple, fast_open};
use crate::policy::Sysctl;
use crate::program::Act;
use std::collections::BTreeSet;

impl HostState {
    /// What the host remembers of no peer: its listener, its clock and its programs. Names of peers may stand in the listener's queue.
    #[must_use]
    pub fn without_peers(&self) -> Self {
        Self {
            stack: Stack {
                listener: self.stack.listener.clone(),
                ticks: self.stack.ticks,
                ..Stack::default()
            },
            program: self.program.clone(),
        }
    }

    /// What the host remembers of one peer: its sockets and their incarnations.
    #[must_use]
    pub fn of_peer(&self, peer: HostId) -> Self {
        let (sockets, incarnations) = (&self.stack.sockets, &self.stack.incarnations);
        let of_peer = |tuple: &Tuple| tuple.peer == peer;
        Self {
            stack: Stack {
                sockets: sockets
                    .iter()
                    .filter(|(tuple, _)| of_peer(tuple))
                    .map(|(tuple, socket)| (*tuple, socket.clone()))
                    .collect(),
                incarnations: incarnations
                    .iter()
                    .filter(|(tuple, _)| of_peer(tuple))
                    .map(|(tuple, incarnation)| (*tuple, *incarnation))
                    .collect(),
                fast_open_cookies: self
                    .stack
                    .fast_open_cookies
                    .iter()
                    .copied()
                    .filter(|host| *host == peer)
                    .collect(),
                ..Stack::default()
            },
            ..Self::default()
        }
    }

    /// The peers of which the host remembers a socket or an incarnation.
    #[must_use]
    pub fn peers(&self) -> BTreeSet<HostId> {
        let sockets = self.stack.sockets.keys();
        let tuples = sockets.chain(self.stack.incarnations.keys());
        let cookies = self.stack.fast_open_cookies.iter().copied();
        tuples.map(|tuple| tuple.peer).chain(cookies).collect()
    }

    /// Adds what is remembered of one peer.
    #[must_use]
    pub fn with_peer(mut self, of_peer: &Self) -> Self {
        let (sockets, incarnations) = (&of_peer.stack.sockets, &of_peer.stack.incarnations);
        let sockets = sockets.iter().map(|(tuple, s)| (*tuple, s.clone()));
        self.stack.sockets.extend(sockets);
        self.stack.incarnations.extend(incarnations);
        self.stack
            .fast_open_cookies
            .extend(&of_peer.stack.fast_open_cookies);
        self
    }

    /// Says how many requests the peers have that are left out.
    #[must_use]
    pub fn with_elsewhere(mut self, elsewhere: Elsewhere) -> Self {
        self.stack.elsewhere = elsewhere;
        self
    }

    /// The requests among the host's own sockets, as another peer's step sees them.
    #[must_use]
    pub fn requests_as_seen_from_elsewhere(&self) -> Elsewhere {
        let count = |young: bool| {
            let requests = self.stack.requests();
            let counted = requests.filter(|(_, request)| !young || request.is_young());
            u16::try_from(counted.count()).unwrap_or(u16::MAX)
        };
        Elsewhere {
            requests: count(false),
            young: count(true),
        }
    }

    /// Where a peer's name stands in the listener: two peers for which this is equal can be exchanged there and nothing changes. The children of
    /// `aside`, whom nobody is exchanged with, are not counted.
    ///
    /// # Panics
    ///
    /// When more than [`MOST_WAITING`] children of others wait for accept().
    #[must_use]
    pub fn standing(&self, peer: HostId, aside: HostId) -> u32 {
        let Some(listener) = &self.stack.listener else {
            return 0;
        };
        let is_refused = listener.refused.iter().any(|tuple| tuple.peer == peer);
        let queue = listener.accept_queue.iter();
        let queue = queue
            .filter(|queued| queued.tuple.peer != aside)
            .enumerate();
        let places = queue.filter(|(_, queued)| queued.tuple.peer == peer);
        places.fold(u32::from(is_refused), |standing, (place, _)| {
            assert!(
                place < MOST_WAITING,
                "whoever asks has counted the children"
            );
            standing | 2 << place
        })
    }
}

/// The most children of clients and attackers that may wait for accept() where peers are exchanged.
pub const MOST_WAITING: usize = 31;

/// Whether a step may look at the sockets of every peer at once.
#[must_use]
pub fn looks_at_every_peer(host: &Host) -> bool {
    // close() of a listener resets whoever waits for accept().
    let listens = host.program.listens.as_ref();
    listens.is_some_and(|listens| listens.may_close)
        || counts_time_wait(host)
        || counts_fast_open(host)
}

/// Whether tcp_max_tw_buckets is, or becomes, so low that the mini-sockets of a scenario can reach it.
fn counts_time_wait(host: &Host) -> bool {
    let now = i64::from(host.kernel.sysctls.tcp_max_tw_buckets);
    let writes = host.program.writes.iter();
    let later = writes.filter(|(sysctl, _)| *sysctl == Sysctl::TcpMaxTwBuckets);
    later
        .map(|(_, value)| *value)
        .chain([now])
        .any(|limit| limit < MOST_SOCKETS)
}

/// Whether the children of Fast Open are counted.
fn counts_fast_open(host: &Host) -> bool {
    let listens = host.program.listens.as_ref();
    listens.is_some_and(|listens| fast_open::queue_limit(&host.kernel, listens.fast_open, 1) > 0)
}

/// More sockets than any scenario has.
const MOST_SOCKETS: i64 = 1_000;

/// The peer that a timer concerns, if it concerns one.
#[must_use]
pub fn peer_of_timer(timer: &Timer) -> Option<HostId> {
    timer.purpose.tuple().map(|tuple| tuple.peer)
}

/// The peer that a call concerns, if it concerns one.
#[must_use]
pub fn peer_of_act(act: &Act) -> Option<HostId> {
    match act {
        Act::Send(tuple) | Act::ShutDown(tuple) | Act::Close(tuple) | Act::Abort(tuple) => {
            Some(tuple.peer)
        }
        Act::Connect
        | Act::Accept
        | Act::ListenAgain
        | Act::CloseListener
        | Act::WriteSysctls
        | Act::ClockTicks
        | Act::Others(_)
        | Act::CookieToAnother
        | Act::Flood(_)
        | Act::Forge(..) => None,
    }
}

/// Two hosts that take each other's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Renaming(pub HostId, pub HostId);

impl Renaming {
    /// The other name of a host.
    #[must_use]
    pub fn host(self, host: HostId) -> HostId {
        if host == self.0 {
            self.1
        } else if host == self.1 {
            self.0
        } else {
            host
        }
    }

    fn tuple(self, tuple: Tuple) -> Tuple {
        Tuple {
            peer: self.host(tuple.peer),
            ..tuple
        }
    }

    /// The same memory with the names exchanged.
    #[must_use]
    pub fn state(self, state: &HostState) -> HostState {
        let mut renamed = state.clone();
        let (sockets, incarnations) = (&state.stack.sockets, &state.stack.incarnations);
        renamed.stack.sockets = sockets
            .iter()
            .map(|(tuple, socket)| (self.tuple(*tuple), socket.clone()))
            .collect();
        renamed.stack.incarnations = incarnations
            .iter()
            .map(|(tuple, incarnation)| (self.tuple(*tuple), *incarnation))
            .collect();
        let cookies = state.stack.fast_open_cookies.iter();
        renamed.stack.fast_open_cookies = cookies.map(|host| self.host(*host)).collect();
        if let Some(listener) = &mut renamed.stack.listener {
            let refused = listener.refused.iter();
            listener.refused = refused.map(|tuple| self.tuple(*tuple)).collect();
            let reset = listener.fast_open_reset.iter();
            listener.fast_open_reset = reset.map(|tuple| self.tuple(*tuple)).collect();
            for queued in &mut listener.accept_queue {
                queued.tuple = self.tuple(queued.tuple);
            }
        }
        renamed
    }

    /// The same timer with the names exchanged.
    #[must_use]
    pub fn timer(self, timer: Timer) -> Timer {
        let purpose = match timer.purpose {
            Purpose::SynAgain(tuple) => Purpose::SynAgain(self.tuple(tuple)),
            Purpose::SynAckAgain(tuple) => Purpose::SynAckAgain(self.tuple(tuple)),
            Purpose::DataAgain(tuple) => Purpose::DataAgain(self.tuple(tuple)),
            Purpose::Keepalive(tuple) => Purpose::Keepalive(self.tuple(tuple)),
            Purpose::FinWait2Ends(tuple) => Purpose::FinWait2Ends(self.tuple(tuple)),
            Purpose::TimeWaitEnds(tuple) => Purpose::TimeWaitEnds(self.tuple(tuple)),
            Purpose::PortReusable(tuple) => Purpose::PortReusable(self.tuple(tuple)),
            Purpose::AnswerSynAgain(tuple) => Purpose::AnswerSynAgain(self.tuple(tuple)),
            Purpose::FastOpenPlaceFree(tuple) => Purpose::FastOpenPlaceFree(self.tuple(tuple)),
            Purpose::ForgetCookies => Purpose::ForgetCookies,
        };
        Timer {
            owner: self.host(timer.owner),
            purpose,
        }
    }

    /// The same call with the names exchanged.
    #[must_use]
    pub fn act(self, act: Act) -> Act {
        match act {
            Act::Send(tuple) => Act::Send(self.tuple(tuple)),
            Act::ShutDown(tuple) => Act::ShutDown(self.tuple(tuple)),
            Act::Close(tuple) => Act::Close(self.tuple(tuple)),
            Act::Abort(tuple) => Act::Abort(self.tuple(tuple)),
            Act::Connect
            | Act::Accept
            | Act::ListenAgain
            | Act::CloseListener
            | Act::WriteSysctls
            | Act::ClockTicks
            | Act::Others(_)
            | Act::CookieToAnother
            | Act::Flood(_)
            | Act::Forge(..) => act,
        }
    }
}
