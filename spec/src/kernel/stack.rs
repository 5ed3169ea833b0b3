//! One host's TCP: its listener, its requests and its connections.

use super::counter::Counter;
use super::effects::Effects;
use super::state::{Connection, Errno, HostId, TcpState, Tuple};
use super::time_wait::TimeWait;
use super::timer::{Purpose, Timer};
use super::timestamps::RequestTimestamps;
use crate::policy::{Kernel, Policies, Sysctls};
use crate::wire::{Port, Seq};
use std::collections::{BTreeMap, BTreeSet};

/// A half-open request in the SYN queue: a listener's memory of a SYN (include/net/request_sock.h: struct request_sock).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Request {
    /// The client's initial sequence number (rcv_isn).
    pub irs: Seq,
    /// The initial sequence number in our SYN,ACK (snt_isn).
    pub iss: Seq,
    /// How often the SYN,ACK timer has fired (num_timeout). A request is young until the first time.
    pub timeouts: u8,
    /// Whether a handshake ACK was ignored (acked).
    pub acked: bool,
    /// Whether a repeated SYN was answered less than tcp_invalid_ratelimit ago.
    pub answered_syn: bool,
    /// With timestamps, what it remembers of them.
    pub timestamps: Option<RequestTimestamps>,
}

impl Request {
    /// The next sequence number expected of the client.
    #[must_use]
    pub fn rcv_nxt(&self) -> Seq {
        self.irs.plus(1)
    }

    /// Whether its SYN,ACK timer has never fired.
    #[must_use]
    pub fn is_young(&self) -> bool {
        self.timeouts == 0
    }
}

/// What the four-tuple lookup finds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub enum Socket {
    /// A request in the SYN queue, in SYN-RECEIVED.
    Request(Request),
    /// A full socket.
    Connection(Connection),
    /// What is left when both ends, or one and its program, are done.
    TimeWait(TimeWait),
}

impl Socket {
    /// The name of its state, as RFC 9293 has it.
    #[must_use]
    pub fn state_name(&self) -> String {
        match self {
            Self::Request(_) => TcpState::SynReceived.to_string(),
            Self::Connection(connection) => connection.state.to_string(),
            Self::TimeWait(bucket) => bucket.stage.to_string(),
        }
    }
}

/// A child in the accept queue. A child that was reset keeps its slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Queued {
    /// Its four-tuple.
    pub tuple: Tuple,
    /// Whether it was reset while it waited; its socket is gone then.
    pub reset: bool,
}

/// A socket in LISTEN.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Listener {
    /// The port it is bound to.
    pub port: Port,
    /// The effective backlog (sk_max_ack_backlog), fixed by the last listen().
    pub backlog: u32,
    /// The size of the SYN table, fixed by the first listen(), where kernels have one.
    pub table: Option<u32>,
    /// TCP_DEFER_ACCEPT, counted in SYN,ACK timeouts; 0 is off.
    pub defer_accept: u8,
    /// Whether its children have SO_KEEPALIVE.
    pub keepalive: bool,
    /// How many children of Fast Open may wait for their handshake ACK (TCP_FASTOPEN); 0 is off.
    pub fast_open: u32,
    /// Children of Fast Open that were accepted and then reset before their handshake was complete, within the last 60 s.
    pub fast_open_reset: BTreeSet<Tuple>,
    /// The children that accept() has not returned yet, oldest first.
    pub accept_queue: Vec<Queued>,
    /// Children in the accept queue that are not in it, because the stack leaves their peers out; none in a whole stack.
    pub queued_elsewhere: u32,
    /// Whether a cookie was sent recently; all that SYN cookies keep.
    pub cookies_recent: bool,
    /// SYNs that were refused; kept only under the hypothesis `retransmitted-syn`.
    pub refused: BTreeSet<Tuple>,
}

/// Requests that are not among a stack's sockets, because the stack shows one peer alone ([`crate::peers`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Elsewhere {
    /// How many there are.
    pub requests: u16,
    /// How many of them are young.
    pub young: u16,
}

