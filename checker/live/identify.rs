//! Which policies a kernel has: for each, the values whose cases it agrees with, found by the cases that tell values apart.

use super::case::Case;
use super::crew::play_all;
use super::distinctions::{ALIKE, Alike, LONGEST, distinctions};
use super::play::Outcome;
use halfopen_spec::policy::{Policies, PolicyQuestion, Profile};
use std::collections::BTreeSet;
use std::time::Duration;

/// What is known of one policy.
#[derive(Clone, Debug)]
pub struct Identified {
    /// The policy.
    pub policy: &'static PolicyQuestion,
    /// The values that fit, by name. One: it is known. Several: no case tells them apart. None: the kernel does something else.
    pub fitting: Vec<&'static str>,
    /// How many cases were asked.
    pub cases: usize,
}

impl Identified {
    /// The value that the kernel has, as far as cases tell: the only one that fits, or of two that no case tells apart the narrower.
    #[must_use]
    pub fn value(&self) -> Option<&'static str> {
        match self.fitting[..] {
            [value] => Some(value),
            [_, _] => self.alike().first().and_then(|alike| alike.narrower),
            _ => None,
        }
    }

    /// Why several values fit, where no case tells them apart.
    #[must_use]
    pub fn alike(&self) -> Vec<&'static Alike> {
        let fit = |alike: &&Alike| {
            alike.policy == self.policy.name
                && self.fitting.contains(&alike.one)
                && self.fitting.contains(&alike.other)
        };
        ALIKE.iter().filter(fit).collect()
    }
}

/// How often the answer may change what is asked next.
const ROUNDS: usize = 3;

/// Finds the policies of the running kernel, starting from a guess; the guess is corrected until nothing changes. Cases that take longer
/// than `longest` are not played.
#[must_use]
pub fn identify(
    guess: &Profile,
    side_by_side: usize,
    longest: Duration,
    progress: &(dyn Fn(usize) + Sync),
) -> Vec<Identified> {
    let mut profile = guess.clone();
    let mut identified = Vec::new();
    for _ in 0..ROUNDS {
        identified = ask(&profile, side_by_side, longest, progress);
        let before = profile.kernel.policies.clone();
        for known in &identified {
            if let Some(value) = known.value() {
                // The value stands in the policy's own table.
                let _ = profile.set_policy(known.policy.name, value);
            }
        }
        if profile.kernel.policies == before {
            break;
        }
    }
    identified
}

/// One value of a policy, as a kernel, with the cases that tell it from the others.
struct Candidate {
    policy: &'static PolicyQuestion,
    value: &'static str,
    profile: Profile,
    cases: BTreeSet<Case>,
}

fn ask(
    profile: &Profile,
    side_by_side: usize,
    longest: Duration,
    progress: &(dyn Fn(usize) + Sync),
) -> Vec<Identified> {
    let candidates = candidates(profile, longest);
    let plays: Vec<(usize, &Case, &Profile)> = candidates
        .iter()
        .enumerate()
        .flat_map(|(place, one)| {
            one.cases
                .iter()
                .map(move |case| (place, case, &one.profile))
        })
        .collect();
    let pairs: Vec<(&Case, &Profile)> = plays
        .iter()
        .map(|(_, case, profile)| (*case, *profile))
        .collect();
    let results = play_all(&pairs, side_by_side, progress);
    let mut contradicted = BTreeSet::new();
    for ((place, ..), result) in plays.iter().zip(&results) {
        // What this machine disturbed excludes nothing.
        let contradicts = match result.as_ref().map(|played| &played.outcome) {
            Ok(Outcome::Agrees | Outcome::Disturbed) => false,
            Ok(Outcome::Contradicts(_)) | Err(_) => true,
        };
        if contradicts {
            contradicted.insert(*place);
        }
    }
    let of = |policy: &'static PolicyQuestion| {
        let values = candidates
            .iter()
            .enumerate()
            .filter(|(_, one)| one.policy.name == policy.name);
        let cases: BTreeSet<&Case> = values.clone().flat_map(|(_, one)| &one.cases).collect();
        let fits = values.filter(|(place, _)| !contradicted.contains(place));
        Identified {
            policy,
            fitting: fits.map(|(_, one)| one.value).collect(),
            cases: cases.len(),
        }
    };
    Policies::TABLE.iter().map(of).collect()
}

/// Every value of every policy, each with the cases that tell it from the policy's other values.
fn candidates(profile: &Profile, longest: Duration) -> Vec<Candidate> {
    let distinctions = distinctions(profile, longest);
    let candidate = |policy: &'static PolicyQuestion, value: &'static str| {
        let mut kernel = profile.clone();
        kernel.set_policy(policy.name, value).ok()?;
        let of_value = distinctions.iter().filter(|known| {
            known.policy.name == policy.name && [known.one, known.other].contains(&value)
        });
        let mut cases: BTreeSet<Case> = of_value.filter_map(|known| known.by.clone()).collect();
        let asks = ALIKE.iter().filter(|alike| {
            alike.policy == policy.name && [alike.one, alike.other].contains(&value)
        });
        if longest >= LONGEST {
            cases.extend(asks.filter_map(|alike| alike.asks?.parse::<Case>().ok()));
        }
        Some(Candidate {
            policy,
            value,
            profile: kernel,
            cases,
        })
    };
    Policies::TABLE
        .iter()
        .flat_map(|policy| policy.values.iter().map(move |value| (policy, value.name)))
        .filter_map(|(policy, value)| candidate(policy, value))
        .collect()
}
