//! The front door: a stateright actor model in, an exploration out.

use super::drive::Drive;
use super::exploration::{Exploration, Progress};
use super::limits::Limits;
use super::numbered::Numbered;
use super::question::{Labels, Question};
use stateright::actor::{Actor, ActorModel};
use std::fmt::Debug;
use std::hash::Hash;
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
pub fn explore<A, C, H>(
    model: &ActorModel<A, C, H>,
    labels: &dyn Labels<A>,
    questions: &[Question<'_, A, H>],
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Exploration<A, H>
where
    A: Actor + Sync,
    A::State: Eq + Hash + Send + Sync,
    A::Msg: Ord + Send + Sync,
    A::Timer: Ord + Send + Sync,
    A::Random: Send + Sync,
    A::Storage: Eq + Send + Sync,
    C: Sync,
    H: Eq + Hash + Clone + Debug + Send + Sync,
{
    assert_eq!(model.max_crashes, 0, "crashes are not searched");
    assert!(
        !model.actors.is_empty(),
        "a model without actors has no parts to number"
    );
    let started = Instant::now();
    let numbered = Numbered::new(model, labels, questions);
    let drive = Drive {
        system: &numbered,
        kinds: numbered.kinds(),
        limits,
        started,
        progress,
    };
    let found = drive.run();
    let answers = found.answers.iter();
    Exploration {
        states: found.states,
        transitions: found.transitions,
        depth: found.depth,
        complete: found.stopped_by.is_none(),
        stopped_by: found.stopped_by,
        answers: answers
            .map(|run| run.as_ref().map(|run| numbered.actions_at(run)))
            .collect(),
        labels: found.labels,
        bytes_per_state: found.bytes as f64 / found.states.max(1) as f64,
        seconds: started.elapsed().as_secs_f64(),
        history: PhantomData,
    }
}
