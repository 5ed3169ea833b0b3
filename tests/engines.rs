//! The project's search, its plain form and stateright's BFS and DFS agree.

#[path = "engines/random_actors.rs"]
mod random_actors;
#[path = "engines/small_tcp.rs"]
mod small_tcp;

use halfopen::search::{
    ActionOf, Exploration, Labels, Limits, NoLabels, Question, StoppedBy, explore, plain,
};
use proptest::prelude::*;
use random_actors::{Moods, RandomActor, Recipe};
use stateright::actor::{Actor, ActorModel, Id};
use stateright::{Checker, Expectation, Model};
use std::fmt::Debug;
use std::hash::Hash;
use std::time::Duration;

fn whole_space() -> Limits {
    Limits {
        stop_when_answered: false,
        ..Limits::default()
    }
}

/// What must not depend on the engine or the number of threads.
fn essence<A: Actor, H>(found: &Exploration<A, H>) -> String {
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
fn stateright_counts<A, C, H>(model: ActorModel<A, C, H>) -> [(u64, u64, Option<u32>); 2]
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

fn questions() -> Vec<Question<'static, RandomActor, u8>> {
    vec![
        Question::State(Box::new(|state| state.actor_states[0].fuel == 0)),
        Question::State(Box::new(|state| state.network.len() >= 4)),
        Question::State(Box::new(|state| {
            state.history == 2
                && state
                    .timers_set
                    .iter()
                    .all(|timers| timers.iter().next().is_none())
        })),
        Question::State(Box::new(|state| {
            state.actor_storages.iter().all(Option::is_some)
        })),
        Question::State(Box::new(|state| {
            state
                .random_choices
                .iter()
                .filter(|open| !open.map.is_empty())
                .count()
                == 2
        })),
        Question::Step(Box::new(|before, _, labels, after| {
            labels.contains(&30) && before.history == 1 && after.history == 0
        })),
        Question::Step(Box::new(|before, action, _, after| {
            format!("{action:?}").contains("Drop")
                && before.network.len() == after.network.len() + 1
                && before.network.len() == 3
        })),
        Question::Label(1),
        Question::Label(11),
        Question::Label(22),
        Question::Label(999),
    ]
}

fn recipes() -> impl Strategy<Value = Recipe> {
    (
        any::<u64>(),
        1..4usize,
        1..4u8,
        0..3u8,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(seed, actors, fuel, network, lossy, bounded)| Recipe {
            seed,
            actors,
            fuel,
            network,
            lossy,
            bounded,
        })
}

/// A random space may be large; the plain search decides what is small enough to compare.
fn at_most(states: u64) -> Limits {
    Limits {
        max_states: Some(states),
        ..whole_space()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_models_are_searched_alike_by_every_engine(recipe in recipes()) {
        let model = random_actors::model(recipe);
        let limits = at_most(3000);
        let slow = plain::explore(&model, &Moods, &questions(), &limits, &|_| ());
        let fast = explore(&model, &Moods, &questions(), &limits, &|_| ());
        prop_assert_eq!(essence(&fast), essence(&slow));
        if slow.complete && slow.states > 0 {
            for (states, transitions, depth) in stateright_counts(model) {
                prop_assert_eq!((fast.states, fast.transitions), (states, transitions));
                prop_assert_eq!(depth.unwrap_or(fast.depth), fast.depth);
            }
        }
    }

    #[test]
    fn threads_and_bounds_change_nothing_they_should_not(
        recipe in recipes(),
        states in 1..400u64,
        depth in 0..12u32,
        threads in 2..4usize,
        stop_when_answered: bool,
    ) {
        let model = random_actors::model(recipe);
        let limits = Limits {
            max_states: Some(states),
            max_depth: Some(depth),
            stop_when_answered,
            ..Limits::default()
        };
        let questions = &questions()[..5];
        let slow = plain::explore(&model, &Moods, questions, &limits, &|_| ());
        let threaded = Limits { threads, ..limits.clone() };
        let fast = explore(&model, &Moods, questions, &threaded, &|_| ());
        prop_assert_eq!(essence(&fast), essence(&slow));
    }
}
