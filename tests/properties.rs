//! Every property says what it means: it holds, or is reached, in its good world, and not in its broken one.

use halfopen::judge::{Verdict, judge};
use halfopen::search::Limits;
use halfopen_spec::policy::profile;
use halfopen_spec::properties::{Example, Property, properties};

fn verdict(property: &Property, example: &Example) -> Verdict {
    let profile = profile(example.profile).expect("an example names a built-in profile");
    let mut judgement = judge(
        &example.scenario,
        &profile,
        &[*property],
        &Limits::default(),
        &|_| {},
    );
    judgement.judged.remove(0).verdict
}

#[test]
fn every_property_holds_in_its_good_world() {
    let wrong: Vec<String> = properties()
        .iter()
        .filter_map(|property| {
            let example = (property.good_world)();
            let verdict = verdict(property, &example);
            let good = matches!(
                verdict,
                Verdict::Holds { vacuous: false } | Verdict::Reached(_)
            );
            (!good).then(|| {
                format!(
                    "{}: {} in {}",
                    property.name,
                    verdict.word(),
                    example.scenario.name
                )
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_property_fails_in_its_broken_world() {
    let wrong: Vec<String> = properties()
        .iter()
        .filter_map(|property| {
            let example = (property.broken_world)();
            let verdict = verdict(property, &example);
            let broken = matches!(verdict, Verdict::Violated(_) | Verdict::NotReached);
            (!broken).then(|| {
                format!(
                    "{}: {} in {}",
                    property.name,
                    verdict.word(),
                    example.scenario.name
                )
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
