//! A run as something to tell: numbered steps with who, what, why, and only what changed.

mod build;
pub mod facts;
mod replay;
mod standing;
mod text;
pub mod words;

pub use replay::{ReplayError, replay_actions, replayed};
pub use standing::{Queue, Standing};
pub use text::{Cited, cite, seconds, text};

use halfopen_spec::kernel::Counter;
use halfopen_spec::rule::Rule;
use std::time::Duration;

/// One run of a world, from its initial state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// Where everybody stands at the end, as `ss` would show it.
    pub end: Vec<String>,
    /// What comes after the last step.
    pub ending: Ending,
    /// Which action was taken at each step, counted among those that were possible: replays the run.
    pub replay: String,
}

/// What comes after the last step of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It has shown what it has to show; anything may come.
    Open,
    /// Nothing more has to happen, and this run ends.
    Stops,
    /// The steps from this one on, counted from 0, are repeated for ever.
    Repeats {
        /// The first step that is repeated.
        from: usize,
    },
}

/// One step of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When it is taken at the earliest, counted from the beginning of the run; only where time passes.
    pub at: Option<Duration>,
    /// Who takes it.
    pub who: String,
    /// What happens.
    pub what: String,
    /// The rules that were applied.
    pub rules: Vec<Rule>,
    /// The counters that rose.
    pub counters: Vec<Counter>,
    /// The segments that are sent.
    pub sends: Vec<String>,
    /// What is different afterwards.
    pub changes: Vec<String>,
}

impl Run {
    /// `1 step`, `12 steps`.
    #[must_use]
    pub fn length(&self) -> String {
        match self.steps.len() {
            1 => "1 step".to_owned(),
            steps => format!("{steps} steps"),
        }
    }
}
