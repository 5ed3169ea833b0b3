//! Which policies explain a difference: those of which another value makes the model do in the case what the kernel does.

use super::case::Case;
use super::crew::play_all;
use super::play::Outcome;
use super::verdict::Findings;
use halfopen_spec::policy::{Policies, Profile};

/// For differing cases, the shortest for each rule, the policy values with which the kernel agrees: `--policy NAME=VALUE`.
#[must_use]
pub fn blamed(
    findings: &Findings,
    profile: &Profile,
    side_by_side: usize,
) -> Vec<(String, Vec<String>)> {
    let cases: Vec<&Case> = findings
        .shown()
        .map(|failing| &failing.chosen.case)
        .collect();
    let variants = variants(profile);
    let plays: Vec<(&Case, &Profile)> = cases
        .iter()
        .flat_map(|case| variants.iter().map(move |(_, variant)| (*case, variant)))
        .collect();
    let results = play_all(&plays, side_by_side, &|_| {});
    let agrees = |result: &Result<super::play::Played, _>| {
        result
            .as_ref()
            .is_ok_and(|played| played.outcome == Outcome::Agrees)
    };
    cases
        .iter()
        .zip(results.chunks(variants.len()))
        .map(|(case, results)| {
            let explained = variants
                .iter()
                .zip(results)
                .filter(|(_, result)| agrees(result));
            let names = explained.map(|((name, _), _)| name.clone());
            (case.to_string(), names.collect())
        })
        .collect()
}

/// The profile with one policy changed, for every other value of every policy.
fn variants(profile: &Profile) -> Vec<(String, Profile)> {
    let values = profile.kernel.policies.values();
    let questions = Policies::TABLE.iter().zip(values);
    questions
        .flat_map(|(question, present)| {
            let others = question
                .values
                .iter()
                .filter(|value| value.name != present.name);
            others.filter_map(|value| {
                let mut variant = profile.clone();
                variant.set_policy(question.name, value.name).ok()?;
                Some((
                    format!("--policy {}={}", question.name, value.name),
                    variant,
                ))
            })
        })
        .collect()
}
