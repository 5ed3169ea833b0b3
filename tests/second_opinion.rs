//! stateright's own checkers, on the same actors, count the same states and find the same verdicts.

use halfopen::judge::{Engine, judge, second_opinion};
use halfopen::search::{Limits, Symmetry};
use halfopen_spec::clock::Clock;
use halfopen_spec::policy::profile;
use halfopen_spec::properties::{Kind, property};
use halfopen_spec::scenarios::{Scenario, scenarios};

/// Scenarios with more states are left to `cargo run --release -- check --engine`.
const MOST_STATES: u64 = 12_000;

#[test]
fn stateright_agrees_on_every_small_scenario() {
    let mut compared = 0;
    for name in ["linux-2.6.18", "linux-4.4", "linux-6.18"] {
        let profile = profile(name).expect("a built-in profile");
        let any_order = |scenario: &Scenario| scenario.clock == Clock::AnyOrder;
        for scenario in scenarios().into_iter().filter(any_order) {
            let properties: Vec<_> = scenario
                .properties
                .iter()
                .filter_map(|name| property(name))
                .collect();
            let limits = Limits {
                max_states: Some(MOST_STATES),
                stop_when_answered: false,
                symmetry: Symmetry::Off,
                ..Limits::default()
            };
            let ours = judge(&scenario, &profile, &properties, &limits, &|_| {});
            if !ours.coverage.complete {
                continue;
            }
            compared += 1;
            for engine in [Engine::StaterightBfs, Engine::StaterightDfs] {
                let theirs = second_opinion(engine, &scenario, &profile, &properties);
                let place = format!("{} on {name}, {}", scenario.name, engine.name());
                assert_eq!(theirs.states, ours.coverage.states, "states of {place}");
                for (judged, answer) in ours.judged.iter().zip(&theirs.answers) {
                    let Some(answer) = answer else {
                        assert!(
                            judged.property.predicate.of_states().is_none(),
                            "{place} was not asked"
                        );
                        continue;
                    };
                    let run = judged.verdict.run();
                    assert_eq!(
                        answer.is_some(),
                        run.is_some(),
                        "{} in {place}",
                        judged.property.name
                    );
                    let kind = judged.property.kind;
                    assert!(matches!(kind, Kind::Always | Kind::Sometimes));
                    if let (Engine::StaterightBfs, Some(actions), Some(run)) = (engine, answer, run)
                    {
                        assert_eq!(
                            actions.len(),
                            run.steps.len(),
                            "length of the run of {} in {place}",
                            judged.property.name
                        );
                    }
                }
            }
        }
    }
    assert!(
        compared > 60,
        "only {compared} worlds are small enough to be compared"
    );
}
