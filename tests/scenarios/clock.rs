//! The time of a transcript: every timer fires as early as it may, and none is forgotten.

use crate::peer::Peer;
use halfopen_spec::kernel::{Purpose, TimerChange};
use std::time::Duration;

/// A timer that has not fired yet.
struct Armed {
    purpose: Purpose,
    earliest: Duration,
    latest: Duration,
}

/// The time since the host started, and its timers in the order in which they were armed.
#[derive(Default)]
pub(crate) struct Clock {
    now: Duration,
    armed: Vec<Armed>,
}

/// `SYN-ACK A`: what a command calls the timer.
pub(crate) fn timer_name(purpose: Purpose) -> String {
    let (name, tuple) = match purpose {
        Purpose::SynAgain(tuple) => ("SYN", tuple),
        Purpose::SynAckAgain(tuple) => ("SYN-ACK", tuple),
        Purpose::DataAgain(tuple) => ("data", tuple),
        Purpose::Keepalive(tuple) => ("keepalive", tuple),
        Purpose::FinWait2Ends(tuple) => ("FIN-WAIT-2", tuple),
        Purpose::TimeWaitEnds(tuple) => ("TIME-WAIT", tuple),
        Purpose::PortReusable(tuple) => ("port-reusable", tuple),
        Purpose::AnswerSynAgain(tuple) => ("rate-limit", tuple),
        Purpose::FastOpenPlaceFree(tuple) => ("fast-open-place", tuple),
        Purpose::ForgetCookies => return "cookies".to_owned(),
    };
    format!("{name} {}", Peer::of(tuple))
}

impl Clock {
    /// The time since the start.
    pub(crate) fn now(&self) -> Duration {
        self.now
    }

    /// Whether a change changes something: timers are cancelled that were never armed, or have fired.
    pub(crate) fn matters(&self, change: &TimerChange) -> bool {
        match change {
            TimerChange::Arm(..) => true,
            TimerChange::Cancel(timer) => self
                .armed
                .iter()
                .any(|armed| armed.purpose == timer.purpose),
        }
    }

    /// Takes note of what a step did to the timers.
    pub(crate) fn note(&mut self, changes: &[TimerChange]) {
        for change in changes {
            let (TimerChange::Arm(timer, _) | TimerChange::Cancel(timer)) = change;
            self.armed.retain(|armed| armed.purpose != timer.purpose);
            if let TimerChange::Arm(timer, range) = change {
                self.armed.push(Armed {
                    purpose: timer.purpose,
                    earliest: self.now + range.start,
                    latest: self.now + range.end,
                });
            }
        }
    }

    /// Time passes until the timer of this name fires.
    pub(crate) fn fire(&mut self, name: &str) -> Result<Purpose, String> {
        let found = self
            .armed
            .iter()
            .position(|armed| timer_name(armed.purpose) == name);
        let index = found.ok_or_else(|| format!("no timer `{name}` is armed"))?;
        let timer = self.armed.remove(index);
        self.advance(self.now.max(timer.earliest))?;
        Ok(timer.purpose)
    }

    /// The timer that fires next, if it may fire until then; time passes up to it.
    pub(crate) fn next_until(&mut self, end: Duration) -> Option<Purpose> {
        let next = self.armed.iter().map(|armed| armed.earliest).min()?;
        if next > end {
            return None;
        }
        let index = self.armed.iter().position(|armed| armed.earliest == next)?;
        self.now = self.now.max(next);
        Some(self.armed.remove(index).purpose)
    }

    /// Time passes up to a moment at which no timer is overdue.
    pub(crate) fn advance(&mut self, to: Duration) -> Result<(), String> {
        match self.armed.iter().find(|armed| armed.latest < to) {
            Some(late) => Err(format!(
                "the timer `{}` fires before {} s",
                timer_name(late.purpose),
                seconds(to)
            )),
            None => {
                self.now = to;
                Ok(())
            }
        }
    }
}

/// Seconds with the decimals that are not zero.
pub(crate) fn seconds(time: Duration) -> String {
    let text = format!("{:.3}", time.as_secs_f64());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
