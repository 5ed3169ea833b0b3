//! A world is searched under the calibrated clock: every state with what is known of the times, shortest runs with their seconds, and
//! how long things last.

use super::clock::Clocked;
use super::coverage::Coverage;
use super::explored::{Answer, Explored, rules};
use super::labels::{RuleLabels, of_rule};
use super::many::measure_many;
use super::questions::question;
use super::second_opinion::Engine;
use crate::run::{ReplayError, Run, replay_actions};
use crate::search::{self, Limits, Moment, Progress, StoppedBy, explore_timed, times_of};
use halfopen_spec::measures::{self, Measure, When};
use halfopen_spec::model::{Ledger, Node, World};
use halfopen_spec::network::Loss;
use halfopen_spec::policy::Profile;
use halfopen_spec::properties::Property;
use halfopen_spec::scenarios::Scenario;
use halfopen_spec::view::View;
use std::time::Instant;

/// A measure that was taken.
#[derive(Clone)]
pub struct Taken {
    /// What was measured.
    pub measure: Measure,
    /// What it says of all runs; `None` when a bound was hit before they were seen.
    pub measured: Option<measures::Measured>,
    /// Classes of states and times that were looked at.
    pub classes: u64,
    /// The bound that was hit before every class was seen.
    pub stopped_by: Option<StoppedBy>,
    /// How many clients were dealt with that are not looked at one by one, or why that was not possible; nothing where there are none.
    pub of_few: Option<String>,
    /// Whether it may last longer: only some runs were measured.
    pub at_least: bool,
}

impl std::fmt::Debug for Taken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {:?}", self.measure.name, self.measured)
    }
}

/// Searches a world whose segments leave the network when they arrive.
pub(super) fn explored_calibrated(
    world: &World,
    properties: &[Property],
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Explored {
    let questions: Vec<_> = properties.iter().map(|p| question(world, p)).collect();
    let limits = within(world, limits);
    let clock = Clocked(world);
    let found = explore_timed(
        world,
        &clock,
        &RuleLabels,
        &questions,
        None,
        &limits,
        progress,
    );
    let told = |run: &search::TimedRun<_>| {
        let run = Run::timed(world, &run.actions, &run.at);
        Answer::Run(run.expect("the search finds runs of the model"))
    };
    let answers = found.answers.iter();
    let answers = answers.map(|run| run.as_ref().map_or(Answer::Nowhere, told));
    Explored {
        answers: answers.collect(),
        coverage: Coverage {
            engine: Engine::Halfopen,
            classes: Some(found.classes),
            apart: None,
            graph: None,
            many: Vec::new(),
            states: found.states,
            transitions: found.transitions,
            depth: found.depth,
            up_to_names: false,
            not_exchanged: None,
            complete: found.stopped_by.is_none(),
            stopped_by: found.stopped_by,
            seconds: found.seconds,
            bytes_per_state: found.bytes_per_class,
            rules: rules(&found.labels),
        },
    }
}

/// Takes measures of a scenario under the calibrated clock, one search each, whatever clock the scenario names.
#[must_use]
pub fn measure(
    scenario: &Scenario,
    profile: &Profile,
    measures: &[Measure],
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Vec<Taken> {
    if scenario.beside > 0 {
        return measure_many(scenario, profile, measures, limits, progress);
    }
    let world = scenario.clone().calibrated().world(profile);
    let started = Instant::now();
    let take = |measure: &Measure| taken(&world, measure, &limits.left(started), progress);
    measures.iter().map(take).collect()
}

/// Takes one measure of a scenario in which every client is looked at.
pub(super) fn measure_few(
    scenario: &Scenario,
    profile: &Profile,
    measure: &Measure,
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Taken {
    let world = scenario.clone().calibrated().world(profile);
    taken(&world, measure, limits, progress)
}

fn taken(world: &World, measure: &Measure, limits: &Limits, progress: &dyn Fn(Progress)) -> Taken {
    let asked = search::Measure {
        begins: moment(world, measure.begins.when),
        notes: measure
            .notes
            .map_or(Moment::Never, |notes| moment(world, notes.when)),
        ends: moment(world, measure.ends.when),
    };
    let found = explore_timed(
        world,
        &Clocked(world),
        &RuleLabels,
        &[],
        Some(&asked),
        &within(world, limits),
        progress,
    );
    let whole = found.measured.filter(|_| found.stopped_by.is_none());
    Taken {
        measure: *measure,
        measured: whole.map(of_the_specification),
        classes: found.classes,
        stopped_by: found.stopped_by,
        of_few: None,
        at_least: false,
    }
}

/// The run that a replay string names, with the earliest times at which it can be taken.
///
/// # Errors
///
/// When the string does not fit the world, or a step cannot be taken before something else must have come.
pub fn replayed_in_time(world: &World, replay: &str) -> Result<Run, ReplayError> {
    let actions = replay_actions(world, replay)?;
    let at = times_of(world, &Clocked(world), &actions)
        .map_err(|place| ReplayError::NotInTime { step: place + 1 })?;
    Ok(Run::timed(world, &actions, &at).expect("each step was taken in the model"))
}

fn within(world: &World, limits: &Limits) -> Limits {
    Limits {
        has_boundary: matches!(world.cfg.network.loss, Loss::AtMost(_)),
        ..limits.clone()
    }
}

fn moment<'w>(world: &'w World, when: When) -> Moment<'w, Node, Ledger> {
    match when {
        When::Start => Moment::Start,
        When::Applies(rules) => Moment::Label(rules.iter().copied().map(of_rule).collect()),
        When::Ceases(so) => Moment::Ceases(Box::new(move |state| so(&View::of(world, state)))),
    }
}

/// What the search measured, in the words of the specification.
fn of_the_specification(measured: search::Measured) -> measures::Measured {
    let window = |window: search::Window| measures::Window {
        least: window.least,
        most: window.most,
    };
    measures::Measured {
        begins: measured.begins,
        noted: measured.noted.into_iter().map(window).collect(),
        ended: measured.ended.map(window),
        noted_at_end: measured.noted_at_end,
        may_last: measured.may_last,
        noted_for_ever: measured.noted_for_ever,
    }
}
