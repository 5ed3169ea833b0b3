//! Every state of every built-in scenario is one that a kernel's memory can be in; and each clause can fail.

#![expect(
    clippy::disallowed_types,
    reason = "a set of states that were seen; their order is never asked"
)]

#[path = "planted.rs"]
mod planted;

use halfopen_spec::invariant::broken_in;
use halfopen_spec::model::{World, WorldState, explain};
use halfopen_spec::policy::profile;
use halfopen_spec::scenarios::scenarios;
use stateright::Model;
use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

/// States of one scenario that are looked at, breadth-first. Further ones are left to the searches of the other tests: they look at
/// every host after every step, in debug builds.
const MOST_STATES: usize = 1_500;

/// Looks at the first states of a world, whole, with what is armed; says how many.
fn look_at(place: &str, world: &World) -> usize {
    let mut seen: HashSet<Rc<WorldState>> = HashSet::new();
    let mut next: VecDeque<Rc<WorldState>> = VecDeque::new();
    for state in world.init_states() {
        let state = Rc::new(state);
        assert_eq!(broken_in(world, &state), None, "{place}, at the beginning");
        seen.insert(Rc::clone(&state));
        next.push_back(state);
    }
    while let Some(state) = next.pop_front() {
        let mut actions = Vec::new();
        world.actions(&state, &mut actions);
        for action in actions {
            let Some(after) = world.next_state(&state, action.clone()) else {
                continue;
            };
            if !world.within_boundary(&after) || seen.contains(&after) {
                continue;
            }
            if let Some(broken) = broken_in(world, &after) {
                let rules = explain(world, &state, &action).effects.rules;
                panic!("{place}: {broken}\nafter {action:?} by {rules:?}\nin {state:?}");
            }
            if seen.len() >= MOST_STATES {
                return seen.len();
            }
            let after = Rc::new(after);
            seen.insert(Rc::clone(&after));
            next.push_back(after);
        }
    }
    seen.len()
}

fn look_at_every_scenario_on(name: &str) {
    let profile = profile(name).expect("a built-in profile");
    let mut states = 0;
    for scenario in scenarios() {
        let place = format!("{} on {name}", scenario.name);
        states += look_at(&place, &scenario.world(&profile));
    }
    assert!(states > 20_000, "only {states} states were looked at");
}

#[test]
fn every_state_is_one_that_linux_2_6_18_can_be_in() {
    look_at_every_scenario_on("linux-2.6.18");
}

#[test]
fn every_state_is_one_that_linux_4_4_can_be_in() {
    look_at_every_scenario_on("linux-4.4");
}

#[test]
fn every_state_is_one_that_linux_6_18_can_be_in() {
    look_at_every_scenario_on("linux-6.18");
}
