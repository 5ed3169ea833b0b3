//! A stateright actor model that is a star, as a [`System`] of small numbers.

use super::answers::asks_whole_steps;
use super::description::{Alone, HubAndSpokes};
use super::numbers::{Numbers, Shared};
use super::spoke::Names;
use super::steps::Move;
use crate::search::channels::channel::Discipline;
use crate::search::question::{Labels, Question};
use crate::search::searchable::{History, Searchable};
use crate::search::system::{
    Answers, HubStep, Shape, SpokeStep, Star, System, Told, Walker, WholeJudge,
};
use crate::search::whole::Whole;
use stateright::actor::{ActorModel, ActorModelState, LossyNetwork};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A star in small numbers.
pub(in crate::search) struct NumberedStar<'m, A: Searchable, C, H: History> {
    pub(in crate::search) whole: Whole<'m, A, C, H>,
    pub(super) star: &'m dyn HubAndSpokes<A, H>,
    /// Per question, whether it can be asked of one spoke alone.
    pub(super) alone: &'m [Alone<'m, A, H>],
    /// The actor at the end of each spoke, spokes of a kind side by side.
    pub(super) spokes: Vec<usize>,
    /// The kind of each spoke.
    pub(super) kinds: Vec<u32>,
    /// Per kind, the actor in whose names its spokes are told.
    pub(super) told_as: Vec<usize>,
    pub(super) initial: ActorModelState<A, H>,
    initial_parts: Vec<u32>,
    numbers: Mutex<Numbers<A>>,
}

impl<'m, A: Searchable, C: Sync, H: History> NumberedStar<'m, A, C, H> {
    /// `None` when the network of the model keeps messages after their delivery, which makes no star.
    pub(in crate::search) fn new(
        model: &'m ActorModel<A, C, H>,
        star: &'m dyn HubAndSpokes<A, H>,
        labels: &'m dyn Labels<A>,
        questions: &'m [Question<'m, A, H>],
        alone: &'m [Alone<'m, A, H>],
    ) -> Option<Self> {
        let discipline = Discipline::of(&model.init_network);
        let fits = discipline.delivery_removes()
            && questions.len() <= u64::BITS as usize
            && !questions.iter().zip(alone).any(asks_whole_steps);
        if !fits {
            return None;
        }
        let actors = (0..model.actors.len()).filter(|actor| *actor != star.hub());
        let mut spokes: Vec<usize> = actors.collect();
        spokes.sort_by_key(|spoke| star.kind(*spoke));
        let mut kinds = Vec::with_capacity(spokes.len());
        let mut told_as: Vec<usize> = Vec::new();
        for spoke in &spokes {
            if told_as
                .last()
                .is_none_or(|last| star.kind(*last) != star.kind(*spoke))
            {
                told_as.push(*spoke);
            }
            kinds.push(told_as.len() as u32 - 1);
        }
        let whole = Whole {
            model,
            labels,
            questions,
        };
        let mut numbered = NumberedStar {
            initial: whole.initial(),
            whole,
            star,
            alone,
            spokes,
            numbers: Mutex::new(Numbers::new(discipline, told_as.len())),
            kinds,
            told_as,
            initial_parts: Vec::new(),
        };
        numbered.initial_parts = numbered.encode(&numbered.initial);
        Some(numbered)
    }

    pub(super) fn numbers(&self) -> MutexGuard<'_, Numbers<A>> {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn names(&self, kind: usize) -> Names<'_, A, H> {
        Names {
            star: self.star,
            actors: &self.whole.model.actors,
            labels: self.whole.labels,
            kind,
            spoke: self.told_as[kind],
        }
    }

    /// The largest number of a hub so far.
    pub(in crate::search) fn largest_hub(&self) -> u32 {
        self.numbers().hubs.largest()
    }

    fn is_lossy(&self) -> bool {
        self.whole.model.lossy_network == LossyNetwork::Yes
    }

    fn lost_by(&self, step: &Move<A>) -> u32 {
        u32::from(step.lost && self.star.most_lost().is_some())
    }
}

impl<A: Searchable, C: Sync, H: History> System for NumberedStar<'_, A, C, H> {
    fn initial(&self) -> Vec<u32> {
        self.initial_parts.clone()
    }

    fn largest(&self) -> Vec<u32> {
        let numbers = self.numbers();
        let kinds = self.kinds.iter();
        let spokes = kinds.map(|kind| numbers.kinds[*kind as usize].spokes.largest());
        let lost = self.star.most_lost().unwrap_or(0);
        spokes.chain([numbers.hubs.largest(), lost]).collect()
    }

    fn label_set(&self, set: u32) -> Vec<u16> {
        self.numbers().label_sets.value(set).to_vec()
    }

    fn bytes(&self) -> u64 {
        self.numbers().bytes()
    }

    fn shape(&self) -> Shape<'_> {
        Shape::Star(self)
    }

    fn walker(&self) -> Option<Box<dyn Walker + '_>> {
        Some(self.whole.walk(|state| self.encode(state)))
    }

    fn ask_initial(&self, open: &[usize]) -> Option<Vec<usize>> {
        self.whole.ask_state(&self.initial, open)
    }
}

