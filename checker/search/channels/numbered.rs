//! A stateright actor model as a [`System`] of small numbers, and the judge of its whole states.

use super::channel::Content;
use super::decode::{Decoder, encode};
use super::local::Local;
use super::registry::{Registry, in_milliseconds};
use crate::search::question::{ActionOf, Labels, Question};
use crate::search::searchable::{History, Searchable};
use crate::search::system::{Armed, Channels, Exit, Judge, NONE, Shape, Step, System, Walker};
use crate::search::whole::Whole;
use stateright::actor::{ActorModel, ActorModelState, Id, LossyNetwork, Out};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A stateright actor model in small numbers.
pub(in crate::search) struct Numbered<'m, A: Searchable, C, H: History> {
    pub(in crate::search) whole: Whole<'m, A, C, H>,
    initial: ActorModelState<A, H>,
    initial_parts: Vec<u32>,
    registry: Mutex<Registry<A, H>>,
}

impl<'m, A: Searchable, C: Sync, H: History> Numbered<'m, A, C, H> {
    pub(in crate::search) fn new(
        model: &'m ActorModel<A, C, H>,
        labels: &'m dyn Labels<A>,
        questions: &'m [Question<'m, A, H>],
    ) -> Self {
        let mut registry = Registry::new(model);
        let whole = Whole {
            model,
            labels,
            questions,
        };
        let initial = whole.initial();
        let initial_parts = encode(&mut registry, &initial);
        Numbered {
            whole,
            initial,
            initial_parts,
            registry: Mutex::new(registry),
        }
    }

    /// The action of this number.
    pub(in crate::search) fn action(&self, action: u32) -> ActionOf<A> {
        ActionOf::<A>::clone(self.registry().actions.value(action))
    }

    /// The numbers of a whole state's parts.
    pub(in crate::search) fn encode(&self, state: &ActorModelState<A, H>) -> Vec<u32> {
        encode(&mut self.registry(), state)
    }

    /// The whole state behind these parts.
    pub(in crate::search) fn decoded(&self, parts: &[u32]) -> ActorModelState<A, H> {
        self.decoder().decode(parts).clone()
    }

    /// The choice of this number, without the name under which it is offered.
    pub(in crate::search) fn choice(&self, choice: u32) -> A::Random {
        self.registry().choices.value(choice).1.clone()
    }

    /// The timers that an actor in this local state has armed, and the choices that it offers.
    pub(in crate::search) fn timers_and_choices(
        &self,
        actor: usize,
        local: u32,
    ) -> (Vec<u32>, Vec<u32>) {
        let registry = &mut *self.registry();
        let local = Arc::clone(registry.locals[actor].value(local));
        let timers = local.timers.iter();
        let timers = timers.map(|timer| registry.timers.number(timer.clone()));
        let timers = timers.collect();
        let choices = local.choices.iter().flat_map(|(key, offered)| {
            let offered = offered.iter();
            offered.map(|choice| (key.clone(), choice.clone()))
        });
        let choices = choices.map(|choice| registry.choices.number(choice));
        (timers, choices.collect())
    }

    /// The timers that actors arm when they start.
    pub(in crate::search) fn armed_at_start(&self) -> Vec<Armed> {
        let mut armed = Vec::new();
        for (index, actor) in self.whole.model.actors.iter().enumerate() {
            let mut out = Out::new();
            let storage = self.initial.actor_storages[index].clone();
            let state = actor.on_start(Id::from(index), &storage, &mut out);
            let mut local = Local {
                state: Arc::new(state),
                timers: Vec::new(),
                choices: Vec::new(),
                storage,
            };
            let (_, timers) = local.obey(out);
            let registry = &mut *self.registry();
            armed.extend(timers.into_iter().map(|(timer, window)| Armed {
                timer: registry.timers.number(timer),
                window: in_milliseconds(&window),
            }));
        }
        armed
    }

    /// From whom to whom a channel leads.
    pub(in crate::search) fn ends(&self, channel: u32) -> (Id, Id) {
        self.registry().ends(channel)
    }

    /// The messages under way in a channel with this content.
    pub(in crate::search) fn content(&self, channel: u32, content: u32) -> Arc<Content> {
        Arc::clone(
            self.registry().channels[channel as usize]
                .contents
                .value(content),
        )
    }

    /// The number of a channel's content.
    pub(in crate::search) fn content_number(&self, channel: u32, content: Content) -> u32 {
        self.registry().channels[channel as usize]
            .contents
            .number(content)
    }

    /// A message goes to an actor that makes nothing of it, and is gone.
    ///
    /// # Panics
    ///
    /// If the actor does make something of it.
    pub(in crate::search) fn swallow(&self, parts: &mut [u32], channel: u32, message: u32) {
        let Some(receiver) = self.receiver(channel) else {
            return;
        };
        let Some(step) = self.delivery(channel, message, parts[receiver]) else {
            return;
        };
        let changes = step
            .changes
            .iter()
            .any(|(_, before, after)| before != after);
        assert!(
            !changes && step.sends.is_empty() && step.armed.is_empty(),
            "whoever is sent to without a latency makes nothing of it"
        );
        let history = self.history_part();
        if step.event != NONE {
            parts[history] = self.remember(parts[history], step.event);
        }
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
}

