//! A stateright actor model as a [`System`] of small numbers, and the judge of its whole states.

use super::decode::{Decoder, encode};
use super::question::{ActionOf, Labels, Question};
use super::registry::Registry;
use super::system::{Exit, Judge, Kind, Step, System};
use super::whole_step::labels_of;
use stateright::Model;
use stateright::actor::{Actor, ActorModel, ActorModelState, LossyNetwork};
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A stateright actor model in small numbers.
pub(super) struct Numbered<'m, A: Actor, C, H>
where
    A::Msg: Ord,
    A::Timer: Ord,
    H: Clone + Debug + Hash,
{
    model: &'m ActorModel<A, C, H>,
    labels: &'m dyn Labels<A>,
    questions: &'m [Question<'m, A, H>],
    initial: ActorModelState<A, H>,
    initial_parts: Vec<u32>,
    registry: Mutex<Registry<A, H>>,
}

impl<'m, A, C, H> Numbered<'m, A, C, H>
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
    pub(super) fn new(
        model: &'m ActorModel<A, C, H>,
        labels: &'m dyn Labels<A>,
        questions: &'m [Question<'m, A, H>],
    ) -> Self {
        let mut registry = Registry::new(model);
        let initial = model
            .init_states()
            .pop()
            .expect("an actor model has one initial state");
        let initial_parts = encode(&mut registry, &initial);
        Numbered {
            model,
            labels,
            questions,
            initial,
            initial_parts,
            registry: Mutex::new(registry),
        }
    }

    /// What kind of question each one is.
    pub(super) fn kinds(&self) -> Vec<Kind> {
        let questions = self.questions.iter();
        questions
            .map(|question| match question {
                Question::State(_) => Kind::State,
                Question::Step(_) => Kind::Step,
                Question::StepOn(labels, _) => Kind::Labels(labels.clone()),
                Question::Label(label) => Kind::Labels(vec![*label]),
            })
            .collect()
    }

    /// The actions at these positions, each in the order of the state that the ones before lead to.
    pub(super) fn actions_at(&self, positions: &[usize]) -> Vec<ActionOf<A>> {
        let mut run = Vec::with_capacity(positions.len());
        let mut state = self.initial.clone();
        for (done, position) in positions.iter().enumerate() {
            let mut actions = Vec::new();
            self.model.actions(&state, &mut actions);
            let action = actions.swap_remove(*position);
            run.push(action.clone());
            if let Some(next) = self.model.next_state(&state, action) {
                state = next;
            } else {
                assert_eq!(done + 1, positions.len(), "a run goes from state to state");
            }
        }
        run
    }

    fn registry(&self) -> MutexGuard<'_, Registry<A, H>> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn decoder(&self) -> Decoder<'_, A, H> {
        Decoder::new(
            &self.registry,
            self.initial.clone(),
            self.initial_parts.clone(),
        )
    }

    /// The successors of a state as the model itself lists them.
    fn successors(
        &self,
        before: &ActorModelState<A, H>,
    ) -> impl Iterator<Item = (usize, ActionOf<A>, ActorModelState<A, H>)> {
        let mut actions = Vec::new();
        self.model.actions(before, &mut actions);
        let actions = actions.into_iter().enumerate();
        actions.filter_map(|(position, action)| {
            let after = self.model.next_state(before, action.clone())?;
            let inside = self.model.within_boundary(&after);
            inside.then_some((position, action, after))
        })
    }
}

