//! The front door: a model and the time that things take in, runs with their seconds out.

use super::classes::Classes;
use super::found::{Place, RunInNumbers};
use super::measure::{Measure, Measured};
use super::run::TimedRun;
use super::search::Search;
use super::states::States;
use super::timing::Timing;
use crate::search::checkpoint::{Checkpoints, leg};
use crate::search::exploration::Progress;
use crate::search::limits::{Limits, StoppedBy};
use crate::search::question::{ActionOf, Labels, Question};
use crate::search::searchable::{History, Searchable};
use crate::search::whole::Whole;
use stateright::actor::ActorModel;
use std::collections::BTreeMap;
use std::time::Instant;

/// What a search in which time passes found, and how far it got.
#[derive(Clone, Debug)]
pub struct Timed<Action> {
    /// Classes: states with what is known of the moments of what is pending.
    pub classes: u64,
    /// Distinct states among them.
    pub states: u64,
    /// Steps between classes.
    pub transitions: u64,
    /// The number of steps of the longest shortest run.
    pub depth: u32,
    /// What ended the search before every class was seen.
    pub stopped_by: Option<StoppedBy>,
    /// One per question, in order: a shortest run to the first class, or step, where it is true.
    pub answers: Vec<Option<TimedRun<Action>>>,
    /// Label → how many steps between classes carried it.
    pub labels: BTreeMap<u16, u64>,
    /// What was measured.
    pub measured: Option<Measured>,
    /// What the search's tables held, divided by the classes.
    pub bytes_per_class: f64,
    /// How long it took.
    pub seconds: f64,
}

/// Visits every class of `model` within `limits`, answers `questions` with shortest runs, and measures.
///
/// One thread searches. Bounds on states and depth cut between two levels, as in the search without time, and a state is a class. A measure is
/// taken over the whole space, so the search does not stop when every question is answered; a run is not followed beyond the end of what is
/// measured.
///
/// # Panics
///
/// If the model lets actors crash, or keeps messages in the network when they are delivered.
pub fn explore_timed<A: Searchable, C: Sync, H: History>(
    model: &ActorModel<A, C, H>,
    timing: &dyn Timing<A>,
    labels: &dyn Labels<A>,
    questions: &[Question<'_, A, H>],
    measure: Option<&Measure<'_, A, H>>,
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Timed<ActionOf<A>> {
    assert_eq!(model.max_crashes, 0, "crashes are not searched");
    let started = Instant::now();
    let search = |checkpoints: Option<&Checkpoints>| {
        let fresh = || Search {
            states: States::new(model, timing, labels, questions, measure),
            limits,
            started,
            checkpoints,
            measures: measure.is_some(),
            initially: Vec::new(),
            classes: Classes::default(),
            place: Place::before_all(questions.len()),
            since_look: 0,
        };
        let mut search = fresh();
        if let Some((at, file)) = checkpoints.and_then(Checkpoints::take_at)
            && let (Err(error), Some(checkpoints)) = (search.go_on(at, file), checkpoints)
        {
            checkpoints.begins_anew(&error.to_string());
            search = fresh();
        }
        let stopped_by = search.run(progress);
        search.found(stopped_by)
    };
    let found = leg(limits.checkpoints.as_ref(), search, |found| {
        found.stopped_by.is_some_and(StoppedBy::goes_on_later)
    });
    let whole = Whole {
        model,
        labels,
        questions,
    };
    let told = |run: &Option<RunInNumbers>| {
        let run = run.as_ref()?;
        Some(TimedRun {
            actions: whole.actions_at(&run.positions),
            at: run.at.clone(),
        })
    };
    Timed {
        answers: found.answers.iter().map(told).collect(),
        classes: found.classes,
        states: found.states,
        transitions: found.transitions,
        depth: found.depth,
        stopped_by: found.stopped_by,
        labels: found.labels,
        measured: measure.and(found.measured),
        bytes_per_class: found.bytes as f64 / found.classes.max(1) as f64,
        seconds: started.elapsed().as_secs_f64(),
    }
}
