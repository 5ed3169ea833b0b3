//! Every claim of a file is explored in each of its environments.

use super::finding::{Finding, Findings, Outcome};
use crate::input::{ClaimsFile, Environment, Expected, TeamClaim};
use crate::judge::{self, Judgement, Taken, Verdict};
use crate::report::{looked_at, measured_line, spelled};
use crate::search::{Limits, Progress};
use halfopen_spec::measures::Measure;
use halfopen_spec::properties::Property;
use std::time::{Duration, Instant};

/// Explores every claim of the file in each of its environments, one after the other.
///
/// The limits hold for each of these worlds. `progress` is told which world is looked at: its number, of how many.
///
/// # Panics
///
/// As [`judge::judge`].
#[must_use]
pub fn verify(
    file: &ClaimsFile,
    limits: &Limits,
    progress: &dyn Fn((usize, usize), Progress),
) -> Findings {
    let worlds = file
        .claims
        .iter()
        .flat_map(|claim| claim.environments.iter().map(move |at| (claim, *at)));
    let of = worlds.clone().count();
    let mut findings = Vec::new();
    for (number, (claim, environment)) in worlds.enumerate() {
        let environment = &file.environments[environment];
        let tell = |so_far| progress((number + 1, of), so_far);
        findings.extend(world(claim, environment, limits, &tell));
    }
    Findings {
        file: Some(file.file.clone()),
        findings,
    }
}

fn world(
    claim: &TeamClaim,
    environment: &Environment,
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Vec<Finding> {
    let scenario = claim.scenario_in(environment);
    let (mut properties, mut measures) = (Vec::<Property>::new(), Vec::<Measure>::new());
    for (expected, _) in &claim.expected {
        match expected {
            Expected::Verdict(property, _) => properties.push(*property),
            Expected::AtMost(measure, _) => measures.push(*measure),
        }
    }
    let began = Instant::now();
    let kernel = &environment.profile;
    let judged = |scenario| judge::judge(scenario, kernel, &properties, limits, progress);
    let judgement = (!properties.is_empty()).then(|| judged(&scenario));
    let left = limits.left(began);
    let taken = judge::measure(&scenario, kernel, &measures, &left, progress);
    let judged = judgement.iter().flat_map(|judgement| &judgement.judged);
    let (mut judged, mut taken_in_turn) = (judged, taken.iter());
    let found = claim.expected.iter().map(|(expected, line)| {
        let (asked, wanted, found, outcome, run, looked_at) = match expected {
            Expected::Verdict(property, wanted) => {
                let judged = judged.next().expect("every property has its verdict");
                let outcome = verdict_is(&judged.verdict, wanted);
                let run = judged.verdict.run().cloned();
                let word = judged.verdict.word().to_owned();
                let looked_at = judgement.as_ref().map(looked_at).unwrap_or_default();
                (
                    property.name,
                    (*wanted).to_owned(),
                    word,
                    outcome,
                    run,
                    looked_at,
                )
            }
            Expected::AtMost(measure, most) => {
                let taken = taken_in_turn.next().expect("every measure was taken");
                let (found, outcome) = lasts(taken, *most);
                let wanted = format!("at most {} s", most.as_secs_f64());
                let looked_at = measured_line(&scenario, kernel, taken);
                (measure.name, wanted, found, outcome, None, looked_at)
            }
        };
        Finding {
            claim: claim.name.clone(),
            environment: environment.name.clone(),
            asked,
            sentence: claim.statement.clone(),
            expected: Some(wanted),
            found,
            outcome,
            run,
            looked_at,
            line: Some(*line),
        }
    });
    found.collect()
}

/// Only a space that was seen whole makes a verdict; what was seen of a part of it is not known of the whole.
fn verdict_is(verdict: &Verdict, wanted: &str) -> Outcome {
    match verdict {
        Verdict::HoldsWithin { .. } | Verdict::Undecided => Outcome::Undecided,
        Verdict::Holds { .. } => as_expected(wanted == "holds"),
        Verdict::Violated(_) => as_expected(wanted == "violated"),
        Verdict::Reached(_) => as_expected(wanted == "reached"),
        Verdict::NotReached => as_expected(wanted == "not reached"),
    }
}

const fn as_expected(is_so: bool) -> Outcome {
    if is_so {
        Outcome::AsExpected
    } else {
        Outcome::Differs
    }
}

/// How long it lasts, in words, and whether it is over in time in every run.
fn lasts(taken: &Taken, most: Duration) -> (String, Outcome) {
    let outcome = match &taken.measured {
        None => Outcome::Undecided,
        Some(measured) => {
            let ends = measured.ended.and_then(|window| window.most);
            let in_time = !measured.may_last && ends.is_some_and(|longest| longest <= most);
            match as_expected(!measured.begins || in_time) {
                // It was seen in some runs, and may last longer in others.
                Outcome::AsExpected if taken.at_least => Outcome::Undecided,
                outcome @ (Outcome::AsExpected | Outcome::Differs | Outcome::Undecided) => outcome,
            }
        }
    };
    (how_long(taken), outcome)
}

/// How long it lasts, in words.
fn how_long(taken: &Taken) -> String {
    let words = match &taken.measured {
        None if taken.of_few.is_some() => "not known of so many clients",
        None => "a bound was hit first",
        Some(measured) if !measured.begins => "it never begins",
        Some(measured) if measured.may_last => "it may last for ever",
        Some(measured) => match measured.ended {
            None => "it ends in no run",
            Some(window) if taken.at_least => return format!("at least {}", spelled(window)),
            Some(window) => return spelled(window),
        },
    };
    words.to_owned()
}

/// What was explored without expectations: what must hold is expected to, and what can happen is a result either way.
impl Findings {
    /// The findings of a check of one scenario on one kernel, and of what was measured of it.
    #[must_use]
    pub fn of_check(judgement: &Judgement, taken: &[Taken]) -> Self {
        let verdicts = judgement.judged.iter().map(|judged| {
            let must_hold = judged.property.kind != halfopen_spec::properties::Kind::Sometimes;
            Finding {
                claim: judgement.scenario.name.clone(),
                environment: judgement.profile.name.clone(),
                asked: judged.property.name,
                sentence: judged.property.sentence.to_owned(),
                expected: must_hold.then(|| "holds".to_owned()),
                found: judged.verdict.word().to_owned(),
                outcome: match &judged.verdict {
                    Verdict::Reached(_) | Verdict::NotReached => Outcome::AsExpected,
                    Verdict::Holds { .. }
                    | Verdict::HoldsWithin { .. }
                    | Verdict::Violated(_)
                    | Verdict::Undecided => verdict_is(&judged.verdict, "holds"),
                },
                run: judged.verdict.run().cloned(),
                looked_at: looked_at(judgement),
                line: None,
            }
        });
        let lengths = taken.iter().map(|taken| Finding {
            claim: judgement.scenario.name.clone(),
            environment: judgement.profile.name.clone(),
            asked: taken.measure.name,
            sentence: taken.measure.sentence.to_owned(),
            expected: None,
            found: how_long(taken),
            outcome: match taken.measured {
                Some(_) => Outcome::AsExpected,
                None => Outcome::Undecided,
            },
            run: None,
            looked_at: measured_line(&judgement.scenario, &judgement.profile, taken),
            line: None,
        });
        Self {
            file: None,
            findings: verdicts.chain(lengths).collect(),
        }
    }
}
