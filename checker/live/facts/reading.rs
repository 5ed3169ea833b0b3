//! What is read off a case: a number, the seconds at which something was sent, or what the last step showed.

use crate::live::case::{Case, Move};
use crate::live::compare::Shown;
use halfopen_spec::kernel::Counter;
use std::time::Duration;

/// What is read off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// How many requests the listener has at the end.
    Requests,
    /// How many connections wait for accept() at the end.
    Waiting,
    /// How many requests there are at the end, how many cookies were sent, and which drops were counted.
    Admitted,
    /// The seconds at which the kernel sent something of itself, and when it went silent.
    Schedule,
    /// How many of the requests were forgotten at the third firing of their timers.
    Forgotten,
    /// What the kernel showed at the last step.
    LastStep,
}

/// A case that was played, and agreed.
pub(super) struct Told<'a> {
    pub(super) case: &'a Case,
    /// What the kernel showed at each step, the set-up first.
    pub(super) seen: &'a [Shown],
    /// When each step was taken, nominally.
    pub(super) times: Vec<Duration>,
}

impl Reading {
    pub(super) fn read(self, told: &Told<'_>) -> String {
        match self {
            Self::Requests => told.requests(told.seen.len() - 1).to_string(),
            Self::Waiting => told.waiting().to_string(),
            Self::Admitted => told.admitted(),
            Self::Schedule => told.schedule(),
            Self::Forgotten => told.forgotten(),
            Self::LastStep => told.last_step(),
        }
    }

    /// What the numbers are, for the head of a list.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Waiting => "Recv-Q",
            Self::Admitted => "requests, cookies and drops",
            Self::Schedule => "seconds",
            Self::Forgotten => "forgotten at 7 s",
            Self::LastStep => "the last step",
        }
    }
}

impl Told<'_> {
    fn requests(&self, step: usize) -> usize {
        let lines = self.seen[step].sockets.iter();
        lines
            .filter(|line| line.starts_with("SYN-RECEIVED"))
            .count()
    }

    fn waiting(&self) -> &str {
        let end = self.seen.last();
        let listener = end.and_then(|end| {
            end.sockets
                .iter()
                .find_map(|line| line.strip_prefix("LISTEN Recv-Q "))
        });
        listener.map_or("nobody listens", |line| {
            line.split(' ').next().unwrap_or(line)
        })
    }

    fn risen(&self, counter: Counter) -> u64 {
        let steps = self.seen.iter();
        steps.filter_map(|shown| shown.counters.get(&counter)).sum()
    }

    fn admitted(&self) -> String {
        let requests = self.requests(self.seen.len() - 1);
        let plural = if requests == 1 { "" } else { "s" };
        let mut words = vec![format!("{requests} request{plural}")];
        for (counter, what) in [
            (Counter::SyncookiesSent, "answered with a cookie"),
            (Counter::ListenDrops, "dropped"),
            (Counter::ListenOverflows, "counted as overflow"),
            (Counter::TCPReqQFullDrop, "as TCPReqQFullDrop"),
            (Counter::TCPReqQFullDoCookies, "as TCPReqQFullDoCookies"),
        ] {
            let count = self.risen(counter);
            if count > 0 {
                words.push(format!("{count} {what}"));
            }
        }
        words.join(", ")
    }

    fn schedule(&self) -> String {
        let waits = self
            .case
            .moves
            .iter()
            .zip(self.seen.iter().zip(&self.times).skip(1));
        let fired = waits.filter(|(next, _)| **next == Move::Wait);
        let mut words: Vec<String> = Vec::new();
        let mut end = String::from("still there");
        for (_, (shown, at)) in fired {
            let seconds = nominal(*at);
            if shown.segments.is_empty() {
                end = format!("silence from {seconds} on");
            } else {
                words.push(seconds);
            }
        }
        words.push(end);
        words.join(", ")
    }

    fn forgotten(&self) -> String {
        let waits: Vec<usize> = (1..self.seen.len())
            .filter(|step| self.case.moves[step - 1] == Move::Wait)
            .collect();
        let third = waits.get(2).copied().unwrap_or(self.seen.len() - 1);
        let forgotten = self.requests(third - 1) - self.requests(third);
        forgotten.to_string()
    }

    fn last_step(&self) -> String {
        let end = self.seen.last();
        end.map_or_else(String::new, |shown| shown.lines().join("; "))
    }
}

/// Seconds without the few milliseconds that each move takes.
fn nominal(at: Duration) -> String {
    let tenths = at.as_millis() / 100;
    match tenths % 10 {
        0 => format!("{}", tenths / 10),
        rest => format!("{}.{rest}", tenths / 10),
    }
}
