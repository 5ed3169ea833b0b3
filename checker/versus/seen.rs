//! What an observer sees of a host at one moment: the segments that it sends, and what its programs are told.

use super::known::Known;
use crate::live::compare::{accepted, errors, letter};
use halfopen_spec::host::HostState;
use halfopen_spec::kernel::{Effects, HostId, Tuple};
use halfopen_spec::program::Act;
use halfopen_spec::wire::Segment;
use std::fmt;

/// Something that can be seen; empty when nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Seen {
    /// The segments that the host sends, in their order, each with its receiver.
    pub segments: Vec<(HostId, Segment)>,
    /// What its programs are told.
    pub told: Vec<String>,
}

/// Said when nobody waits for accept().
const NOBODY: &str = "accept(): nobody waits";
/// Said when no timer is left.
const SILENCE: &str = "nothing, however long one waits";

impl Seen {
    /// What a step shows.
    #[must_use]
    pub fn of(
        known: &mut Known,
        effects: &Effects,
        before: &HostState,
        after: &HostState,
        act: Option<Act>,
    ) -> Self {
        let segments = effects.segments.iter().map(|(to, segment)| {
            let tuple = Tuple {
                peer: *to,
                local: segment.source,
                remote: segment.destination,
            };
            (*to, known.outward(tuple, segment))
        });
        Self {
            segments: segments.collect(),
            told: told(before, after, act),
        }
    }

    /// accept() finds nobody.
    #[must_use]
    pub fn nobody_waits() -> Self {
        Self {
            segments: Vec::new(),
            told: vec![NOBODY.to_owned()],
        }
    }

    /// However long one waits, nothing more comes.
    #[must_use]
    pub fn silence() -> Self {
        Self {
            segments: Vec::new(),
            told: vec![SILENCE.to_owned()],
        }
    }

    /// Whether there is nothing to see.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.segments.is_empty() && self.told.is_empty()
    }
}

/// What programs learn: whom accept() returns and with what, what arrives for those they hold, and how connections end.
fn told(before: &HostState, after: &HostState, act: Option<Act>) -> Vec<String> {
    let mut told = Vec::new();
    if act == Some(Act::Accept) {
        let listener = before.stack.listener.as_ref();
        let oldest = listener.and_then(|listener| listener.accept_queue.first());
        told.extend(oldest.map(|oldest| {
            let ended = if oldest.reset { ", reset" } else { "" };
            format!("{}{ended}", accepted(oldest.tuple))
        }));
    }
    for (tuple, _) in after.stack.connections() {
        let readable = |state: &HostState| {
            let connection = state.stack.connection(tuple)?;
            let held = !connection.orphan && !state.stack.is_queued(tuple);
            held.then(|| (connection.received_octets(), has_ended(state, tuple)))
        };
        let (octets, ended) = readable(before).unwrap_or_default();
        let Some((octets_now, ended_now)) = readable(after) else {
            continue;
        };
        let who = letter(tuple.peer);
        if octets_now > octets {
            told.push(format!("{who}: {} octets", octets_now - octets));
        }
        if ended_now && !ended {
            told.push(format!("{who}: end of file"));
        }
    }
    told.extend(errors(before, after));
    told
}

fn has_ended(state: &HostState, tuple: Tuple) -> bool {
    let connection = state.stack.connection(tuple);
    connection.is_some_and(|connection| connection.state.has_received_fin())
}

/// `S. 300:300(0) ack 101 to A, accept(): A`
impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_nothing() {
            return f.write_str("nothing");
        }
        let segments = self.segments.iter();
        let words: Vec<String> = segments
            .map(|(to, segment)| format!("{segment} to {}", letter(*to)))
            .chain(self.told.iter().cloned())
            .collect();
        f.write_str(&words.join(", "))
    }
}
