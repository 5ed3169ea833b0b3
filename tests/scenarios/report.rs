//! What a host did, in lines: rules, segments, counters, timers, states. Equal lines of many peers become one.

use crate::clock::seconds;
use crate::peer::{Peer, names};
use halfopen_spec::host::HostState;
use halfopen_spec::kernel::{Effects, Purpose, Socket, TimerChange};
use std::fmt::Display;

/// Lines with those whom they concern, in the order in which they came up.
#[derive(Default)]
struct Lines(Vec<(String, Vec<Peer>)>);

impl Lines {
    fn add(&mut self, line: String, peers: &[Peer]) {
        match self.0.iter_mut().find(|(known, _)| *known == line) {
            Some((_, known)) => known.extend_from_slice(peers),
            None => self.0.push((line, peers.to_vec())),
        }
    }
}

/// Lines and how often each came up.
#[derive(Default)]
struct Tally(Vec<(String, usize)>);

impl Tally {
    fn add(&mut self, line: impl Display) {
        let line = line.to_string();
        match self.0.iter_mut().find(|(known, _)| *known == line) {
            Some((_, times)) => *times += 1,
            None => self.0.push((line, 1)),
        }
    }

    fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(line, times)| match times {
            1 => line.clone(),
            times => format!("{line}  ×{times}"),
        })
    }
}

/// What happened in one or several steps.
#[derive(Default)]
pub(crate) struct Report {
    rules: Tally,
    segments: Lines,
    counters: Tally,
    timers: Lines,
    states: Lines,
    errors: Tally,
}

impl Report {
    /// Adds one step.
    pub(crate) fn add(&mut self, before: &HostState, effects: &Effects, after: &HostState) {
        for rule in &effects.rules {
            let source = rule.source();
            self.rules.add(format!("{} {}", source.id, source.sentence));
        }
        for (to, segment) in &effects.segments {
            let tuple = halfopen_spec::kernel::Tuple {
                peer: *to,
                local: segment.source,
                remote: segment.destination,
            };
            self.segments.add(segment.to_string(), &[Peer::of(tuple)]);
        }
        for counter in &effects.counters {
            self.counters.add(counter);
        }
        for change in &effects.timers {
            self.timer(change);
        }
        self.states(before, after);
        if let Some(error) = after.program.error
            && before.program.error != after.program.error
        {
            self.errors.add(format!("the program gets {error}"));
        }
    }

    fn timer(&mut self, change: &TimerChange) {
        match change {
            TimerChange::Arm(timer, range) if range.start == range.end => {
                let (name, peers) = kind(timer.purpose);
                self.timers
                    .add(format!("{name}| in {} s", seconds(range.start)), &peers);
            }
            TimerChange::Arm(timer, range) => {
                let (name, peers) = kind(timer.purpose);
                let (start, end) = (seconds(range.start), seconds(range.end));
                self.timers
                    .add(format!("{name}| in {start}..{end} s"), &peers);
            }
            TimerChange::Cancel(timer) => {
                let (name, peers) = kind(timer.purpose);
                self.timers.add(format!("{name}| cancelled"), &peers);
            }
        }
    }

    fn states(&mut self, before: &HostState, after: &HostState) {
        for (tuple, socket) in &after.stack.sockets {
            let state = state(socket);
            if before.stack.sockets.get(tuple).map(self::state).as_ref() != Some(&state) {
                self.states.add(format!("is {state}"), &[Peer::of(*tuple)]);
            }
        }
        for tuple in before.stack.sockets.keys() {
            if !after.stack.sockets.contains_key(tuple) {
                self.states.add("is gone".to_owned(), &[Peer::of(*tuple)]);
            }
        }
    }

    /// The lines, in a fixed order.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.rules.lines().collect();
        for (segment, peers) in &self.segments.0 {
            lines.push(format!("{} < {segment}", names(peers)));
        }
        let counters: Vec<String> = self.counters.lines().collect();
        if !counters.is_empty() {
            lines.push(format!("counts {}", counters.join(", ")));
        }
        for (timer, peers) in &self.timers.0 {
            let (name, rest) = timer
                .split_once('|')
                .expect("every line about a timer has a bar");
            let whose = if peers.is_empty() {
                String::new()
            } else {
                format!(" {}", names(peers))
            };
            lines.push(format!("timer {name}{whose}{rest}"));
        }
        for (state, peers) in &self.states.0 {
            let verb = if peers.len() > 1 {
                state.replacen("is", "are", 1)
            } else {
                state.clone()
            };
            lines.push(format!("{} {verb}", names(peers)));
        }
        lines.extend(self.errors.lines());
        if lines.is_empty() {
            lines.push("nothing happens".to_owned());
        }
        lines
    }
}

fn kind(purpose: Purpose) -> (&'static str, Vec<Peer>) {
    match purpose {
        Purpose::SynAgain(tuple) => ("SYN", vec![Peer::of(tuple)]),
        Purpose::SynAckAgain(tuple) => ("SYN-ACK", vec![Peer::of(tuple)]),
        Purpose::DataAgain(tuple) => ("data", vec![Peer::of(tuple)]),
        Purpose::Keepalive(tuple) => ("keepalive", vec![Peer::of(tuple)]),
        Purpose::FinWait2Ends(tuple) => ("FIN-WAIT-2", vec![Peer::of(tuple)]),
        Purpose::TimeWaitEnds(tuple) => ("TIME-WAIT", vec![Peer::of(tuple)]),
        Purpose::PortReusable(tuple) => ("port-reusable", vec![Peer::of(tuple)]),
        Purpose::AnswerSynAgain(tuple) => ("rate-limit", vec![Peer::of(tuple)]),
        Purpose::FastOpenPlaceFree(tuple) => ("fast-open-place", vec![Peer::of(tuple)]),
        Purpose::ForgetCookies => ("cookies", Vec::new()),
    }
}

/// Its name, and whether only a mini-socket is left.
fn state(socket: &Socket) -> String {
    let name = socket.state_name();
    match socket {
        Socket::Request(_) | Socket::Connection(_) => name,
        Socket::TimeWait(_) => format!("{name} (mini-socket)"),
    }
}

/// `SYN queue 1 (1 young), accept queue 2`; nothing where nobody listens.
pub(crate) fn queues(state: &HostState) -> Option<String> {
    let listener = state.stack.listener.as_ref()?;
    let requests = state.stack.requests().count();
    let young = state
        .stack
        .requests()
        .filter(|(_, request)| request.is_young())
        .count();
    let accept_queue = listener.accept_queue.len();
    Some(format!(
        "SYN queue {requests} ({young} young), accept queue {accept_queue}"
    ))
}
