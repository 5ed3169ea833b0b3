//! What the model lets the kernel show after a step, and what the kernel shows: in the same words, so that they can be compared.

use super::kernel::counters::Counts;
use super::kernel::sockets::{LISTEN, SocketSeen};
use super::packet::peer_at;
use halfopen_spec::host::HostState;
use halfopen_spec::kernel::{Counter, Effects, Errno, HostId, Stack, Tuple};
use halfopen_spec::wire::Segment;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What can be seen of a kernel after a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The segments that it sent, each with its receiver, in order of receiver and number.
    pub segments: Vec<(HostId, Segment)>,
    /// The counters that rose.
    pub counters: Counts,
    /// The sockets that it has, as lines.
    pub sockets: Vec<String>,
    /// What programs learned.
    pub told: Vec<String>,
}

/// Names of include/net/tcp_states.h, as RFC 9293 spells them, by their numbers from 1.
const STATES: [&str; 11] = [
    "ESTABLISHED",
    "SYN-SENT",
    "SYN-RECEIVED",
    "FIN-WAIT-1",
    "FIN-WAIT-2",
    "TIME-WAIT",
    "CLOSED",
    "CLOSE-WAIT",
    "LAST-ACK",
    "LISTEN",
    "CLOSING",
];

/// A peer by its letter.
#[must_use]
pub fn letter(host: HostId) -> char {
    char::from(b'A' + host.0.saturating_sub(1).min(25))
}

/// What accept() tells a program.
#[must_use]
pub fn accepted(tuple: Tuple) -> String {
    format!("accept(): {}", letter(tuple.peer))
}

impl Shown {
    /// What the model says: effects and the state after them.
    #[must_use]
    pub fn by_model(
        effects: &[&Effects],
        before: &HostState,
        after: &HostState,
        told: Vec<String>,
    ) -> Self {
        let mut segments: Vec<_> = effects
            .iter()
            .flat_map(|effects| effects.segments.clone())
            .collect();
        segments.sort();
        let mut counters = Counts::new();
        for counter in effects.iter().flat_map(|effects| &effects.counters) {
            *counters.entry(*counter).or_insert(0) += 1;
        }
        let mut told = told;
        told.extend(errors(before, after));
        Self {
            segments,
            counters,
            sockets: sockets_of(&after.stack),
            told,
        }
    }

    /// In lines for people.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self
            .segments
            .iter()
            .map(|(to, segment)| format!("sends {segment} to {}", letter(*to)))
            .collect();
        if lines.is_empty() {
            lines.push("sends nothing".to_owned());
        }
        lines.extend(self.told.iter().cloned());
        let mut counters = String::new();
        for (counter, rise) in &self.counters {
            let _ = write!(counters, "{counter}+{rise} ");
        }
        if !counters.is_empty() {
            lines.push(counters.trim_end().to_owned());
        }
        lines.extend(self.sockets.iter().cloned());
        lines
    }
}

/// The connections whose programs learn of an error in this move.
#[must_use]
pub fn failed(before: &HostState, after: &HostState) -> Vec<Tuple> {
    match after.program.error {
        None => Vec::new(),
        // connect() found the port taken by a mini-socket; the program has nothing that could be asked later.
        Some(Errno::AddressNotAvailable) => Vec::new(),
        Some(Errno::Refused | Errno::Reset | Errno::TimedOut | Errno::BrokenPipe) => {
            let held = |tuple: &Tuple| {
                let connection = before.stack.connection(*tuple);
                connection.is_some_and(|connection| !connection.orphan)
                    && !before.stack.is_queued(*tuple)
                    && !after.stack.sockets.contains_key(tuple)
            };
            before.stack.sockets.keys().copied().filter(held).collect()
        }
    }
}

/// What programs are told in this move: of each connection that failed, and of a connect() that did.
#[must_use]
pub fn errors(before: &HostState, after: &HostState) -> Vec<String> {
    let Some(error) = after.program.error else {
        return Vec::new();
    };
    if error == Errno::AddressNotAvailable {
        return vec![connect_failed(&error.to_string())];
    }
    failed(before, after)
        .into_iter()
        .map(|tuple| format!("{}: {error}", letter(tuple.peer)))
        .collect()
}

/// What a connect() that fails at once tells its program.
#[must_use]
pub fn connect_failed(error: &str) -> String {
    format!("connect(): {error}")
}

/// What a program is told of its connection when it asks.
#[must_use]
pub fn error_line(tuple: Tuple, error: &std::io::Error) -> String {
    format!("{}: {}", letter(tuple.peer), name_of(error))
}

/// The name of an error as errno.h has it.
#[must_use]
pub fn name_of(error: &std::io::Error) -> String {
    let code = error.raw_os_error().map(nix::errno::Errno::from_raw);
    code.map_or_else(|| error.to_string(), |code| format!("{code:?}"))
}

/// The model's sockets, one line each.
#[must_use]
pub fn sockets_of(stack: &Stack) -> Vec<String> {
    let mut lines: Vec<String> = stack
        .sockets
        .iter()
        .map(|(tuple, socket)| format!("{} {}", socket.state_name(), letter(tuple.peer)))
        .collect();
    lines.extend(stack.listener.as_ref().map(|listener| {
        listener_line(
            u32::try_from(listener.accept_queue.len()).unwrap_or(u32::MAX),
            listener.backlog,
        )
    }));
    lines.sort();
    lines
}

/// The kernel's sockets, one line each.
#[must_use]
pub fn sockets_seen(sockets: &[SocketSeen]) -> Vec<String> {
    let mut lines: Vec<String> = sockets
        .iter()
        .map(|socket| {
            if socket.state == LISTEN {
                return listener_line(socket.recv_queue, socket.send_queue);
            }
            let state = STATES.get(usize::from(socket.state).wrapping_sub(1));
            let peer = peer_at(socket.peer).map_or('?', letter);
            format!("{} {peer}", state.unwrap_or(&"UNKNOWN"))
        })
        .collect();
    lines.sort();
    lines
}

fn listener_line(queued: u32, backlog: u32) -> String {
    format!("LISTEN Recv-Q {queued} Send-Q {backlog}")
}

/// Counters that this kernel does not have cannot be compared.
#[must_use]
pub fn comparable(mut expected: Shown, kernel: &Counts) -> Shown {
    expected
        .counters
        .retain(|counter, _| kernel.contains_key(counter));
    expected
}

/// Whether all of these segments are among those; what is left of those.
#[must_use]
pub fn without<T: PartialEq + Clone>(all: &[T], some: &[T]) -> Option<Vec<T>> {
    let mut left = all.to_vec();
    for item in some {
        let place = left.iter().position(|other| other == item)?;
        left.remove(place);
    }
    Some(left)
}

/// Adds up how often counters rise.
pub fn add(counts: &mut BTreeMap<Counter, u64>, effects: &Effects) {
    for counter in &effects.counters {
        *counts.entry(*counter).or_insert(0) += 1;
    }
}
