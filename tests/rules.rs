//! Every rule is applied in some scenario, every profile is explored, and every value of every policy makes a difference.

use halfopen::judge::judge;
use halfopen::search::Limits;
use halfopen_spec::model::explain;
use halfopen_spec::policy::{Policies, Profile, profile, profiles};
use halfopen_spec::rule::Rule;
use halfopen_spec::scenarios::{Scenario, scenarios};
use stateright::Model;
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::hash::{BuildHasher, RandomState};

/// Enough for every rule; the larger scenarios are cut here.
const MOST_STATES: u64 = 60_000;

#[test]
fn every_rule_is_applied_in_some_scenario_on_some_profile() {
    let limits = Limits {
        max_states: Some(MOST_STATES),
        stop_when_answered: false,
        ..Limits::default()
    };
    let mut applied: BTreeSet<Rule> = [Rule::Listen].into();
    let mut idle: Vec<String> = Vec::new();
    for profile in profiles() {
        let mut any = false;
        for scenario in scenarios() {
            let coverage = judge(&scenario, &profile, &[], &limits, &|_| {}).coverage;
            any |= !coverage.rules.is_empty();
            applied.extend(coverage.rules.keys());
        }
        if !any {
            idle.push(profile.name);
        }
    }
    let never: Vec<_> = Rule::ALL
        .iter()
        .filter(|rule| !applied.contains(rule))
        .map(|rule| rule.source().id)
        .collect();
    assert!(
        never.is_empty(),
        "rules that no scenario applies: {never:?}"
    );
    assert!(
        idle.is_empty(),
        "profiles on which nothing happens: {idle:?}"
    );
}

/// What a world does, as far as its first states show: each input with all that it puts out, timers and their ranges included.
fn behaviour(scenario: &Scenario, profile: &Profile) -> BTreeSet<String> {
    let world = scenario.world(profile);
    let hasher = RandomState::new();
    let mut seen = HashSet::new();
    let mut queue: VecDeque<_> = world.init_states().into();
    let mut steps: BTreeSet<String> = queue
        .iter()
        .map(|state| format!("{:?}", state.actor_states))
        .collect();
    while let Some(state) = queue.pop_front() {
        let mut actions = Vec::new();
        world.actions(&state, &mut actions);
        for action in actions {
            let explained = explain(&world, &state, &action);
            steps.insert(format!("{:?} {:?}", explained.input, explained.effects));
            let Some(next) = world.next_state(&state, action) else {
                continue;
            };
            if seen.len() < 1_500 && seen.insert(hasher.hash_one(&next)) {
                queue.push_back(next);
            }
        }
    }
    steps
}

#[test]
fn every_value_of_every_policy_makes_a_difference() {
    let bases: Vec<Profile> = ["linux-6.18", "linux-3.10", "linux-2.6.18"]
        .into_iter()
        .map(|name| profile(name).expect("a built-in profile"))
        .collect();
    let mut makes_a_difference: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut known: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for base in &bases {
        for (question, now) in Policies::TABLE.iter().zip(base.kernel.policies.values()) {
            for value in question
                .values
                .iter()
                .filter(|value| value.name != now.name)
            {
                if makes_a_difference.contains(&(question.name, value.name))
                    && makes_a_difference.contains(&(question.name, now.name))
                {
                    continue;
                }
                let mut changed = base.clone();
                changed
                    .set_policy(question.name, value.name)
                    .expect("the table's own names");
                let differs = scenarios().into_iter().any(|scenario| {
                    let key = (base.name.clone(), scenario.name.clone());
                    let before = known
                        .entry(key)
                        .or_insert_with(|| behaviour(&scenario, base));
                    behaviour(&scenario, &changed) != *before
                });
                if differs {
                    makes_a_difference.insert((question.name, value.name));
                    makes_a_difference.insert((question.name, now.name));
                }
            }
        }
    }
    let all = Policies::TABLE.iter().flat_map(|question| {
        question
            .values
            .iter()
            .map(|value| (question.name, value.name))
    });
    let indifferent: Vec<_> = all
        .filter(|value| !makes_a_difference.contains(value))
        .collect();
    assert!(
        indifferent.is_empty(),
        "policy values that change nothing: {indifferent:#?}"
    );
}
