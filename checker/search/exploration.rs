//! What a search found and how far it got.

use super::limits::StoppedBy;
use super::question::ActionOf;
use stateright::actor::Actor;
use std::collections::BTreeMap;
use std::fmt::{self, Debug, Formatter};
use std::marker::PhantomData;

/// What a search found and how far it got.
pub struct Exploration<A: Actor, H> {
    /// Distinct states.
    pub states: u64,
    /// Steps between them, steps to states already known included.
    pub transitions: u64,
    /// The number of steps of the longest shortest run; stateright counts its states, one more.
    pub depth: u32,
    /// Whether states that differ only by which of several alike actors is which were counted as one.
    pub up_to_names: bool,
    /// Whether the whole space was seen.
    pub complete: bool,
    /// What ended the search before that.
    pub stopped_by: Option<StoppedBy>,
    /// How long it took.
    pub seconds: f64,
    /// One per question, in order: the shortest run (actions from the initial state) to the first
    /// state or step where it is true.  For a question about steps the last action is that step.
    ///
    /// Among the shortest runs it is the first in the order in which stateright lists actions,
    /// compared action by action from the start.
    pub answers: Vec<Option<Vec<ActionOf<A>>>>,
    /// Label → how many transitions carried it.
    pub labels: BTreeMap<u16, u64>,
    /// What the search's tables held at their largest, divided by the states.
    pub bytes_per_state: f64,
    /// Ties the type to the history that the questions read.
    pub(super) history: PhantomData<fn() -> H>,
}

impl<A: Actor, H> Debug for Exploration<A, H> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exploration")
            .field("states", &self.states)
            .field("transitions", &self.transitions)
            .field("depth", &self.depth)
            .field("up_to_names", &self.up_to_names)
            .field("complete", &self.complete)
            .field("stopped_by", &self.stopped_by)
            .field("seconds", &self.seconds)
            .field("answers", &self.answers)
            .field("labels", &self.labels)
            .field("bytes_per_state", &self.bytes_per_state)
            .finish()
    }
}

/// How far a search has got.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Distinct states so far.
    pub states: u64,
    /// Steps so far.
    pub transitions: u64,
    /// The depth of the level that is complete.
    pub depth: u32,
    /// How many states wait to be expanded.
    pub frontier: u64,
    /// How long it has taken.
    pub seconds: f64,
}
