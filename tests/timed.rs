//! Where time passes, the search over classes finds what a search by milliseconds finds.

#[path = "timed/random_clocks.rs"]
mod random_clocks;
#[path = "timed/ticks.rs"]
mod ticks;

use halfopen::search::{Limits, Measure, Moment, Question, Timed, explore_timed};
use proptest::prelude::*;
use random_clocks::{Met, RandomClock, Recipe, model};
use stateright::Model;
use std::collections::HashSet;
use std::sync::Mutex;

fn recipes() -> impl Strategy<Value = Recipe> {
    let switches = (any::<bool>(), any::<bool>());
    (any::<u64>(), 1..3usize, 1..4u8, switches).prop_map(
        |(seed, actors, fuel, (ordered, lossy))| Recipe {
            seed,
            actors,
            fuel,
            ordered,
            lossy,
        },
    )
}

fn whole_space() -> Limits {
    Limits {
        stop_when_answered: false,
        ..Limits::default()
    }
}

type Found = Timed<halfopen::search::ActionOf<RandomClock>>;

fn explored(recipe: Recipe, questions: &[Question<'_, RandomClock, ()>]) -> Found {
    let model = model(recipe);
    explore_timed(
        &model,
        &recipe,
        &Met,
        questions,
        None,
        &whole_space(),
        &|_| {},
    )
}

fn measured(recipe: Recipe, label: u16) -> Found {
    let measure = Measure {
        begins: Moment::Start,
        notes: Moment::Label(vec![label]),
        ends: Moment::Never,
    };
    let model = model(recipe);
    explore_timed(
        &model,
        &recipe,
        &Met,
        &[],
        Some(&measure),
        &whole_space(),
        &|_| {},
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn classes_show_the_states_and_times_that_milliseconds_show(recipe in recipes()) {
        let Some(seen) = ticks::everything(recipe, 4_000) else {
            return Ok(());
        };
        let states = Mutex::new(HashSet::new());
        let note = Question::State(Box::new(|state: &_| {
            let mut states = states.lock().expect("no thread panics with the lock");
            states.insert(ticks::told_of(state, recipe.ordered));
            false
        }));
        let found = explored(recipe, &[note]);
        prop_assert!(found.stopped_by.is_none());
        let states = states.into_inner().expect("no thread panics with the lock");
        prop_assert_eq!(&states, &seen.states);
        let labels: Vec<u16> = found.labels.keys().copied().collect();
        let labels_seen: Vec<u16> = seen.at.keys().copied().collect();
        prop_assert_eq!(&labels, &labels_seen);
        for (label, (least, most)) in &seen.at {
            let measured = measured(recipe, *label).measured.expect("something was measured");
            let first = measured.noted.first().expect("a step carries the label");
            prop_assert_eq!(first.least.as_millis(), u128::from(*least), "label {}", label);
            let last = measured.noted.iter().map(|window| window.most).max_by_key(|most| {
                most.map_or(u128::MAX, |most| most.as_millis())
            });
            if let Some(Some(last)) = last {
                prop_assert_eq!(last.as_millis(), u128::from(*most), "label {}", label);
            }
        }
    }
}

/// A run that is shown can be taken at the times that are shown, and at none before.
#[test]
fn runs_have_the_earliest_times() {
    let recipe = Recipe {
        seed: 5,
        actors: 2,
        fuel: 3,
        ordered: false,
        lossy: false,
    };
    let question = Question::State(Box::new(|state: &_| {
        let state: &stateright::actor::ActorModelState<RandomClock> = state;
        state.actor_states.iter().all(|mood| mood.fuel == 0)
    }));
    let found = explored(recipe, &[question]);
    let run = found.answers[0].as_ref().expect("all fuel can be burnt");
    assert!(run.at.is_sorted());
    assert_eq!(run.at.len(), run.actions.len());
    let model = model(recipe);
    let mut state = model.init_states().remove(0);
    for action in &run.actions {
        state = model
            .next_state(&state, action.clone())
            .expect("every step is one of the model");
    }
    assert!(state.actor_states.iter().all(|mood| mood.fuel == 0));
}
