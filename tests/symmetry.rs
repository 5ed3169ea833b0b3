//! Clients that differ by name only are explored once, or each apart, and nothing that is found depends on it.

use halfopen::judge::{Judgement, Verdict, judge};
use halfopen::search::{Limits, Symmetry};
use halfopen_spec::clock::Clock;
use halfopen_spec::network::Loss;
use halfopen_spec::policy::profile;
use halfopen_spec::program::Accepts;
use halfopen_spec::properties::{Predicate, Property, properties};
use halfopen_spec::scenarios::{Scenario, scenario, scenarios};
use std::collections::BTreeSet;

/// Spaces with more states are not compared.
const MOST_STATES: u64 = 40_000;

fn explored(
    scenario: &Scenario,
    profile_name: &str,
    asked: &[Property],
    symmetry: Symmetry,
) -> Judgement {
    let profile = profile(profile_name).expect("a built-in profile");
    // A bound on states keeps the clients together.
    let max_states = (symmetry != Symmetry::Apart).then_some(MOST_STATES);
    let limits = Limits {
        max_states,
        stop_when_answered: false,
        symmetry,
        ..Limits::default()
    };
    judge(scenario, &profile, asked, &limits, &|_| {})
}

/// What happens in the end is asked of single clients in any case.
fn about_states_and_steps() -> Vec<Property> {
    let mut asked = properties();
    asked.retain(|property| !property.kind.is_liveness());
    asked
}

/// The search gives up exchanging names when it is asked more at once.
const MOST_QUESTIONS: usize = 64;

/// Two clients in every set-up that has several, under three networks.
fn worlds() -> Vec<(Scenario, &'static str)> {
    let mut worlds = Vec::new();
    for scenario in scenarios() {
        if scenario.clients < 2 || scenario.close_listener || scenario.clock == Clock::Calibrated {
            continue;
        }
        for loss in [Loss::Never, Loss::AtMost(1), Loss::Any] {
            for profile_name in ["linux-2.6.18", "linux-4.9", "linux-6.18"] {
                let with_loss = scenario.clone().with(|scenario| {
                    scenario.clients = 2;
                    scenario.network.loss = loss;
                });
                worlds.push((with_loss, profile_name));
            }
        }
    }
    worlds
}

