//! The run to an answer, with the time of each step.

use super::classes::Classes;
use super::pending::{Clockwork, Next, Since};
use super::schedule::{Taken, earliest};
use super::states::States;
use super::timing::Timing;
use crate::search::channels::numbered::Numbered;
use crate::search::question::{ActionOf, NoLabels};
use crate::search::searchable::{History, Searchable};
use crate::search::system::System;
use serde::{Deserialize, Serialize};
use stateright::actor::ActorModel;
use std::time::Duration;

/// A run with the time of each step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedRun<Action> {
    /// The steps.
    pub actions: Vec<Action>,
    /// When each is taken, counted from the beginning: the earliest times at which this run is possible.
    pub at: Vec<Duration>,
}

/// Where a question is true: at a class, or at one of the steps from it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Answer {
    pub(super) class: u32,
    pub(super) next: Option<u32>,
}

/// The run to an answer.
pub(super) fn run_to<A: Searchable, C: Sync, H: History>(
    states: &States<'_, A, C, H>,
    classes: &Classes,
    initially: &[Since],
    answer: &Answer,
) -> TimedRun<ActionOf<A>> {
    let mut steps: Vec<(u32, u32)> = answer
        .next
        .map(|next| (answer.class, next))
        .into_iter()
        .collect();
    let mut at = answer.class;
    while let Some((before, next)) = classes.all[at as usize].from {
        steps.push((before, next));
        at = before;
    }
    steps.reverse();
    let nexts: Vec<_> = steps
        .iter()
        .map(|(class, next)| {
            let state = classes.all[*class as usize].state;
            states.known_next(state, *next as usize)
        })
        .collect();
    let taken: Vec<Taken<'_>> = nexts.iter().map(|next| taken(next)).collect();
    TimedRun {
        at: earliest(initially, &taken).expect("a run that was found can be taken"),
        actions: nexts.iter().map(|next| states.action(next)).collect(),
    }
}

fn taken(next: &Next) -> Taken<'_> {
    Taken {
        happens: next.happens,
        pending: next.pending.iter().map(|(_, since)| since).collect(),
    }
}

/// The earliest times at which these actions can be taken in their order, counted from the beginning.
///
/// # Errors
///
/// The number of the first action that cannot be taken: it is not possible there, or only at a time at which something else must have come first.
pub fn times_of<A: Searchable, C: Sync, H: History>(
    model: &ActorModel<A, C, H>,
    timing: &dyn Timing<A>,
    actions: &[ActionOf<A>],
) -> Result<Vec<Duration>, usize> {
    let clockwork = Clockwork::new(Numbered::new(model, &NoLabels, &[]), timing);
    let mut parts = clockwork.numbered.initial();
    let initially: Vec<Since> = clockwork
        .initially(&parts)
        .iter()
        .map(|(_, since)| *since)
        .collect();
    let mut nexts: Vec<Next> = Vec::new();
    let mut at = Vec::new();
    for (number, action) in actions.iter().enumerate() {
        let mut possible = clockwork.nexts(&parts).into_iter();
        let next = possible.find(|next| clockwork.numbered.action(next.action) == *action);
        let next = next.ok_or(number)?;
        parts.clone_from(&next.parts);
        nexts.push(next);
        let taken: Vec<Taken<'_>> = nexts.iter().map(taken).collect();
        at = earliest(&initially, &taken).ok_or(number)?;
    }
    Ok(at)
}
