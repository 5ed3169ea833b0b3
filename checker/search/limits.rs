//! Where a run may be cut, and what cut it.

use super::checkpoint::Checkpoints;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Where a run may be cut.  `None` is no bound.
///
/// A bound on states or depth cuts between two levels: a level that would pass the bound is undone
/// whole, so that what is reported does not depend on the number of threads.  Time and memory
/// cut wherever they run out, so their figures differ from run to run.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The most states that are reported.
    pub max_states: Option<u64>,
    /// The most steps in a run; the initial state has depth 0.
    pub max_depth: Option<u32>,
    /// How long the search may take; rebuilding the runs to what it found comes on top.
    pub time: Option<Duration>,
    /// How much the search's own tables may hold, looked at before they grow.
    pub memory_bytes: Option<u64>,
    /// Whether somebody wants the search to end now.
    pub interrupt: Interrupt,
    /// Whether the model's `within_boundary` is asked; it needs whole states, which costs time.
    /// Turn it off for a model that sets none, never for another.
    pub has_boundary: bool,
    /// How many threads search; 0 is as many as the machine offers.
    pub threads: usize,
    /// What is made of actors that are alike, where that is sound.
    pub symmetry: Symmetry,
    /// Whether the search stops at the end of the level at which the last open question is
    /// answered.  Reports and coverage look at the whole space and turn it off.
    pub stop_when_answered: bool,
    /// Where it is written down how far a search is.
    pub checkpoints: Option<Checkpoints>,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            max_states: None,
            max_depth: None,
            time: None,
            memory_bytes: None,
            interrupt: Interrupt::never(),
            has_boundary: true,
            threads: 1,
            symmetry: Symmetry::Apart,
            stop_when_answered: true,
            checkpoints: None,
        }
    }
}

impl Limits {
    /// The limits for what is still to be done of something that began then.
    #[must_use]
    pub fn left(&self, began: Instant) -> Self {
        Limits {
            time: self.time.map(|time| time.saturating_sub(began.elapsed())),
            ..self.clone()
        }
    }
}

/// A wish to end a search, looked at as often as the clock.
#[derive(Clone, Copy)]
pub struct Interrupt(&'static AtomicBool);

impl Interrupt {
    /// Somebody wants the search to end once this is true.
    #[must_use]
    pub const fn when(wished: &'static AtomicBool) -> Self {
        Self(wished)
    }

    /// Nobody ever wants it.
    #[must_use]
    pub const fn never() -> Self {
        static NEVER: AtomicBool = AtomicBool::new(false);
        Self(&NEVER)
    }

    /// Whether it is wished now.
    #[must_use]
    pub fn is_wished(self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Interrupt").field(&self.is_wished()).finish()
    }
}

/// What is made of actors that are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symmetry {
    /// Each is searched apart, as long as nothing changes that others can see; runs are looked for among states.
    Apart,
    /// States that differ only by which of them is which are one state.
    Exchange,
    /// Each is who it is.
    Off,
}

/// What ended a search before the whole space was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoppedBy {
    /// The next level would have passed `max_states`.
    MaxStates,
    /// The next level would have passed `max_depth`.
    MaxDepth,
    /// `time` ran out.
    Time,
    /// A table would have grown past `memory_bytes`.
    Memory,
    /// Somebody wished it: [`Interrupt`].
    Interrupted,
    /// Nothing was left to find out, and `stop_when_answered` was set.
    EveryQuestionAnswered,
}

impl StoppedBy {
    /// Whether the same search, asked again with a checkpoint, goes on from there: with more time, with more memory, or because somebody lets it.
    #[must_use]
    pub fn goes_on_later(self) -> bool {
        match self {
            Self::Time | Self::Memory | Self::Interrupted => true,
            Self::MaxStates | Self::MaxDepth | Self::EveryQuestionAnswered => false,
        }
    }
}