/// Every world with each part of what is asked.
fn asked_in_parts(
    asked: &[Property],
) -> impl Iterator<Item = ((Scenario, &'static str), &[Property])> {
    let parts = move |world: (Scenario, &'static str)| {
        let parts = asked.chunks(MOST_QUESTIONS);
        parts.map(move |part| (world.clone(), part))
    };
    worlds().into_iter().flat_map(parts)
}

/// Whether a step about one client looks at all others, so that names cannot be exchanged: the limit on children of Fast Open does.
fn counts_every_peer(scenario: &Scenario) -> bool {
    scenario.fast_open > 0
}

/// What must not depend on symmetry: depth, rules applied, verdicts and runs.
fn essence(judgement: &Judgement) -> (u32, Vec<String>, Vec<String>) {
    let coverage = &judgement.coverage;
    let rules = coverage.rules.keys().map(|rule| format!("{rule:?}"));
    let verdicts = judgement.judged.iter().map(|judged| {
        let run = judged.verdict.run().map(|run| run.replay.clone());
        format!("{judged:?} {run:?}")
    });
    (coverage.depth, rules.collect(), verdicts.collect())
}

#[test]
fn verdicts_and_shortest_runs_are_those_without_symmetry() {
    let asked = about_states_and_steps();
    let mut compared = 0;
    for ((scenario, profile_name), asked) in asked_in_parts(&asked) {
        let whole = explored(&scenario, profile_name, asked, Symmetry::Off);
        if !whole.coverage.complete {
            continue;
        }
        let quotient = explored(&scenario, profile_name, asked, Symmetry::Exchange);
        let place = format!(
            "{} on {profile_name}, {:?}",
            scenario.name, scenario.network.loss
        );
        assert_eq!(essence(&quotient), essence(&whole), "{place}");
        let (fewer, all) = (quotient.coverage.states, whole.coverage.states);
        if quotient.coverage.not_exchanged.is_some() {
            assert!(counts_every_peer(&scenario), "{place}");
            assert_eq!(fewer, all, "{place}");
            continue;
        }
        assert!(
            fewer < all && all <= 2 * fewer,
            "{place}: {fewer} of {all} states"
        );
        compared += 1;
    }
    assert!(compared >= 30, "only {compared} worlds are small enough");
}

/// What must not depend on whether clients are searched apart: where there is an answer, and which rules are applied.
fn answers(judgement: &Judgement) -> (Vec<String>, BTreeSet<String>) {
    let verdicts = judgement.judged.iter().map(|judged| format!("{judged:?}"));
    let rules = judgement.coverage.rules.keys();
    (
        verdicts.collect(),
        rules.map(|rule| format!("{rule:?}")).collect(),
    )
}

#[test]
fn clients_apart_give_the_verdicts_of_the_whole_space() {
    let mut asked = about_states_and_steps();
    asked.retain(|property| !matches!(property.predicate, Predicate::State(_)));
    let mut compared = 0;
    for ((scenario, profile_name), asked) in asked_in_parts(&asked) {
        let whole = explored(&scenario, profile_name, asked, Symmetry::Exchange);
        if !whole.coverage.complete {
            continue;
        }
        let apart = halfopen::judge::judge_apart(
            &scenario,
            &profile(profile_name).expect("a built-in profile"),
            asked,
        );
        let Some(apart) = apart else {
            let why = "every property asked about can be asked of one client";
            assert!(counts_every_peer(&scenario), "{}: {why}", scenario.name);
            continue;
        };
        let place = format!(
            "{} on {profile_name}, {:?}",
            scenario.name, scenario.network.loss
        );
        assert!(apart.coverage.complete);
        assert_eq!(answers(&apart), answers(&whole), "{place}");
        compared += 1;
    }
    assert!(compared >= 30, "only {compared} worlds are small enough");
}

/// With n clients a state stands for at most n! states.
#[test]
fn three_clients_share_up_to_six_states() {
    let scenario = scenario("ideal-handshake")
        .expect("a built-in scenario")
        .with(|scenario| scenario.clients = 3);
    let all = explored(&scenario, "linux-6.18", &[], Symmetry::Off).coverage;
    let quotient = explored(&scenario, "linux-6.18", &[], Symmetry::Exchange).coverage;
    assert!(all.complete && quotient.complete && quotient.up_to_names);
    assert_eq!(all.depth, quotient.depth);
    assert!(quotient.states < all.states / 3 && all.states <= 6 * quotient.states);
}

/// Article 000's five clients, with any one segment lost: too many states to look at, and few bundles.
#[test]
fn five_clients_are_explored_whole() {
    let scenario = scenario("accept-overflow")
        .expect("a built-in scenario")
        .with(|scenario| scenario.network.loss = Loss::AtMost(1));
    let asked: Vec<Property> = properties()
        .into_iter()
        .filter(|property| {
            ["handshake-ack-ignored", "accept-queue-within-limit"].contains(&property.name)
        })
        .collect();
    let judgement = explored(&scenario, "linux-2.6.18", &asked, Symmetry::Apart);
    assert!(judgement.coverage.complete);
    let verdicts: Vec<&Verdict> = judgement.judged.iter().map(|j| &j.verdict).collect();
    assert!(
        matches!(
            verdicts[..],
            [Verdict::Reached(Some(_)), Verdict::Holds { vacuous: false }]
        ),
        "{:?}",
        judgement.judged
    );
}

/// A long accept queue, filled before the run, keeps nobody from exchanging the clients behind it.
#[test]
fn clients_behind_a_long_queue_are_exchanged() {
    let scenario = scenario("ideal-handshake")
        .expect("a built-in scenario")
        .with(|scenario| {
            scenario.clients = 2;
            scenario.backlog = 100;
            scenario.queued_before = 99;
            scenario.accept = Accepts::Never;
        });
    let asked: Vec<Property> = about_states_and_steps()
        .into_iter()
        .filter(|property| scenario.properties.iter().any(|name| name == property.name))
        .collect();
    let all = explored(&scenario, "linux-6.18", &asked, Symmetry::Off);
    let quotient = explored(&scenario, "linux-6.18", &asked, Symmetry::Exchange);
    assert!(all.coverage.complete, "{}", all.coverage.states);
    assert!(
        quotient.coverage.up_to_names,
        "{:?}",
        quotient.coverage.not_exchanged
    );
    assert_eq!(essence(&quotient), essence(&all));
}

/// What keeps clients from being exchanged is said, whatever it is.
#[test]
fn more_properties_than_are_asked_at_once_are_named_as_the_reason() {
    let scenario = scenario("ideal-handshake")
        .expect("a built-in scenario")
        .with(|scenario| scenario.clients = 2);
    let asked: Vec<Property> = about_states_and_steps()
        .into_iter()
        .cycle()
        .take(MOST_QUESTIONS + 1)
        .collect();
    let judgement = explored(&scenario, "linux-6.18", &asked, Symmetry::Exchange);
    assert!(!judgement.coverage.up_to_names);
    let reason = judgement.coverage.not_exchanged.expect("there is one");
    assert!(reason.contains("more than 64 properties"), "{reason}");
}
