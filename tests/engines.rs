//! The project's search, its plain form and stateright's BFS and DFS agree.

#[path = "engines/confusable.rs"]
mod confusable;
#[path = "engines/random_actors.rs"]
mod random_actors;
#[path = "engines/small_tcp.rs"]
mod small_tcp;
#[path = "engines/yardstick.rs"]
mod yardstick;

use halfopen::search::{
    Exploration, Input, Labels, Limits, NoLabels, Progress, Question, StoppedBy, explore, plain,
};
use proptest::prelude::*;
use random_actors::{Moods, RandomActor, Recipe};
use small_tcp::{Host, SmallTcp};
use stateright::Model;
use stateright::actor::{ActorModelAction, Id};
use std::collections::HashSet;
use std::sync::Mutex;
use std::time::Duration;
use yardstick::{at_most, essence, stateright_counts, whole_space};

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

fn is_established(host: &Host) -> bool {
    *host == Host::Established
}

/// Both clients think they are connected and the server knows neither.
fn half_open(state: &stateright::actor::ActorModelState<SmallTcp>) -> bool {
    let forgotten = Host::Server {
        requests: Vec::new(),
        accepted: Vec::new(),
    };
    let clients = &state.actor_states[1..];
    *state.actor_states[0] == forgotten
        && clients.iter().all(|host| is_established(host))
        && state.network.len() == 0
}

fn tcp_questions() -> Vec<Question<'static, SmallTcp, ()>> {
    vec![
        Question::State(Box::new(half_open)),
        Question::Step(Box::new(|before, action, _, after| {
            matches!(action, ActorModelAction::Timeout(id, _) if usize::from(*id) > 0)
                && !before
                    .actor_states
                    .iter()
                    .any(|host| **host == Host::Closed)
                && after.actor_states.iter().any(|host| **host == Host::Closed)
        })),
        Question::State(Box::new(|_| false)),
    ]
}

fn explore_tcp(limits: &Limits) -> Exploration<SmallTcp, ()> {
    let model = small_tcp::model(2, 1);
    explore(&model, &NoLabels, &tcp_questions(), limits, &|_| ())
}

#[test]
fn a_small_tcp_is_counted_as_stateright_counts_it() {
    let found = explore_tcp(&whole_space());
    assert!(found.complete);
    for (states, transitions, depth) in stateright_counts(small_tcp::model(2, 1)) {
        assert_eq!((found.states, found.transitions), (states, transitions));
        assert_eq!(depth.unwrap_or(found.depth), found.depth);
    }
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let alone = essence(&explore_tcp(&whole_space()));
    for threads in [0, 2, 3, 8] {
        let limits = Limits {
            threads,
            ..whole_space()
        };
        assert_eq!(essence(&explore_tcp(&limits)), alone);
    }
}

#[test]
fn a_run_replays_through_the_model_to_where_the_answer_is() {
    let model = small_tcp::model(2, 1);
    let found = explore_tcp(&whole_space());
    let run = found.answers[0].as_ref().expect("clients can be forgotten");
    let mut state = model.init_states().remove(0);
    for action in run {
        assert!(!half_open(&state));
        state = model
            .next_state(&state, action.clone())
            .expect("every step is one of the model");
    }
    assert!(half_open(&state));
    let last = found.answers[1].as_ref().and_then(|run| run.last());
    assert!(matches!(last, Some(ActorModelAction::Timeout(_, _))));
    assert_eq!(found.answers[2], None);
}

#[test]
fn the_search_stops_when_nothing_is_left_to_ask() {
    let model = small_tcp::model(2, 1);
    let everything = explore_tcp(&whole_space());
    let questions = &tcp_questions()[..2];
    let found = explore(&model, &NoLabels, questions, &Limits::default(), &|_| ());
    assert_eq!(found.stopped_by, Some(StoppedBy::EveryQuestionAnswered));
    assert!(!found.complete && found.states < everything.states);
    assert_eq!(found.answers, everything.answers[..2]);
    // Without a question there is nothing to stop for.
    let found = explore(&model, &NoLabels, &[], &Limits::default(), &|_| ());
    assert!(found.complete);
}

