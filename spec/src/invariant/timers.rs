//! Which timers run follows from what a host remembers: a socket has the timers that it must have, and nothing else is armed.

use super::Broken;
use crate::host::{Host, HostState, Input};
use crate::kernel::{
    Connection, Effects, Purpose, Request, Socket, TcpState, TimeWait, TimerChange, Tuple,
};
use crate::model::WorldState;
use crate::program::SynQueueBefore;
use std::collections::BTreeSet;

/// The clause's name.
pub const NAME: &str = "sockets-have-their-timers";

/// The timers that run while a host remembers this.
///
/// Linux: icsk_retransmit_timer and sk_timer of a socket (tcp_timer.c), rsk_timer of a request (reqsk_timer_handler), tw_timer of a
/// mini-socket (inet_timewait_sock.c). Requests that were there before the run have none: whoever floods keeps them alive.
#[must_use]
pub fn must_run(host: &Host, state: &HostState) -> BTreeSet<Purpose> {
    let before = requests_from_before(host);
    let sockets = state.stack.sockets.iter();
    let of_sockets = sockets.flat_map(|(tuple, socket)| match socket {
        Socket::Request(_) if before.contains(tuple) => Vec::new(),
        Socket::Request(request) => of_request(*tuple, request),
        Socket::Connection(connection) => of_connection(*tuple, connection),
        Socket::TimeWait(bucket) => of_mini_socket(*tuple, bucket),
    });
    let listener = state.stack.listener.as_ref();
    let cookies = listener.filter(|listener| listener.cookies_recent);
    let reset = listener.into_iter().flat_map(|l| &l.fast_open_reset);
    of_sockets
        .chain(cookies.map(|_| Purpose::ForgetCookies))
        .chain(reset.map(|tuple| Purpose::FastOpenPlaceFree(*tuple)))
        .collect()
}

fn of_request(tuple: Tuple, request: &Request) -> Vec<Purpose> {
    let answered = request.answered_syn;
    [
        Some(Purpose::SynAckAgain(tuple)),
        answered.then_some(Purpose::AnswerSynAgain(tuple)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of_connection(tuple: Tuple, c: &Connection) -> Vec<Purpose> {
    let open = c.is_synchronized();
    let waits_for_ack = open && c.snd_una != c.snd_nxt;
    let dies = c.state == TcpState::FinWait2 && c.orphan;
    [
        (!open).then_some(Purpose::SynAgain(tuple)),
        waits_for_ack.then_some(Purpose::DataAgain(tuple)),
        (open && c.keepalive.is_some()).then_some(Purpose::Keepalive(tuple)),
        dies.then_some(Purpose::FinWait2Ends(tuple)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of_mini_socket(tuple: Tuple, bucket: &TimeWait) -> Vec<Purpose> {
    let ages = bucket.ts_recent.is_some() && !bucket.reusable;
    [
        Some(Purpose::TimeWaitEnds(tuple)),
        ages.then_some(Purpose::PortReusable(tuple)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn requests_from_before(host: &Host) -> BTreeSet<Tuple> {
    let listens = host.program.listens.as_ref();
    match listens.map(|listens| listens.syn_queue_before) {
        None | Some(SynQueueBefore::Requests(0)) => BTreeSet::new(),
        Some(SynQueueBefore::Requests(_) | SynQueueBefore::Full) => {
            let (state, _) = host.start();
            state.stack.requests().map(|(tuple, _)| tuple).collect()
        }
    }
}

/// Whether a step arms and cancels what leads from the timers before to the timers after.
#[must_use]
pub fn broken_by_step(
    host: &Host,
    before: &HostState,
    input: &Input,
    (after, effects): (&HostState, &Effects),
) -> Option<Broken> {
    let mut armed = must_run(host, before);
    if let Input::Timer(purpose) = input {
        armed.remove(purpose);
    }
    for change in &effects.timers {
        match change {
            TimerChange::Arm(timer, _) => {
                armed.insert(timer.purpose);
            }
            TimerChange::Cancel(timer) => {
                armed.remove(&timer.purpose);
            }
        }
    }
    compared(&armed, &must_run(host, after))
}

/// Whether what is armed in a whole state is what must run.
pub(super) fn broken_in(host: &Host, memory: &HostState, state: &WorldState) -> Option<Broken> {
    if !host.timers {
        return None;
    }
    let timers = state.timers_set.get(usize::from(host.id.0))?;
    let armed = timers.iter().map(|timer| timer.purpose).collect();
    compared(&armed, &must_run(host, memory))
}

fn compared(armed: &BTreeSet<Purpose>, must_run: &BTreeSet<Purpose>) -> Option<Broken> {
    let missing: Vec<_> = must_run.difference(armed).collect();
    let surplus: Vec<_> = armed.difference(must_run).collect();
    (!missing.is_empty() || !surplus.is_empty()).then(|| Broken {
        clause: NAME,
        found: format!("missing {missing:?}, armed for nothing {surplus:?}"),
    })
}
