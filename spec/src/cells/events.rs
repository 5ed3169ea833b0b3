//! The events: every kind of segment, timer and call.

use super::states::{segment, timers};
use crate::host::{HostState, Input};
use crate::kernel::{Socket, Tuple};
use crate::program::Act;
use crate::wire::Seq;

/// Something that can happen in a state.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// In words.
    pub name: &'static str,
    input: fn(&Numbers) -> Option<Input>,
}

/// Where the sequence numbers of a state stand.
pub(super) struct Numbers {
    tuple: Tuple,
    /// What is expected next of the other end.
    theirs: Seq,
    /// The first of ours that is not acknowledged.
    una: Seq,
    /// Our next.
    ours: Seq,
    socket: Option<Socket>,
}

impl Numbers {
    fn of(state: &HostState, tuple: Tuple) -> Self {
        let socket = state.stack.sockets.get(&tuple).cloned();
        let (theirs, una, ours) = match &socket {
            Some(Socket::Request(request)) => (request.rcv_nxt(), request.iss, request.iss.plus(1)),
            Some(Socket::Connection(c)) => (c.rcv_nxt, c.snd_una, c.snd_nxt),
            Some(Socket::TimeWait(bucket)) => (bucket.rcv_nxt, bucket.snd_nxt, bucket.snd_nxt),
            None => (Seq(101), Seq(301), Seq(301)),
        };
        Self {
            tuple,
            theirs,
            una,
            ours,
            socket,
        }
    }

    fn comes(&self, letters: &str, seq: Seq, ack: Option<Seq>, payload: u8) -> Option<Input> {
        Some(segment(self.tuple, letters, seq, ack, payload))
    }

    fn connection_is_held(&self) -> bool {
        matches!(&self.socket, Some(Socket::Connection(c)) if !c.orphan)
    }

    fn timer(&self, index: usize) -> Option<Input> {
        let waits_for_ack = self.una != self.ours;
        let armed = match (&self.socket, index) {
            (Some(Socket::Connection(c)), 0) => !c.is_synchronized(),
            (Some(Socket::Request(_)), 1) | (Some(Socket::TimeWait(_)), 4) => true,
            (Some(Socket::Connection(c)), 2) => c.is_synchronized() && waits_for_ack,
            _ => false,
        };
        let (_, purpose) = timers(self.tuple).into_iter().nth(index)?;
        armed.then_some(Input::Timer(purpose))
    }
}

impl Event {
    /// The event as an input in this state; `None` where it cannot be.
    pub(super) fn input(&self, state: &HostState, tuple: Tuple) -> Option<Input> {
        (self.input)(&Numbers::of(state, tuple))
    }
}

fn before(seq: Seq) -> Seq {
    Seq(seq.0.wrapping_sub(1))
}

macro_rules! event {
    ($name:literal, $input:expr) => {
        Event {
            name: $name,
            input: $input,
        }
    };
}

/// Every event, segments first.
#[must_use]
pub fn events() -> Vec<Event> {
    vec![
        event!("SYN with a later number, far away", |n| n.comes(
            "S",
            n.theirs.plus(20_000),
            None,
            0
        )),
        event!("SYN with a later number, inside the window", |n| n.comes(
            "S",
            n.theirs.plus(50),
            None,
            0
        )),
        event!("the same SYN again, or an earlier one", |n| n.comes(
            "S",
            before(n.theirs),
            None,
            0
        )),
        event!("SYN,ACK that acknowledges all", |n| n.comes(
            "S",
            before(n.theirs),
            Some(n.ours),
            0
        )),
        event!("SYN,ACK that acknowledges something never sent", |n| n
            .comes("S", before(n.theirs), Some(n.ours.plus(7)), 0)),
        event!("ACK of all that was sent", |n| n.comes(
            "",
            n.theirs,
            Some(n.ours),
            0
        )),
        event!("ACK of nothing new", |n| n.comes(
            "",
            n.theirs,
            Some(n.una),
            0
        )),
        event!("ACK of something never sent", |n| n.comes(
            "",
            n.theirs,
            Some(n.ours.plus(7)),
            0
        )),
        event!("ACK with an old number (a keepalive probe)", |n| n.comes(
            "",
            before(n.theirs),
            Some(n.ours),
            0
        )),
        event!("ACK from beyond the window", |n| n.comes(
            "",
            n.theirs.plus(5_000),
            Some(n.ours),
            0
        )),
        event!("data in order, with ACK of all", |n| n.comes(
            "",
            n.theirs,
            Some(n.ours),
            5
        )),
        event!("data in order, with ACK of nothing new", |n| n.comes(
            "",
            n.theirs,
            Some(n.una),
            5
        )),
        event!("data beyond a gap, with ACK of all", |n| n.comes(
            "",
            n.theirs.plus(50),
            Some(n.ours),
            5
        )),
        event!("data in order without ACK", |n| n
            .comes("", n.theirs, None, 5)),
        event!("FIN in order, with ACK of all", |n| n.comes(
            "F",
            n.theirs,
            Some(n.ours),
            0
        )),
        event!("FIN in order, with ACK of nothing new", |n| n.comes(
            "F",
            n.theirs,
            Some(n.una),
            0
        )),
        event!("FIN beyond a gap, with ACK of all", |n| n.comes(
            "F",
            n.theirs.plus(50),
            Some(n.ours),
            0
        )),
        event!("the same FIN again, or an earlier one", |n| n.comes(
            "F",
            before(n.theirs),
            Some(n.ours),
            0
        )),
        event!("RST with the next expected number", |n| n
            .comes("R", n.theirs, None, 0)),
        event!("RST with another number inside the window", |n| n.comes(
            "R",
            n.theirs.plus(50),
            None,
            0
        )),
        event!("RST from outside the window", |n| n.comes(
            "R",
            n.theirs.plus(5_000),
            None,
            0
        )),
        event!("RST that acknowledges all", |n| n.comes(
            "R",
            n.theirs,
            Some(n.ours),
            0
        )),
        event!("the SYN timer fires", |n| n.timer(0)),
        event!("the SYN,ACK timer fires", |n| n.timer(1)),
        event!("the retransmission timer fires", |n| n.timer(2)),
        event!("the TIME-WAIT timer fires", |n| n.timer(4)),
        event!("connect()", |n| {
            let may = matches!(n.socket, None | Some(Socket::TimeWait(_)));
            (may && n.tuple.remote.0 == 80).then_some(Input::Act(Act::Connect))
        }),
        event!("send()", |n| match &n.socket {
            Some(Socket::Connection(c)) if c.may_send() => Some(Input::Act(Act::Send(n.tuple))),
            _ => None,
        }),
        event!("shutdown(SHUT_WR)", |n| match &n.socket {
            Some(Socket::Connection(c)) if c.may_send() => Some(Input::Act(Act::ShutDown(n.tuple))),
            _ => None,
        }),
        event!("close()", |n| {
            let opens = matches!(&n.socket, Some(Socket::Connection(c)) if c.state == crate::kernel::TcpState::SynReceived);
            (n.connection_is_held() && !opens).then_some(Input::Act(Act::Close(n.tuple)))
        }),
        event!(
            "close() with SO_LINGER of zero seconds",
            |n| match &n.socket {
                Some(Socket::Connection(c)) if c.may_send() =>
                    Some(Input::Act(Act::Abort(n.tuple))),
                _ => None,
            }
        ),
    ]
}
