//! What engines are compared by.

use halfopen::search::{Exploration, Limits};
use stateright::actor::{Actor, ActorModel};
use stateright::{Checker, Expectation, Model};
use std::fmt::Debug;
use std::hash::Hash;

pub(crate) fn whole_space() -> Limits {
    Limits {
        stop_when_answered: false,
        ..Limits::default()
    }
}

/// What must not depend on the engine or the number of threads.
pub(crate) fn essence<A: Actor, H>(found: &Exploration<A, H>) -> String {
    format!(
        "{} states, {} transitions, depth {}, complete {}, {:?}, {:?}, {:?}",
        found.states,
        found.transitions,
        found.depth,
        found.complete,
        found.stopped_by,
        found.labels,
        found.answers
    )
}

/// Unique states, transitions and depth as stateright's BFS and DFS count them.
pub(crate) fn stateright_counts<A, C, H>(model: ActorModel<A, C, H>) -> [(u64, u64, Option<u32>); 2]
where
    A: Actor + Clone + Send + Sync + 'static,
    A::State: Send + Sync,
    A::Msg: Ord + Send + Sync,
    A::Timer: Ord + Send + Sync,
    A::Random: Send + Sync,
    A::Storage: Send + Sync,
    C: Clone + Send + Sync + 'static,
    H: Clone + Debug + Hash + PartialEq + Send + Sync + 'static,
{
    // stateright stops when every property is decided; this one never is.
    let model = model.property(Expectation::Always, "the whole space is seen", |_, _| true);
    let bfs = model.clone().checker().spawn_bfs().join();
    let dfs = model.checker().spawn_dfs().join();
    let depth = bfs.max_depth() as u32;
    [
        (bfs.unique_state_count(), bfs.state_count(), Some(depth)),
        (dfs.unique_state_count(), dfs.state_count(), None),
    ]
    .map(|(unique, generated, depth)| {
        // stateright counts the initial state as generated, and the states of a run for its depth.
        let transitions = generated as u64 - u64::from(generated > 0);
        (
            unique as u64,
            transitions,
            depth.map(|d| d.saturating_sub(1)),
        )
    })
}

/// A random space may be large; the plain search decides what is small enough to compare.
pub(crate) fn at_most(states: u64) -> Limits {
    Limits {
        max_states: Some(states),
        ..whole_space()
    }
}