impl<A: Searchable, C: Sync, H: History> System for Numbered<'_, A, C, H> {
    fn initial(&self) -> Vec<u32> {
        self.initial_parts.clone()
    }

    fn largest(&self) -> Vec<u32> {
        self.registry().largest()
    }

    fn label_set(&self, set: u32) -> Vec<u16> {
        self.registry().label_sets.value(set).to_vec()
    }

    fn bytes(&self) -> u64 {
        self.registry().bytes()
    }

    fn shape(&self) -> Shape<'_> {
        Shape::Channels(self)
    }

    fn walker(&self) -> Option<Box<dyn Walker + '_>> {
        Some(self.whole.walk(|state| self.encode(state)))
    }

    fn ask_initial(&self, open: &[usize]) -> Option<Vec<usize>> {
        self.whole.ask_state(&self.initial, open)
    }
}

impl<A: Searchable, C: Sync, H: History> Channels for Numbered<'_, A, C, H> {
    fn actors(&self) -> usize {
        self.whole.model.actors.len()
    }

    fn receiver(&self, channel: u32) -> Option<usize> {
        let receiver = usize::from(self.registry().channels[channel as usize].dst);
        (receiver < self.actors()).then_some(receiver)
    }

    fn exits(&self, channel: u32, content: u32) -> Vec<Exit> {
        let is_lossy = self.whole.model.lossy_network == LossyNetwork::Yes;
        self.registry().exits(channel, content, is_lossy)
    }

    fn delivery_removes(&self) -> bool {
        self.registry().discipline.delivery_removes()
    }

    fn delivery(&self, channel: u32, message: u32, local: u32) -> Option<Step> {
        let whole = &self.whole;
        self.registry()
            .delivery(whole.model, whole.labels, channel, message, local)
    }

    fn own_steps(&self, actor: u32, local: u32) -> Vec<Step> {
        let whole = &self.whole;
        self.registry()
            .own_steps(whole.model, whole.labels, actor, local)
    }

    fn append(&self, channel: u32, content: u32, message: u32) -> u32 {
        self.registry().append(channel, content, message)
    }

    fn remember(&self, history: u32, event: u32) -> u32 {
        self.registry().remember(self.whole.model, history, event)
    }

    fn label_set(&self, set: u32) -> Vec<u16> {
        System::label_set(self, set)
    }

    fn judge(&self) -> Box<dyn Judge + Send + '_> {
        Box::new(StateReader {
            system: self,
            before: self.decoder(),
            after: self.decoder(),
        })
    }
}

/// Reads whole states, for one thread.
struct StateReader<'m, A: Searchable, C, H: History> {
    system: &'m Numbered<'m, A, C, H>,
    before: Decoder<'m, A, H>,
    after: Decoder<'m, A, H>,
}

impl<A: Searchable, C: Sync, H: History> Judge for StateReader<'_, A, C, H> {
    fn state(&mut self, parts: &[u32], open: &[usize], answered: &mut Vec<usize>) -> bool {
        let state = self.after.decode(parts);
        let found = self.system.whole.ask_state(state, open);
        let is_inside = found.is_some();
        answered.extend(found.unwrap_or_default());
        is_inside
    }

    fn step(
        &mut self,
        before: &[u32],
        (action, labels): (u32, u32),
        after: &[u32],
        open: &[usize],
        answered: &mut Vec<usize>,
    ) -> bool {
        let whole = &self.system.whole;
        let after = self.after.decode(after);
        if !(whole.model.within_boundary)(&whole.model.cfg, after) {
            return false;
        }
        let before = self.before.decode(before);
        let (action, labels) = {
            let registry = self.system.registry();
            let action = Arc::clone(registry.actions.value(action));
            (action, Arc::clone(registry.label_sets.value(labels)))
        };
        let is_answered =
            |question: &usize| whole.is_answered_by(*question, before, &action, &labels, after);
        answered.extend(open.iter().copied().filter(is_answered));
        true
    }
}