/// Everything that a host's TCP remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Stack {
    /// The one listener, while it is open.
    pub listener: Option<Listener>,
    /// Requests and connections by four-tuple.
    pub sockets: BTreeMap<Tuple, Socket>,
    /// How many sockets of a four-tuple are gone: stands for the clock that makes later initial sequence numbers
    /// higher (secure_tcp_seq). It stops at [`Stack::MOST_INCARNATIONS`], to keep the model finite.
    pub incarnations: BTreeMap<Tuple, u8>,
    /// Requests of peers that this stack leaves out; none in a whole stack.
    pub elsewhere: Elsewhere,
    /// How often the timestamp clock has moved on.
    pub ticks: u8,
    /// The hosts that gave this one a Fast Open cookie (tcp_metrics).
    pub fast_open_cookies: BTreeSet<HostId>,
}

impl Stack {
    /// Incarnations of a four-tuple that get a sequence number of their own.
    pub const MOST_INCARNATIONS: u8 = 3;

    /// The connections of this host, requests left out.
    pub fn connections(&self) -> impl Iterator<Item = (Tuple, &Connection)> {
        self.sockets
            .iter()
            .filter_map(|(tuple, socket)| match socket {
                Socket::Connection(connection) => Some((*tuple, connection)),
                Socket::Request(_) | Socket::TimeWait(_) => None,
            })
    }

    /// The requests of the listener.
    pub fn requests(&self) -> impl Iterator<Item = (Tuple, &Request)> {
        self.sockets
            .iter()
            .filter_map(|(tuple, socket)| match socket {
                Socket::Request(request) => Some((*tuple, request)),
                Socket::Connection(_) | Socket::TimeWait(_) => None,
            })
    }

    /// The connection of this four-tuple.
    #[must_use]
    pub fn connection(&self, tuple: Tuple) -> Option<&Connection> {
        match self.sockets.get(&tuple) {
            Some(Socket::Connection(connection)) => Some(connection),
            Some(Socket::Request(_) | Socket::TimeWait(_)) | None => None,
        }
    }

    /// The request of this four-tuple.
    #[must_use]
    pub fn request(&self, tuple: Tuple) -> Option<&Request> {
        match self.sockets.get(&tuple) {
            Some(Socket::Request(request)) => Some(request),
            Some(Socket::Connection(_) | Socket::TimeWait(_)) | None => None,
        }
    }

    /// The mini-socket of this four-tuple, in FIN-WAIT-2 or TIME-WAIT.
    #[must_use]
    pub fn time_wait(&self, tuple: Tuple) -> Option<&TimeWait> {
        match self.sockets.get(&tuple) {
            Some(Socket::TimeWait(bucket)) => Some(bucket),
            Some(Socket::Request(_) | Socket::Connection(_)) | None => None,
        }
    }

    /// Whether this four-tuple waits in the accept queue, alive.
    #[must_use]
    pub fn is_queued(&self, tuple: Tuple) -> bool {
        self.listener.as_ref().is_some_and(|listener| {
            listener
                .accept_queue
                .iter()
                .any(|queued| queued.tuple == tuple && !queued.reset)
        })
    }
}

/// What a rule may look at and change: one host's kernel, its TCP, and what the step puts out.
pub struct Context<'a> {
    /// The kernel's policies and sysctls, as they are now.
    pub kernel: &'a Kernel,
    /// The host itself.
    pub me: HostId,
    /// How far apart the initial sequence numbers of successive incarnations lie.
    pub isn_step: u32,
    /// Whether the metrics cache has a round-trip time for every peer.
    pub peers_cached: bool,
    /// Whether both ends are on one machine and speak through the loopback interface.
    pub loopback: bool,
    /// The host's TCP.
    pub stack: &'a mut Stack,
    /// What the step puts out.
    pub out: &'a mut Effects,
    /// Errors for programs that hold a connection.
    pub errors: &'a mut Vec<(Tuple, Errno)>,
}

