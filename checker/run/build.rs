//! From actions to a run: each action is taken in the model, and told.

use super::facts::{differences, facts, listing};
use super::replay::encode;
use super::words::{actor_name, event, segment_to};
use super::{Ending, Run, Step};
use crate::search::Lasso;
use halfopen_spec::kernel::HostId;
use halfopen_spec::model::{World, WorldAction, WorldState, explain};
use halfopen_spec::rule::Rule;
use stateright::Model;
use std::collections::BTreeMap;
use std::time::Duration;

impl Run {
    /// Tells the run that these actions make; `None` when one of them is impossible.
    #[must_use]
    pub fn of(world: &World, actions: &[WorldAction]) -> Option<Self> {
        Self::ending(world, actions, Ending::Open)
    }

    /// Tells the run that these actions make at these times; `None` when one of them is impossible.
    #[must_use]
    pub fn timed(world: &World, actions: &[WorldAction], at: &[Duration]) -> Option<Self> {
        let mut run = Self::of(world, actions)?;
        for (step, at) in run.steps.iter_mut().zip(at) {
            step.at = Some(*at);
        }
        Some(run)
    }

    /// Tells a run that never does what it should: it stops, or goes round for ever; `None` when a step is impossible.
    #[must_use]
    pub fn for_ever(world: &World, lasso: &Lasso<WorldAction>) -> Option<Self> {
        let actions = [&*lasso.prefix, &lasso.cycle].concat();
        let ending = match lasso.cycle.is_empty() {
            true => Ending::Stops,
            false => Ending::Repeats {
                from: lasso.prefix.len(),
            },
        };
        Self::ending(world, &actions, ending)
    }

    pub(super) fn ending(world: &World, actions: &[WorldAction], ending: Ending) -> Option<Self> {
        let mut state = world.init_states().into_iter().next()?;
        let mut steps = Vec::new();
        let mut choices = Vec::new();
        let mut dropped: BTreeMap<HostId, Rule> = BTreeMap::new();
        for action in actions {
            let mut possible = Vec::new();
            world.actions(&state, &mut possible);
            choices.push(possible.iter().position(|other| other == action)?);
            let next = world.next_state(&state, action.clone())?;
            steps.push(Step::of(world, &state, action, &next));
            note_dropped_syn(world, &state, action, &mut dropped);
            state = next;
        }
        Some(Self {
            steps,
            end: listing(world, &state, &dropped),
            replay: encode(&choices, ending),
            ending,
        })
    }
}

/// Remembers whose SYN was dropped, and by which rule.
fn note_dropped_syn(
    world: &World,
    before: &WorldState,
    action: &WorldAction,
    dropped: &mut BTreeMap<HostId, Rule>,
) {
    let WorldAction::Deliver { src, .. } = action else {
        return;
    };
    let rules = explain(world, before, action).effects.rules;
    if let Some(rule) = rules.into_iter().find(|rule| DROPS.contains(rule)) {
        dropped.insert((*src).into(), rule);
    }
}

/// The rules that drop a SYN.
const DROPS: [Rule; 5] = [
    Rule::SynDroppedSynQueueFull,
    Rule::SynDroppedAcceptQueueFull,
    Rule::SynDroppedTwoYoung,
    Rule::SynDroppedLastQuarter,
    Rule::SynRefusedAndRemembered,
];

impl Step {
    /// Tells one step.
    #[must_use]
    pub fn of(
        world: &World,
        before: &WorldState,
        action: &WorldAction,
        after: &WorldState,
    ) -> Self {
        let explained = explain(world, before, action);
        let who = explained
            .actor
            .map_or_else(|| "network".to_owned(), |id| actor_name(world, id));
        let sends = explained
            .effects
            .segments
            .iter()
            .map(|(to, segment)| segment_to(world, *to, segment))
            .collect();
        Self {
            at: None,
            who,
            what: event(world, action),
            rules: explained.effects.rules,
            counters: explained.effects.counters,
            sends,
            changes: differences(&facts(world, before), &facts(world, after)),
        }
    }
}