impl<A, C, H> System for Numbered<'_, A, C, H>
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
    fn initial(&self) -> Vec<u32> {
        self.initial_parts.clone()
    }

    fn actors(&self) -> usize {
        self.model.actors.len()
    }

    fn largest(&self) -> Vec<u32> {
        self.registry().largest()
    }

    fn receiver(&self, channel: u32) -> Option<usize> {
        let receiver = usize::from(self.registry().channels[channel as usize].dst);
        (receiver < self.actors()).then_some(receiver)
    }

    fn exits(&self, channel: u32, content: u32) -> Vec<Exit> {
        let is_lossy = self.model.lossy_network == LossyNetwork::Yes;
        self.registry().exits(channel, content, is_lossy)
    }

    fn delivery_removes(&self) -> bool {
        self.registry().discipline.delivery_removes()
    }

    fn delivery(&self, channel: u32, message: u32, local: u32) -> Option<Step> {
        let mut registry = self.registry();
        registry.delivery(self.model, self.labels, channel, message, local)
    }

    fn own_steps(&self, actor: u32, local: u32) -> Vec<Step> {
        let mut registry = self.registry();
        registry.own_steps(self.model, self.labels, actor, local)
    }

    fn append(&self, channel: u32, content: u32, message: u32) -> u32 {
        self.registry().append(channel, content, message)
    }

    fn remember(&self, history: u32, event: u32) -> u32 {
        self.registry().remember(self.model, history, event)
    }

    fn label_set(&self, set: u32) -> Vec<u16> {
        self.registry().label_sets.value(set).to_vec()
    }

    fn judge(&self) -> Box<dyn Judge + Send + '_> {
        Box::new(WholeJudge {
            system: self,
            before: self.decoder(),
            after: self.decoder(),
        })
    }

    fn bytes(&self) -> u64 {
        self.registry().bytes()
    }

    fn first_action(
        &self,
        from: &[u32],
        acceptable: &mut dyn FnMut(&[u32]) -> bool,
    ) -> Option<(usize, Vec<u32>)> {
        let mut decoder = self.decoder();
        self.successors(decoder.decode(from))
            .find_map(|(position, _, after)| {
                let parts = encode(&mut self.registry(), &after);
                acceptable(&parts).then_some((position, parts))
            })
    }

    fn first_answer(&self, from: &[u32], question: usize) -> Option<usize> {
        let mut decoder = self.decoder();
        let before = decoder.decode(from);
        self.successors(before)
            .find(|(_, action, after)| {
                let labels = labels_of(self.model, self.labels, before, action);
                match &self.questions[question] {
                    Question::State(_) => false,
                    Question::Step(ask) => ask(before, action, &labels, after),
                    Question::StepOn(on, ask) => {
                        carries(&labels, on) && ask(before, action, &labels, after)
                    }
                    Question::Label(label) => labels.contains(label),
                }
            })
            .map(|(position, _, _)| position)
    }
}

/// Whether a step with these labels has one that is asked for.
fn carries(labels: &[u16], on: &[u16]) -> bool {
    on.iter().any(|label| labels.contains(label))
}

/// Reads whole states, for one thread.
struct WholeJudge<'m, A: Actor, C, H>
where
    A::Msg: Ord,
    A::Timer: Ord,
    H: Clone + Debug + Hash,
{
    system: &'m Numbered<'m, A, C, H>,
    before: Decoder<'m, A, H>,
    after: Decoder<'m, A, H>,
}

impl<A, C, H> Judge for WholeJudge<'_, A, C, H>
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
    fn state(&mut self, parts: &[u32], open: &[usize], answered: &mut Vec<usize>) -> bool {
        let model = self.system.model;
        let state = self.after.decode(parts);
        if !(model.within_boundary)(&model.cfg, state) {
            return false;
        }
        for index in open {
            if let Question::State(ask) = &self.system.questions[*index]
                && ask(state)
            {
                answered.push(*index);
            }
        }
        true
    }

    fn step(
        &mut self,
        before: &[u32],
        (action, labels): (u32, u32),
        after: &[u32],
        open: &[usize],
        answered: &mut Vec<usize>,
    ) -> bool {
        let model = self.system.model;
        let after = self.after.decode(after);
        if !(model.within_boundary)(&model.cfg, after) {
            return false;
        }
        let before = self.before.decode(before);
        let (action, labels) = {
            let registry = self.system.registry();
            let action = Arc::clone(registry.actions.value(action));
            (action, Arc::clone(registry.label_sets.value(labels)))
        };
        for index in open {
            let is_true = match &self.system.questions[*index] {
                Question::State(_) => false,
                Question::Step(ask) | Question::StepOn(_, ask) => {
                    ask(before, &action, &labels, after)
                }
                Question::Label(label) => labels.contains(label),
            };
            if is_true {
                answered.push(*index);
            }
        }
        true
    }
}
