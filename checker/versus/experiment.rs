//! An experiment on one host: what is done to it, and what is waited for.

use super::seen::Seen;
use crate::live::case::{Call, Move, Peer};
use crate::live::segments::Kind;
use halfopen_spec::wire::Segment;
use std::fmt;
use std::time::Duration;

/// Something that is done to the host.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Probe {
    /// A peer sends a segment.
    Segment {
        /// Which peer.
        peer: Peer,
        /// What is ordinary or odd about it, where it was thought of.
        kind: Kind,
        /// The segment itself, in numbers that everybody knows ([`super::known`]).
        segment: Segment,
    },
    /// A program makes a call.
    Call(Call),
}

/// One step of an experiment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Event {
    /// Something is done, and the host shows this at once.
    Do(Probe, Seen),
    /// One waits, and the host shows this of its own accord.
    See(Seen),
    /// So much time passes, and meanwhile the host shows this.
    Pass(Duration, Seen),
}

/// The last step of an experiment, after which it is looked at what is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Last {
    /// Something is done.
    Do(Probe),
    /// One waits for what comes.
    See,
    /// So much time passes.
    Pass(Duration),
}

impl Last {
    /// The step with what it shows.
    #[must_use]
    pub fn showing(&self, seen: Seen) -> Event {
        match self {
            Self::Do(probe) => Event::Do(probe.clone(), seen),
            Self::See => Event::See(seen),
            Self::Pass(by) => Event::Pass(*by, seen),
        }
    }
}

impl Probe {
    /// The peers that take part, by the highest letter.
    #[must_use]
    pub fn peer(&self) -> Option<Peer> {
        match self {
            Self::Segment { peer, .. } => Some(*peer),
            Self::Call(_) => None,
        }
    }

    /// As a step of a `live` case.
    #[must_use]
    pub fn as_move(&self) -> Move {
        match self {
            Self::Segment { peer, kind, .. } => Move::Segment(*peer, *kind),
            Self::Call(call) => Move::Call(*call),
        }
    }
}

/// `A syn`, `accept`
impl fmt::Display for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_move().fmt(f)
    }
}