#[test]
fn a_bound_cuts_cleanly_and_never_claims_the_whole() {
    let whole = explore_tcp(&whole_space());
    let one = explore_tcp(&at_most(1));
    assert_eq!((one.states, one.transitions, one.depth), (1, 0, 0));
    assert_eq!(one.stopped_by, Some(StoppedBy::MaxStates));
    let depth = |max_depth| {
        explore_tcp(&Limits {
            max_depth: Some(max_depth),
            ..whole_space()
        })
    };
    assert_eq!((depth(0).states, depth(0).complete), (1, false));
    assert_eq!(depth(0).stopped_by, Some(StoppedBy::MaxDepth));
    assert_eq!(depth(5).depth, 5);
    for time in [Duration::ZERO, Duration::from_micros(300)] {
        let short = explore_tcp(&Limits {
            time: Some(time),
            ..whole_space()
        });
        assert_eq!(
            (short.complete, short.stopped_by),
            (false, Some(StoppedBy::Time))
        );
    }
    for memory_bytes in [0, 1, 10_000, 100_000] {
        let small = explore_tcp(&Limits {
            memory_bytes: Some(memory_bytes),
            ..whole_space()
        });
        assert_eq!(small.stopped_by, Some(StoppedBy::Memory));
        assert!(!small.complete && small.states >= 1);
    }
    // The whole space is seen when the bound is just wide enough, and not when it is one less.
    assert_eq!(
        essence(&explore_tcp(&at_most(whole.states))),
        essence(&whole)
    );
    assert!(!explore_tcp(&at_most(whole.states - 1)).complete);
    assert_eq!(essence(&depth(whole.depth)), essence(&whole));
    assert!(!depth(whole.depth - 1).complete);
}

#[test]
fn timers_without_an_owner_are_told_apart_where_stateright_merges_them() {
    // Which timers are armed, and who was asked last: nobody, or one whose timer is armed.
    for actors in 1..6u32 {
        let expected = 1 + u64::from(actors) * 2_u64.pow(actors - 1);
        let model = confusable::model(actors as usize);
        let found = explore(&model, &NoLabels, &[], &whole_space(), &|_| ());
        let plain = plain::explore(&model, &NoLabels, &[], &whole_space(), &|_| ());
        assert_eq!((found.states, plain.states), (expected, expected));
        let [(bfs, _, _), (dfs, _, _)] = stateright_counts(model);
        // Should this fail because the counts are equal, stateright has been mended.
        assert_eq!(
            actors > 2,
            bfs < expected && dfs < expected,
            "{actors} actors"
        );
    }
}

#[test]
fn progress_is_told_and_grows() {
    let told = std::cell::RefCell::new(Vec::<Progress>::new());
    let model = small_tcp::model(2, 1);
    let progress = |now| told.borrow_mut().push(now);
    let found = explore(&model, &NoLabels, &[], &whole_space(), &progress);
    let told = told.into_inner();
    assert!(told.is_sorted_by_key(|now| now.states));
    assert_eq!(told.last().map(|now| now.states), Some(found.states));
}

/// Panics when it is asked the same twice.
#[derive(Default)]
struct AskedOnce(Mutex<HashSet<String>>);

impl Labels<SmallTcp> for AskedOnce {
    fn labels(&self, _: &SmallTcp, id: Id, state: &Host, input: &Input<'_, SmallTcp>) -> Vec<u16> {
        let asked = format!("{id:?} {state:?} {input:?}");
        let is_new = self.0.lock().expect("no other thread").insert(asked);
        assert!(is_new, "asked twice");
        vec![usize::from(id) as u16]
    }
}

#[test]
fn an_actor_is_asked_once_for_each_thing_it_can_meet() {
    let model = small_tcp::model(2, 1);
    let labels = AskedOnce::default();
    let found = explore(&model, &labels, &[], &whole_space(), &|_| ());
    let labelled: u64 = found.labels.values().sum();
    assert!(
        labelled > 0 && labelled < found.transitions,
        "losses have no label"
    );
}

#[test]
#[should_panic(expected = "crashes are not searched")]
fn a_model_with_crashes_is_refused() {
    let model = small_tcp::model(1, 0).max_crashes(1);
    explore(&model, &NoLabels, &[], &whole_space(), &|_| ());
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
        let threaded = Limits { threads, has_boundary: recipe.bounded, ..limits.clone() };
        let fast = explore(&model, &Moods, questions, &threaded, &|_| ());
        prop_assert_eq!(essence(&fast), essence(&slow));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn states_of_many_parts_are_packed_into_wider_words(
        seed: u64,
        actors in 8..70usize,
        network in 0..3u8,
        lossy: bool,
        threads in 1..3usize,
    ) {
        let recipe = Recipe { seed, actors, fuel: 2, network, lossy, bounded: false };
        let model = random_actors::model(recipe);
        let limits = at_most(600);
        let slow = plain::explore(&model, &Moods, &questions(), &limits, &|_| ());
        let threaded = Limits { threads, ..limits.clone() };
        let fast = explore(&model, &Moods, &questions(), &threaded, &|_| ());
        prop_assert_eq!(essence(&fast), essence(&slow));
    }
}
