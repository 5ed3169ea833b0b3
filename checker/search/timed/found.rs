//! What a search over classes has found, and how far it is.

use super::measure::Measured;
use super::run::Answer;
use crate::search::limits::StoppedBy;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// What a search has found; taken back when a level passes a bound.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Found {
    pub(super) measured: Measured,
    pub(super) transitions: u64,
    /// How many steps carried each set of labels.
    pub(super) label_sets: BTreeMap<u32, u64>,
    pub(super) answers: Vec<Option<Answer>>,
}

/// What a search that is over has found, in numbers.
#[derive(Serialize, Deserialize)]
pub(super) struct FoundInNumbers {
    pub(super) classes: u64,
    pub(super) states: u64,
    pub(super) transitions: u64,
    pub(super) depth: u32,
    pub(super) stopped_by: Option<StoppedBy>,
    pub(super) answers: Vec<Option<RunInNumbers>>,
    pub(super) labels: BTreeMap<u16, u64>,
    pub(super) measured: Option<Measured>,
    pub(super) bytes: u64,
}

/// A run as positions in the model's lists of actions, with the time of each step.
#[derive(Serialize, Deserialize)]
pub(super) struct RunInNumbers {
    pub(super) positions: Vec<usize>,
    pub(super) at: Vec<Duration>,
}

/// How far a search is.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Place {
    pub(super) depth: u32,
    /// The classes of the level: the first, and the one after the last.
    pub(super) level: (usize, usize),
    /// The next of them that is expanded.
    pub(super) next: usize,
    /// What was found before the level.
    pub(super) before: Found,
    /// What is found so far.
    pub(super) found: Found,
}

impl Found {
    /// The questions that nothing has answered yet.
    pub(super) fn open(&self) -> Vec<usize> {
        let answers = self.answers.iter().enumerate();
        let open = answers.filter(|(_, answer)| answer.is_none());
        open.map(|(question, _)| question).collect()
    }
}

impl Place {
    /// Nothing is found of so many questions.
    pub(super) fn before_all(questions: usize) -> Self {
        let nothing = Found {
            measured: Measured::default(),
            transitions: 0,
            label_sets: BTreeMap::new(),
            answers: vec![None; questions],
        };
        Place {
            depth: 0,
            level: (0, 0),
            next: 0,
            before: nothing.clone(),
            found: nothing,
        }
    }
}
