//! The front door: a stateright actor model in, an exploration out.

use super::apart::Bundles;
use super::channels::numbered::Numbered;
use super::checkpoint::recorded::Recorded;
use super::checkpoint::{Checkpoints, Keeper, leg};
use super::exploration::{Exploration, Progress};
use super::limits::{Limits, StoppedBy};
use super::packed::drive::{Drive, Found};
use super::question::{Labels, Question};
use super::searchable::{History, Searchable};
use super::star::numbered::NumberedStar;
use super::star::{Alone, HubAndSpokes};
use super::system::{Kind, System};
use super::whole::Whole;
use stateright::actor::ActorModel;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::time::Instant;

/// Visits every state of `model` within `limits` and answers `questions`.
///
/// States, transitions, depth and answers are the same for any number of threads, unless time or
/// memory runs out.  `progress` is called on the calling thread, at the end of each level and
/// about ten times a second.
///
/// # Panics
///
/// If the model lets actors crash, which is not searched.
pub fn explore<A: Searchable, C: Sync, H: History>(
    model: &ActorModel<A, C, H>,
    labels: &dyn Labels<A>,
    questions: &[Question<'_, A, H>],
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Exploration<A, H> {
    check(model);
    let started = Instant::now();
    let numbered = Numbered::new(model, labels, questions);
    let found = drive(&numbered, numbered.whole.kinds(), limits, started, progress);
    exploration(found, &numbered.whole, false, started)
}

/// As [`explore`], for a model that is a star; `alone` says for each question whether it can be asked of one spoke alone.
///
/// Questions about states that cannot are asked of whole states, which is slower. Where this model, or a question, does not let itself be
/// searched as a star, it is searched as any other.
///
/// # Panics
///
/// If the model lets actors crash, or if the star is not what its description says.
pub fn explore_star<A: Searchable, C: Sync, H: History>(
    model: &ActorModel<A, C, H>,
    (star, alone): (&dyn HubAndSpokes<A, H>, &[Alone<'_, A, H>]),
    labels: &dyn Labels<A>,
    questions: &[Question<'_, A, H>],
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Exploration<A, H> {
    check(model);
    let started = Instant::now();
    let Some(numbered) = NumberedStar::new(model, star, labels, questions, alone) else {
        return explore(model, labels, questions, limits, progress);
    };
    // What the boundary forbids is not made.
    let limits = Limits {
        has_boundary: false,
        ..limits.clone()
    };
    let found = drive(
        &numbered,
        numbered.whole.kinds(),
        &limits,
        started,
        progress,
    );
    exploration(found, &numbered.whole, star.exchanges(), started)
}

/// What is found when the spokes of a star are searched apart.
#[derive(Clone, Debug)]
pub struct Bundled {
    /// Bundles of states: a hub, and for each spoke a set of situations.
    pub bundles: u64,
    /// Leaps between them.
    pub leaps: u64,
    /// The number of leaps of the longest shortest way.
    pub depth: u32,
    /// What ended the search before every bundle was seen.
    pub stopped_by: Option<StoppedBy>,
    /// Per question, whether it is answered somewhere.
    pub answered: Vec<bool>,
    /// Label → in how many different situations a step carried it.
    pub labels: BTreeMap<u16, u64>,
    /// What the search's tables held at their largest, divided by the bundles.
    pub bytes_per_bundle: f64,
    /// How long it took.
    pub seconds: f64,
}

/// Finds out which questions are answered anywhere in a star, its spokes searched apart; `None` where a question, or the network, does
/// not let it. The spokes of a kind are always exchanged.
///
/// # Panics
///
/// If the model lets actors crash, or if the star is not what its description says.
pub fn explore_apart<A: Searchable, C: Sync, H: History>(
    model: &ActorModel<A, C, H>,
    (star, alone): (&dyn HubAndSpokes<A, H>, &[Alone<'_, A, H>]),
    labels: &dyn Labels<A>,
    questions: &[Question<'_, A, H>],
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Option<Bundled> {
    check(model);
    let started = Instant::now();
    let numbered = NumberedStar::new(model, star, labels, questions, alone)?;
    if alone.iter().any(|alone| matches!(alone, Alone::Whole)) {
        return None;
    }
    let largest_hub = || numbered.largest_hub();
    let label_set = |set| System::label_set(&numbered, set);
    let initial = numbered.initial();
    let bundles = Bundles::new(&numbered, &initial, &largest_hub, &label_set);
    let limits = Limits {
        has_boundary: false,
        ..limits.clone()
    };
    let kinds = vec![Kind::State; questions.len()];
    let found = drive(&bundles, kinds, &limits, started, progress);
    Some(Bundled {
        bundles: found.states,
        leaps: found.transitions,
        depth: found.depth,
        stopped_by: found.stopped_by,
        answered: found.answers.iter().map(Option::is_some).collect(),
        labels: found.labels,
        bytes_per_bundle: found.bytes as f64 / found.states.max(1) as f64,
        seconds: started.elapsed().as_secs_f64(),
    })
}

fn check<A: Searchable, C, H: History>(model: &ActorModel<A, C, H>) {
    assert_eq!(model.max_crashes, 0, "crashes are not searched");
    assert!(
        !model.actors.is_empty(),
        "a model without actors has no parts to number"
    );
}

fn drive(
    system: &dyn System,
    kinds: Vec<Kind>,
    limits: &Limits,
    started: Instant,
    progress: &dyn Fn(Progress),
) -> Found {
    let run = |system: &dyn System, keeper: Option<&Keeper<'_>>| {
        let drive = Drive {
            system,
            kinds: kinds.clone(),
            limits,
            started,
            progress,
            keeper,
        };
        drive.run()
    };
    let search = |checkpoints: Option<&Checkpoints>| match checkpoints {
        None => run(system, None),
        Some(checkpoints) => {
            let recorded = Recorded::new(system);
            let keeper = Keeper {
                checkpoints,
                recorded: &recorded,
            };
            run(&recorded, Some(&keeper))
        }
    };
    // Without memory for one search, another one is tried.
    let goes_on = |found: &Found| {
        matches!(
            found.stopped_by,
            Some(StoppedBy::Time | StoppedBy::Interrupted)
        )
    };
    leg(limits.checkpoints.as_ref(), search, goes_on)
}

fn exploration<A: Searchable, C, H: History>(
    found: Found,
    whole: &Whole<'_, A, C, H>,
    up_to_names: bool,
    started: Instant,
) -> Exploration<A, H> {
    let answers = found.answers.iter();
    Exploration {
        states: found.states,
        transitions: found.transitions,
        depth: found.depth,
        up_to_names,
        complete: found.stopped_by.is_none(),
        stopped_by: found.stopped_by,
        answers: answers
            .map(|run| run.as_ref().map(|run| whole.actions_at(run)))
            .collect(),
        labels: found.labels,
        bytes_per_state: found.bytes as f64 / found.states.max(1) as f64,
        seconds: started.elapsed().as_secs_f64(),
        history: PhantomData,
    }
}
