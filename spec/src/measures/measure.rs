//! What a measure is made of, and what it says when it was taken.

use crate::rule::Rule;
use crate::scenarios::Scenario;
use crate::view::View;
use std::time::Duration;

/// How long something lasts, and what happens meanwhile, over all runs of a scenario under the calibrated clock.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Its name on the command line.
    pub name: &'static str,
    /// What is measured, as a sentence.
    pub sentence: &'static str,
    /// Why anyone asks.
    pub why: &'static str,
    /// Where the clock starts; the first time counts.
    pub begins: Moment,
    /// What is noted each time it happens, if anything is.
    pub notes: Option<Moment>,
    /// Where the clock stops.
    pub ends: Moment,
    /// A scenario that shows it.
    pub example: fn() -> Scenario,
}

/// A moment in a run.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// In words, for example `connect() fails`.
    pub words: &'static str,
    /// Exactly.
    pub when: When,
}

/// When a moment comes.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// When the run begins.
    Start,
    /// When a step applies one of these rules.
    Applies(&'static [Rule]),
    /// When a state is no longer so.
    Ceases(fn(&View<'_>) -> bool),
}

/// The least and the most, over all runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// In no run sooner. Timers that fire on time and segments that take no time give this.
    pub least: Duration,
    /// In no run later; `None` if there is no bound.
    pub most: Option<Duration>,
}

/// What a measure says, over all runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// Whether it begins in some run.
    pub begins: bool,
    /// When the first, the second ... of what is noted happens, after the beginning.
    pub noted: Vec<Window>,
    /// When it ends; `None` if it ends in no run.
    pub ended: Option<Window>,
    /// How often something was noted when it ended: the least and the most.
    pub noted_at_end: Option<(usize, usize)>,
    /// Whether in some run it never ends: nothing more has to happen.
    pub may_last: bool,
    /// How often something was noted in such a run: the least and the most.
    pub noted_for_ever: Option<(usize, usize)>,
}
