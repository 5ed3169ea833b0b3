//! What tells two kernels apart: an experiment up to its last step, and what each of them can show there.

use super::experiment::{Event, Last, Probe};
use super::seen::Seen;
use std::collections::BTreeSet;

/// An experiment after which one kernel can show what the other never shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What was done and seen before; both kernels can show it.
    pub before: Vec<Event>,
    /// What is done at last.
    pub last: Last,
    /// Everything that each kernel can show then.
    pub shows: [BTreeSet<Seen>; 2],
}

impl Difference {
    /// Whether the two are told apart whatever happens at the last step: there is nothing that both can show.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.shows[0].is_disjoint(&self.shows[1])
    }

    /// How many steps the experiment has.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.before.len() + 1
    }

    /// What this side (0 or 1) shows in the run that is told of it: what the other never shows, if there is such a thing.
    #[must_use]
    pub fn told_of(&self, side: usize) -> Option<&Seen> {
        let mut own = self.shows[side].difference(&self.shows[1 - side]);
        own.next().or_else(|| self.shows[side].first())
    }

    /// Which of two equally short experiments is shown: one that is certain, that waits for nothing, that has fewer peers.
    pub(super) fn rank(&self) -> (bool, usize, u8) {
        let is_wait = |event: &&Event| match event {
            Event::See(_) | Event::Pass(..) => true,
            Event::Do(..) => false,
        };
        let waits = self.before.iter().filter(is_wait).count();
        let last = match &self.last {
            Last::Do(probe) => Some(probe),
            Last::See | Last::Pass(_) => None,
        };
        let done = self.before.iter().filter_map(|event| match event {
            Event::Do(probe, _) => Some(probe),
            Event::See(_) | Event::Pass(..) => None,
        });
        let peers = done.chain(last).filter_map(Probe::peer);
        (
            !self.is_certain(),
            waits + usize::from(last.is_none()),
            peers.map(|peer| peer.0).max().unwrap_or(0),
        )
    }
}