impl<A: Searchable, C: Sync, H: History> Star for NumberedStar<'_, A, C, H> {
    fn kinds(&self) -> &[u32] {
        &self.kinds
    }

    fn exchanges(&self) -> bool {
        self.star.exchanges()
    }

    fn most_lost(&self) -> Option<u32> {
        self.star.most_lost()
    }

    fn weight(&self, kind: u32, spoke: u32) -> u32 {
        let numbers = self.numbers();
        let kind = &numbers.kinds[kind as usize];
        let part = kind.spokes.value(spoke).part;
        self.star.weight(&kind.parts.value(part).state)
    }

    fn free_steps(&self, kind: u32, spoke: u32) -> Vec<SpokeStep> {
        let names = self.names(kind as usize);
        let numbers = &mut *self.numbers();
        let in_numbers = **numbers.kinds[names.kind].spokes.value(spoke);
        let moves = numbers.moves_without_hub(&names, in_numbers, self.is_lossy());
        let mut steps = Vec::with_capacity(moves.len());
        for step in moves {
            if self.is_looked_at(numbers, step.labels) {
                continue;
            }
            let spokes = &mut numbers.kinds[names.kind].spokes;
            steps.push(SpokeStep {
                spoke: spokes.number(step.spoke),
                hub: 0,
                lost: self.lost_by(&step),
                labels: step.labels,
                answers: self.step_answers(numbers, step.labels, &step.action, |_| {
                    unreachable!("no question looks at the states of this step")
                }),
            });
        }
        steps
    }

    fn bound_steps(&self, kind: u32, spoke: u32, hub: u32, elsewhere: u32) -> Vec<SpokeStep> {
        let names = self.names(kind as usize);
        let numbers = &mut *self.numbers();
        let before = **numbers.kinds[names.kind].spokes.value(spoke);
        let mut moves = numbers.moves_without_hub(&names, before, self.is_lossy());
        moves.retain(|step| self.is_looked_at(numbers, step.labels));
        moves.extend(numbers.moves_with_hub(&names, before, hub, elsewhere));
        let mut steps = Vec::with_capacity(moves.len());
        for step in moves {
            let hub_after = step.hub.unwrap_or(hub);
            let one_spoke = |numbers: &Numbers<A>, spoke, hub| {
                self.one_spoke(numbers, Some((names.kind, spoke)), hub, elsewhere)
            };
            let answers = self.step_answers(numbers, step.labels, &step.action, |numbers| {
                let before = one_spoke(numbers, before, hub);
                (before, one_spoke(numbers, step.spoke, hub_after))
            });
            let spokes = &mut numbers.kinds[names.kind].spokes;
            steps.push(SpokeStep {
                spoke: spokes.number(step.spoke),
                hub: hub_after,
                lost: self.lost_by(&step),
                labels: step.labels,
                answers,
            });
        }
        steps
    }

    fn own_steps(&self, hub: u32, weight: u32) -> Vec<HubStep> {
        let names = self.names(0);
        let numbers = &mut *self.numbers();
        let steps = numbers.hub_own(&names, hub, weight);
        steps
            .into_iter()
            .map(|(after, labels, action)| HubStep {
                hub: after,
                labels,
                answers: self.step_answers(numbers, labels, &action, |numbers| {
                    let state = |hub| self.one_spoke(numbers, None, hub, weight);
                    (state(hub), state(after))
                }),
            })
            .collect()
    }

    fn told_for(&self, hub: u32, spoke: usize) -> Told {
        let numbers = &mut *self.numbers();
        let exchanges = self.way_to(numbers, hub, spoke);
        let told = exchanges
            .iter()
            .fold(hub, |hub, names| self.renamed_hub(numbers, hub, *names));
        Told {
            hub: told,
            way: numbers.ways.number(exchanges),
        }
    }

    fn told_back(&self, hub: u32, way: u32) -> u32 {
        let numbers = &mut *self.numbers();
        let exchanges = Shared::clone(numbers.ways.value(way));
        exchanges
            .iter()
            .rev()
            .fold(hub, |hub, names| self.renamed_hub(numbers, hub, *names))
    }

    fn exchanged(&self, hub: u32, first: usize) -> u32 {
        self.exchanged_in(&mut self.numbers(), hub, first)
    }

    fn standing(&self, hub: u32, spoke: usize) -> u32 {
        self.standing_in(&self.numbers(), hub, spoke)
    }

    fn state_answers(&self, kind: u32, spoke: u32, hub: u32, elsewhere: u32) -> Answers {
        self.answers_of_states(kind as usize, spoke, hub, elsewhere)
    }

    fn whole_questions(&self) -> u64 {
        self.questions_of_whole_states()
    }

    fn whole_judge(&self) -> Box<dyn WholeJudge + Send + '_> {
        Box::new(StateReader { star: self })
    }
}

/// Reads whole states.
struct StateReader<'m, A: Searchable, C, H: History> {
    star: &'m NumberedStar<'m, A, C, H>,
}

impl<A: Searchable, C: Sync, H: History> WholeJudge for StateReader<'_, A, C, H> {
    fn state(&mut self, parts: &[u32], open: &[usize], answered: &mut Vec<usize>) {
        let state = self.star.decode(parts);
        answered.extend(self.star.whole.ask_state(&state, open).unwrap_or_default());
    }
}
