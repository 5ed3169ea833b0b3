//! Claims decided again after each single change that an operator can make: which changes turn a verdict, or part of it.

use super::change::{CHANGES, Change};
use super::decision::{DecidedCase, Decision, Truth, truth};
use super::work::{Question, decided, scenario_of};
use crate::search::Limits;
use halfopen_spec::claims::{Case, Test};
use halfopen_spec::policy::{Profile, Sysctl};
use std::collections::BTreeSet;

/// What single changes make of one claim on one kernel.
#[derive(Clone, Debug, Default)]
pub struct Changed {
    /// Those that make a difference.
    pub effects: Vec<Effect>,
    /// Those that make none.
    pub without: Vec<Change>,
    /// Those of whose worlds a bound was hit first.
    pub not_known: Vec<Change>,
}

/// What one change makes of a claim.
#[derive(Clone, Debug)]
pub struct Effect {
    /// The change.
    pub change: Change,
    /// The verdict with it.
    pub truth: Truth,
    /// What is answered differently: in which setting, what, and the answer with the change.
    pub answers: Vec<(&'static str, String, Option<bool>)>,
}

/// States of a changed world that are looked at; beyond them the answer is not known. It is a bound on states, and not on time or memory, so that
/// reports do not depend on the machine.
const MOST_STATES: u64 = 50_000;

/// What each change makes of each of these decisions, in their order.
#[must_use]
pub fn changed(
    decisions: &[(&Decision, &Profile)],
    threads: usize,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Vec<Changed> {
    let mut asked = Vec::new();
    let mut places = Vec::new();
    for (place, (decision, profile)) in decisions.iter().enumerate() {
        for (change, question) in questions(decision, profile) {
            asked.push(question);
            places.push((place, change));
        }
    }
    let mut found = vec![Changed::default(); decisions.len()];
    let limits = Limits {
        max_states: Some(MOST_STATES),
        ..Limits::default()
    };
    let decided = decided(asked, &limits, threads, progress);
    for ((place, change), again) in places.into_iter().zip(decided) {
        let (before, of_claim) = (decisions[place].0, &mut found[place]);
        let cases = recombined(before, again);
        let answers = differing(&before.cases, &cases);
        match &*answers {
            [] => of_claim.without.push(change),
            answers if answers.iter().all(|(_, _, so)| so.is_none()) => {
                of_claim.not_known.push(change);
            }
            answers => of_claim.effects.push(Effect {
                change,
                truth: truth(&cases),
                answers: answers.to_vec(),
            }),
        }
    }
    found
}

/// The claim with each change that changes anything that it looks at; only those parts are asked about whose world is another one then.
fn questions(decision: &Decision, profile: &Profile) -> Vec<(Change, Question)> {
    let own = (decision.claim.cases)(profile);
    let grid = own_grid(&own);
    let questions = CHANGES.iter().filter_map(|change| {
        if let Change::Write(sysctl, _) = change
            && grid.contains(sysctl)
        {
            return None;
        }
        let kernel = change.of_kernel(profile)?;
        let mut cases = (decision.claim.cases)(&kernel);
        for part in cases.iter_mut().flat_map(|case| &mut case.parts) {
            make(*change, &mut part.test);
        }
        for (own, case) in own.iter().zip(&mut cases) {
            let mut own = own.parts.iter();
            case.parts.retain(|part| {
                let own = own.next();
                own.is_some_and(|own| differ((&own.test, profile), (&part.test, &kernel)))
            });
        }
        let question = Question {
            claim: decision.claim,
            profile: kernel,
            cases,
        };
        let is_asked = question.cases.iter().any(|case| !case.parts.is_empty());
        is_asked.then_some((*change, question))
    });
    questions.collect()
}

/// The cases as they are with the change: what was not asked again is answered as before.
fn recombined(before: &Decision, again: Decision) -> Vec<DecidedCase> {
    let both = before.cases.iter().zip(again.cases);
    let cases = both.map(|(case, again)| {
        let mut case = case.clone();
        for part in again.parts {
            let mut parts = case.parts.iter_mut();
            if let Some(place) = parts.find(|old| old.sentence == part.sentence) {
                *place = part;
            }
        }
        case
    });
    cases.collect()
}

fn make(change: Change, test: &mut Test) {
    match test {
        Test::Reached(scenario, _)
        | Test::NotReached(scenario, _)
        | Test::Holds(scenario, _)
        | Test::Measured { scenario, .. } => *scenario = change.of_scenario(scenario.clone()),
        Test::Equal { .. } => {}
    }
}

/// The sysctls by which the claim itself tells its worlds apart: it says already what each value does.
fn own_grid(cases: &[Case]) -> BTreeSet<Sysctl> {
    let all = cases.iter().flat_map(|case| &case.parts);
    let scenarios: Vec<_> = all.filter_map(|part| scenario_of(&part.test)).collect();
    let value = |scenario: &halfopen_spec::scenarios::Scenario, sysctl: Sysctl| {
        let mut set = scenario.sysctls.iter();
        set.find(|(other, _)| *other == sysctl)
            .map(|(_, value)| *value)
    };
    let is_told = |sysctl: &Sysctl| {
        let values: BTreeSet<_> = scenarios.iter().map(|one| value(one, *sysctl)).collect();
        values.len() > 1
    };
    Sysctl::ALL.iter().copied().filter(is_told).collect()
}

/// Whether a part looks at another world, or at another number.
fn differ((own, profile): (&Test, &Profile), (new, kernel): (&Test, &Profile)) -> bool {
    if let (Some(own), Some(new)) = (scenario_of(own), scenario_of(new)) {
        return own != new || own.apply_to(profile).kernel != new.apply_to(kernel).kernel;
    }
    match (own, new) {
        (Test::Equal { computed: own, .. }, Test::Equal { computed: new, .. }) => own != new,
        (Test::Equal { .. }, _) | (_, Test::Equal { .. }) => true,
        (
            Test::Reached(..) | Test::NotReached(..) | Test::Holds(..) | Test::Measured { .. },
            Test::Reached(..) | Test::NotReached(..) | Test::Holds(..) | Test::Measured { .. },
        ) => false,
    }
}

/// What is answered differently from before.
fn differing(
    before: &[DecidedCase],
    after: &[DecidedCase],
) -> Vec<(&'static str, String, Option<bool>)> {
    let answers = |cases: &[DecidedCase]| -> Vec<(&'static str, String, Option<bool>)> {
        let parts = cases
            .iter()
            .flat_map(|case| case.parts.iter().map(move |part| (case.setting, part)));
        let answers = parts.map(|(setting, part)| (setting, part.sentence.clone(), part.so));
        answers.collect()
    };
    let both = answers(before).into_iter().zip(answers(after));
    let differing = both.filter(|(one, other)| one.2 != other.2);
    differing.map(|(_, after)| after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::decide;
    use halfopen_spec::claims::claim;
    use halfopen_spec::policy::profile;

    fn of(id: &str, kernel: &str) -> Changed {
        let claim = claim(id).expect("the claim is built in");
        let profile = profile(kernel).expect("the profile is built in");
        let decisions = decide(&[claim], std::slice::from_ref(&profile), 1, &|_, _| {});
        let mut found = changed(&[(&decisions[0], &profile)], 1, &|_, _| {});
        found.remove(0)
    }

    fn turned(changed: &Changed) -> Vec<(String, Truth)> {
        let effects = changed.effects.iter();
        effects
            .map(|effect| (effect.change.to_string(), effect.truth))
            .collect()
    }

    /// Each of these is a claim of its own, or a row of what `doctor` says; here it comes out of changing S2.5's one setting.
    #[test]
    fn an_overflowed_client_is_told_when_the_listener_resets_or_nobody_has_to_wait() {
        let found = of("S2.5", "linux-6.18");
        let wanted = [
            (
                "a program that calls accept() at once".to_owned(),
                Truth::True,
            ),
            ("net.ipv4.tcp_abort_on_overflow=1".to_owned(), Truth::True),
        ];
        assert_eq!(turned(&found), wanted);
        assert!(
            found
                .without
                .contains(&Change::Write(Sysctl::TcpSyncookies, 2))
        );
    }

    /// F.8's cases are told apart by tcp_syncookies already, and tcp_max_syn_backlog alone moves the last quarter away.
    #[test]
    fn what_the_cases_of_a_claim_are_about_is_not_changed() {
        let found = of("F.8", "linux-6.18");
        let large = Change::Write(Sysctl::TcpMaxSynBacklog, 65_536).to_string();
        assert_eq!(turned(&found), [(large, Truth::False)]);
        let all = found.without.iter().chain(&found.not_known);
        let mut cookies =
            all.filter(|change| matches!(change, Change::Write(Sysctl::TcpSyncookies, _)));
        assert_eq!(cookies.next(), None);
    }

    /// A number that is computed from the kernel's default follows it.
    #[test]
    fn a_default_is_what_it_is_set_to() {
        let found = of("S3.2", "linux-6.18");
        let off = Change::Write(Sysctl::TcpSyncookies, 0).to_string();
        assert_eq!(turned(&found), [(off, Truth::True)]);
        let older = of("S3.2", "linux-2.6.18");
        assert!(
            turned(&older)
                .iter()
                .all(|(_, truth)| *truth == Truth::False)
        );
        assert_eq!(older.effects.len(), 2, "1 and 2 are not 0");
    }

    /// Answers are put back by their sentence.
    #[test]
    fn no_case_asks_the_same_twice() {
        for claim in halfopen_spec::claims::claims() {
            for profile in halfopen_spec::policy::profiles() {
                for case in (claim.cases)(&profile) {
                    let sentences: BTreeSet<&str> =
                        case.parts.iter().map(|part| &*part.sentence).collect();
                    assert_eq!(sentences.len(), case.parts.len(), "{}", claim.id);
                }
            }
        }
    }
}
