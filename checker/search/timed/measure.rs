//! How long something lasts: from one moment of a run to another, over all runs.

use crate::search::question::StateQuestion;
use serde::{Deserialize, Serialize};
use stateright::actor::Actor;
use std::time::Duration;

/// A moment in a run.
pub enum Moment<'q, A: Actor, H> {
    /// When the run begins.
    Start,
    /// When a step carries one of these labels.
    Label(Vec<u16>),
    /// When a state becomes so.
    Becomes(StateQuestion<'q, A, H>),
    /// When a state is no longer so.
    Ceases(StateQuestion<'q, A, H>),
    /// Does not come.
    Never,
}

/// From when to when is measured, and what is noted on the way.
pub struct Measure<'q, A: Actor, H> {
    /// Where the clock starts; the first time counts.
    pub begins: Moment<'q, A, H>,
    /// What is noted each time it happens.
    pub notes: Moment<'q, A, H>,
    /// Where the clock stops.
    pub ends: Moment<'q, A, H>,
}

/// The least and the most, over all runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// In no run sooner.
    pub least: Duration,
    /// In no run later; `None` if there is no bound.
    pub most: Option<Duration>,
}

/// What was measured.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// When the first, the second ... of what is noted happens, after the beginning.
    pub noted: Vec<Window>,
    /// When it ends; `None` if it ends in no run, or begins in none.
    pub ended: Option<Window>,
    /// How often something was noted when it ended: the least and the most.
    pub noted_at_end: Option<(usize, usize)>,
    /// Whether there is a run in which it begins and never ends: nothing more has to happen.
    pub may_last: bool,
    /// How often something was noted in such a run: the least and the most.
    pub noted_for_ever: Option<(usize, usize)>,
    /// Whether it begins in some run.
    pub begins: bool,
}

impl Measured {
    /// Something is noted for the first time, the second ... counted from 0.
    pub(super) fn note(&mut self, number: usize, window: (i32, i32)) {
        let window = Window::of(window.0, window.1);
        match self.noted.get_mut(number) {
            Some(known) => *known = known.widened(window),
            None => self.noted.push(window),
        }
    }

    /// It ends.
    pub(super) fn end(&mut self, noted: usize, window: (i32, i32)) {
        let window = Window::of(window.0, window.1);
        self.ended = Some(self.ended.map_or(window, |known| known.widened(window)));
        widen(&mut self.noted_at_end, noted);
    }

    /// It never ends.
    pub(super) fn lasts(&mut self, noted: usize) {
        self.may_last = true;
        widen(&mut self.noted_for_ever, noted);
    }
}

impl Window {
    fn of(least: i32, most: i32) -> Self {
        Window {
            least: milliseconds(least.max(0)),
            most: (most != super::zone::NEVER).then(|| milliseconds(most)),
        }
    }

    fn widened(self, other: Self) -> Self {
        Window {
            least: self.least.min(other.least),
            most: match (self.most, other.most) {
                (Some(one), Some(other)) => Some(one.max(other)),
                (None, _) | (_, None) => None,
            },
        }
    }
}

fn milliseconds(time: i32) -> Duration {
    Duration::from_millis(u64::try_from(time).expect("a time after the beginning is not negative"))
}

/// Widens a pair of least and most to take a number in.
fn widen(range: &mut Option<(usize, usize)>, number: usize) {
    let (least, most) = range.unwrap_or((number, number));
    *range = Some((least.min(number), most.max(number)));
}
