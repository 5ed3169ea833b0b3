//! Which policies explain a difference: those of which another value makes the model do in the case what the kernel does.

use super::case::Case;
use super::crew::play_all;
use super::play::Outcome;
use super::verdict::Findings;
use halfopen_spec::policy::{Policies, Profile};

/// What explains a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blame {
    /// The policy values with which the kernel agrees, as `--policy NAME=VALUE`; none where no single one explains it.
    Policies(Vec<String>),
    /// Nothing: played beside the other policies, the kernel agreed with the profile itself.
    NotThereAgain,
}

/// For differing cases, the shortest for each rule, what explains them.
#[must_use]
pub fn blamed(findings: &Findings, profile: &Profile, side_by_side: usize) -> Vec<(String, Blame)> {
    let cases: Vec<&Case> = findings
        .shown()
        .map(|failing| &failing.chosen.case)
        .collect();
    let variants = variants(profile);
    // The profile itself is asked too: where it agrees now, no policy is to blame.
    let others = variants.iter().map(|(_, variant)| variant);
    let asked: Vec<&Profile> = std::iter::once(profile).chain(others).collect();
    let plays: Vec<(&Case, &Profile)> = cases
        .iter()
        .flat_map(|case| asked.iter().map(|one| (*case, *one)))
        .collect();
    let results = play_all(&plays, side_by_side, &|_| {});
    let agrees = |result: &Result<super::play::Played, _>| {
        result
            .as_ref()
            .is_ok_and(|played| played.outcome == Outcome::Agrees)
    };
    cases
        .iter()
        .zip(results.chunks(asked.len()))
        .map(|(case, results)| {
            let (own, others) = results.split_first().expect("chunks are not empty");
            let explained = variants
                .iter()
                .zip(others)
                .filter(|(_, result)| agrees(result));
            let names = explained.map(|((name, _), _)| name.clone());
            let blame = match agrees(own) {
                true => Blame::NotThereAgain,
                false => Blame::Policies(names.collect()),
            };
            (case.to_string(), blame)
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
