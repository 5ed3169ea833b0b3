//! A scenario on a kernel is explored, and every property gets its verdict.

mod calibrated;
mod clock;
mod coverage;
mod explored;
mod hosts;
mod in_the_end;
mod labels;
mod many;
mod questions;
mod second_opinion;
mod verdict;

pub use calibrated::{Taken, measure, replayed_in_time};
pub use clock::times_in_order;
pub use coverage::{ClientsApart, Coverage, Extent, GraphSeen};
pub use labels::{RuleLabels, rule_of};
pub use second_opinion::{Engine, SecondOpinion, second_opinion};
pub use verdict::{Judged, OfFew, Verdict};

use crate::run::Run;
use crate::search::{Limits, Progress, StoppedBy};
use calibrated::explored_calibrated;
use explored::{Answer, Explored, explored, explored_apart};
use halfopen_spec::clock::Clock;
use halfopen_spec::policy::Profile;
use halfopen_spec::properties::{Kind, Property};
use halfopen_spec::scenarios::Scenario;
use in_the_end::in_the_end;
use std::time::Instant;

/// What was explored, how far, and what was found.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The set-up.
    pub scenario: Scenario,
    /// The kernel on every host, with the scenario's sysctls and policies.
    pub profile: Profile,
    /// How far the search got.
    pub coverage: Coverage,
    /// One per property, in the order asked.
    pub judged: Vec<Judged>,
}

/// Explores the scenario on hosts with this kernel and judges the properties.
///
/// # Panics
///
/// When a run that the search found is not a run of the model: a bug in the search. When a liveness property is asked of a scenario
/// with the calibrated clock: what happens in the end is judged with timers in any order, which the caller has to see to.
#[must_use]
pub fn judge(
    scenario: &Scenario,
    profile: &Profile,
    properties: &[Property],
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Judgement {
    if scenario.beside > 0 {
        return many::judge_many(scenario, profile, properties, limits, progress);
    }
    if scenario.clock == Clock::Calibrated {
        return judge_calibrated(scenario, profile, properties, limits, progress);
    }
    let began = Instant::now();
    let world = scenario.world(profile);
    let is_liveness = |property: &&Property| property.kind.is_liveness();
    let (ends, states): (Vec<Property>, Vec<Property>) = properties.iter().partition(is_liveness);
    let graph =
        (!ends.is_empty()).then(|| in_the_end(&world, &scenario.fair, &ends, limits, progress));
    let mut found = match &graph {
        Some(graph) if states.is_empty() => Explored {
            coverage: graph.coverage.clone(),
            answers: Vec::new(),
        },
        Some(_) | None => explored(&world, &states, &limits.left(began), progress),
    };
    found.coverage.graph = graph.as_ref().map(|graph| graph.seen.clone());
    let mut in_the_end = graph.into_iter().flat_map(|graph| graph.verdicts);
    let mut of_states = found.answers.into_iter();
    let judged = properties.iter().map(|property| {
        let verdict = if property.kind.is_liveness() {
            in_the_end.next()
        } else {
            let answer = of_states.next();
            answer.map(|answer| verdict(property, answer, &found.coverage))
        };
        Judged {
            property: *property,
            verdict: verdict.expect("every property gets its answer"),
            of_few: None,
        }
    });
    Judgement {
        scenario: scenario.clone(),
        profile: scenario.apply_to(profile),
        judged: judged.collect(),
        coverage: found.coverage,
    }
}

/// The same where time passes.
fn judge_calibrated(
    scenario: &Scenario,
    profile: &Profile,
    properties: &[Property],
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Judgement {
    let found = explored_calibrated(&scenario.world(profile), properties, limits, progress);
    judged_by_states(scenario, profile, properties, found)
}

/// The verdicts that answers about states and steps make.
fn judged_by_states(
    scenario: &Scenario,
    profile: &Profile,
    properties: &[Property],
    found: Explored,
) -> Judgement {
    let judged = properties.iter().zip(found.answers);
    let judged = judged.map(|(property, answer)| Judged {
        property: *property,
        verdict: verdict(property, answer, &found.coverage),
        of_few: None,
    });
    Judgement {
        scenario: scenario.clone(),
        profile: scenario.apply_to(profile),
        judged: judged.collect(),
        coverage: found.coverage,
    }
}

/// The verdicts with the clients apart, and no runs; `None` where the scenario or a property does not allow it.
///
/// [`judge`] does this by itself where it helps.
#[must_use]
pub fn judge_apart(
    scenario: &Scenario,
    profile: &Profile,
    properties: &[Property],
) -> Option<Judgement> {
    let world = scenario.world(profile);
    let found = explored_apart(&world, properties)?;
    Some(judged_by_states(scenario, profile, properties, found))
}

/// Coverage decides the word: only a space that was seen whole lets a property hold or stay unreached.
fn verdict(property: &Property, answer: Answer, coverage: &Coverage) -> Verdict {
    let exercised = property.exercised_by.is_empty()
        || property
            .exercised_by
            .iter()
            .any(|rule| coverage.rules.contains_key(rule));
    match (property.kind, answer, coverage.complete) {
        (Kind::Sometimes, Answer::Run(run), _) => Verdict::Reached(Some(run)),
        (Kind::Always, Answer::Run(run), _) => Verdict::Violated(Some(run)),
        (Kind::Sometimes, Answer::Somewhere, _) => Verdict::Reached(None),
        (Kind::Always, Answer::Somewhere, _) => Verdict::Violated(None),
        (Kind::Sometimes, Answer::Nowhere, true) => Verdict::NotReached,
        (Kind::Always, Answer::Nowhere, true) => Verdict::Holds {
            vacuous: !exercised,
        },
        (Kind::Always, Answer::Nowhere, false)
            if coverage.stopped_by == Some(StoppedBy::MaxDepth) =>
        {
            Verdict::HoldsWithin {
                depth: coverage.depth,
            }
        }
        (Kind::Sometimes | Kind::Always, Answer::Nowhere, false) => Verdict::Undecided,
        (Kind::Eventually | Kind::LeadsTo, ..) => {
            unreachable!("what happens in the end is judged on the graph")
        }
    }
}

/// Tells a run that the search found.
fn told(world: &halfopen_spec::model::World, actions: &[halfopen_spec::model::WorldAction]) -> Run {
    Run::of(world, actions).expect("the search finds runs of the model")
}