impl Context<'_> {
    /// The receive window that every end offers, in octets. Only its order of magnitude matters: initial sequence
    /// numbers lie within it or far outside, as the scenario chooses.
    pub const RECEIVE_WINDOW: i32 = 1000;

    /// The policies of this kernel.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        &self.kernel.policies
    }

    /// The sysctls as they are now.
    #[must_use]
    pub fn sysctls(&self) -> &Sysctls {
        &self.kernel.sysctls
    }

    /// The next initial sequence number for this four-tuple.
    pub(super) fn next_isn(&self, tuple: Tuple, first: Seq) -> Seq {
        let incarnation = self.stack.incarnations.get(&tuple).copied().unwrap_or(0);
        first.plus(u32::from(incarnation).wrapping_mul(self.isn_step))
    }

    pub(super) fn timer(&self, purpose: Purpose) -> Timer {
        Timer {
            owner: self.me,
            purpose,
        }
    }

    /// Stores what a rule changed.
    pub(super) fn keep(&mut self, tuple: Tuple, connection: Connection) {
        self.stack
            .sockets
            .insert(tuple, Socket::Connection(connection));
    }

    /// Stores what a rule changed.
    pub(super) fn keep_request(&mut self, tuple: Tuple, request: Request) {
        self.stack.sockets.insert(tuple, Socket::Request(request));
    }

    /// Stores what a rule changed.
    pub(super) fn keep_bucket(&mut self, tuple: Tuple, bucket: TimeWait) {
        self.stack.sockets.insert(tuple, Socket::TimeWait(bucket));
    }

    /// Takes a request out of the SYN queue, with its timers, because a child takes its place.
    pub(super) fn take_request(&mut self, tuple: Tuple) {
        if let Some(Socket::Request(request)) = self.stack.sockets.remove(&tuple) {
            self.out.cancel(self.timer(Purpose::SynAckAgain(tuple)));
            if request.answered_syn {
                self.out.cancel(self.timer(Purpose::AnswerSynAgain(tuple)));
            }
        }
    }

    /// Removes a request from the SYN queue, with its timers.
    pub(super) fn remove_request(&mut self, tuple: Tuple) {
        self.take_request(tuple);
        self.retire(tuple);
    }

    /// Removes a connection, with its timers; a child in the accept queue keeps its slot, a program learns the error.
    pub(super) fn remove_connection(&mut self, tuple: Tuple, error: Option<Errno>) {
        let Some(connection) = self.stack.connection(tuple).cloned() else {
            return;
        };
        self.stack.sockets.remove(&tuple);
        self.cancel_timers(tuple, &connection);
        // Counted whenever a connection is over without FINs on both sides (tcp_set_state). Seen on 6.18.44 (`halfopen live`).
        if matches!(
            connection.state,
            TcpState::Established | TcpState::CloseWait
        ) {
            self.out.count(&[Counter::EstabResets]);
        }
        let slot = self
            .stack
            .listener
            .iter_mut()
            .flat_map(|listener| listener.accept_queue.iter_mut())
            .find(|queued| queued.tuple == tuple && !queued.reset);
        match (slot, error) {
            (Some(queued), _) => queued.reset = true,
            (None, Some(error)) if !connection.orphan => self.errors.push((tuple, error)),
            (None, _) => {}
        }
        self.retire(tuple);
    }

    /// Cancels what a connection may have armed.
    pub(super) fn cancel_timers(&mut self, tuple: Tuple, connection: &Connection) {
        match (
            connection.is_synchronized(),
            connection.snd_una == connection.snd_nxt,
        ) {
            (true, false) => self.out.cancel(self.timer(Purpose::DataAgain(tuple))),
            (true, true) => {}
            (false, _) => self.out.cancel(self.timer(Purpose::SynAgain(tuple))),
        }
        if connection.keepalive.is_some() && connection.is_synchronized() {
            self.out.cancel(self.timer(Purpose::Keepalive(tuple)));
        }
        if connection.state == TcpState::FinWait2 && connection.orphan {
            self.out.cancel(self.timer(Purpose::FinWait2Ends(tuple)));
        }
    }

    pub(super) fn retire(&mut self, tuple: Tuple) {
        let incarnation = self.stack.incarnations.entry(tuple).or_insert(0);
        *incarnation = incarnation.saturating_add(1).min(Stack::MOST_INCARNATIONS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::listener::new_listener;
    use crate::policy::profile;

    fn tuple(peer: u8) -> Tuple {
        Tuple {
            peer: HostId(peer),
            local: Port(80),
            remote: Port(1024),
        }
    }

    /// A child that was reset keeps its slot, but nobody waits there.
    #[test]
    fn whoever_waits_for_accept_is_queued() {
        let kernel = profile("linux-6.18").expect("a built-in profile").kernel;
        let mut listener = new_listener(&kernel, Port(80), 1, 0);
        let queued = |peer, reset| Queued {
            tuple: tuple(peer),
            reset,
        };
        listener
            .accept_queue
            .extend([queued(1, false), queued(2, true)]);
        let stack = Stack {
            listener: Some(listener),
            ..Stack::default()
        };
        assert_eq!(
            [1, 2, 3].map(|peer| stack.is_queued(tuple(peer))),
            [true, false, false]
        );
        assert!(!Stack::default().is_queued(tuple(1)));
    }
}
