//! What the small numbers stand for, and what every actor does with every input it has met.
//!
//! Shared by all threads behind one lock, and asked on the cold path only: a thread that has met a
//! combination before finds it in its own tables.

use super::channel::{Content, Discipline};
use super::intern::Interner;
use super::local::Local;
use super::question::{ActionOf, Input, Labels};
use super::system::{Exit, NONE, Step};
use stateright::actor::{Actor, ActorModel, ActorModelAction, Envelope, Id, Network};
use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;

/// From whom to whom, and what was ever under way there.
pub(super) struct Channel {
    pub(super) src: Id,
    pub(super) dst: Id,
    pub(super) contents: Interner<Content>,
}

/// What a history can see of a step: what was delivered (channel and message), what was sent.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Event {
    pub(super) delivered: Option<(u32, u32)>,
    pub(super) sends: Vec<(u32, u32)>,
}

/// What one input to one actor does, in numbers.
#[derive(Clone)]
struct Outcome {
    after: u32,
    sends: Vec<(u32, u32)>,
    labels: u32,
}

/// What the small numbers stand for.
pub(super) struct Registry<A: Actor, H> {
    pub(super) discipline: Discipline,
    /// Histories of a type without values are not worth a look.
    keeps_history: bool,
    pub(super) locals: Vec<Interner<Local<A>>>,
    pub(super) messages: Interner<A::Msg>,
    pub(super) channels: Vec<Channel>,
    channel_numbers: HashMap<(Id, Id), u32>,
    pub(super) histories: Interner<H>,
    /// Messages that were delivered last, as stateright's duplicating network remembers them.
    pub(super) last: Interner<Envelope<A::Msg>>,
    pub(super) events: Interner<Event>,
    pub(super) label_sets: Interner<Vec<u16>>,
    pub(super) actions: Interner<ActionOf<A>>,
    deliveries: HashMap<(u32, u32, u32), Option<Outcome>>,
    own: HashMap<(u32, u32), Vec<Step>>,
}

impl<A, H> Registry<A, H>
where
    A: Actor,
    A::State: Eq,
    A::Msg: Ord,
    A::Timer: Ord,
    A::Storage: Eq,
    H: Eq + Hash + Clone + Debug,
{
    pub(super) fn new<C>(model: &ActorModel<A, C, H>) -> Self {
        let mut label_sets = Interner::from(0);
        label_sets.number(Vec::new());
        let mut registry = Registry {
            discipline: match &model.init_network {
                Network::Ordered(_) => Discipline::Ordered,
                Network::UnorderedNonDuplicating(_) => Discipline::NonDuplicating,
                Network::UnorderedDuplicating(_, _) => Discipline::Duplicating,
            },
            keeps_history: size_of::<H>() > 0,
            locals: Vec::new(),
            messages: Interner::from(0),
            channels: Vec::new(),
            channel_numbers: HashMap::new(),
            histories: Interner::from(0),
            last: Interner::from(1),
            events: Interner::from(0),
            label_sets,
            actions: Interner::from(0),
            deliveries: HashMap::new(),
            own: HashMap::new(),
        };
        registry
            .locals
            .resize_with(model.actors.len(), || Interner::from(1));
        registry
    }

    pub(super) fn channel(&mut self, src: Id, dst: Id) -> u32 {
        if let Some(number) = self.channel_numbers.get(&(src, dst)) {
            return *number;
        }
        let number = self.channels.len() as u32;
        let mut contents = Interner::from(0);
        contents.number(Vec::new());
        self.channels.push(Channel { src, dst, contents });
        self.channel_numbers.insert((src, dst), number);
        number
    }

    pub(super) fn append(&mut self, channel: u32, content: u32, message: u32) -> u32 {
        let contents = &mut self.channels[channel as usize].contents;
        let after = self.discipline.with(contents.value(content), message);
        contents.number(after)
    }

    fn without(&mut self, channel: u32, content: u32, message: u32) -> u32 {
        let contents = &mut self.channels[channel as usize].contents;
        let after = Discipline::without(contents.value(content), message);
        contents.number(after)
    }

    /// The messages at the mouth of a channel.
    pub(super) fn exits(&mut self, channel: u32, content: u32, is_lossy: bool) -> Vec<Exit> {
        let (src, dst) = self.ends(channel);
        let messages = Arc::clone(self.channels[channel as usize].contents.value(content));
        let mut exits = Vec::new();
        for message in self.discipline.deliverable(&messages) {
            let msg = A::Msg::clone(self.messages.value(message));
            let envelope = Envelope { src, dst, msg };
            exits.push(Exit {
                message,
                rest: self.without(channel, content, message),
                drop: match is_lossy {
                    true => self.actions.number(ActorModelAction::Drop(envelope)),
                    false => NONE,
                },
            });
        }
        exits
    }

    /// What a message does to its receiver; asked of the actor once.
    pub(super) fn delivery<C>(
        &mut self,
        model: &ActorModel<A, C, H>,
        labels: &dyn Labels<A>,
        channel: u32,
        message: u32,
        local: u32,
    ) -> Option<Step> {
        let (src, dst) = self.ends(channel);
        let receiver = usize::from(dst);
        let known = self.deliveries.get(&(channel, message, local)).cloned();
        let msg = Arc::clone(self.messages.value(message));
        let outcome = known.unwrap_or_else(|| {
            let input = Input::Deliver { src, msg: &*msg };
            let outcome = self.outcome(model, labels, receiver, local, &input);
            self.deliveries
                .insert((channel, message, local), outcome.clone());
            outcome
        })?;
        let msg = A::Msg::clone(&msg);
        let last = match self.discipline.delivery_removes() {
            true => 0,
            false => self.last.number(Envelope {
                src,
                dst,
                msg: msg.clone(),
            }),
        };
        Some(Step {
            changes: vec![(receiver, local, outcome.after)],
            event: self.event(Some((channel, message)), &outcome.sends),
            last,
            sends: outcome.sends,
            labels: outcome.labels,
            action: self
                .actions
                .number(ActorModelAction::Deliver { src, dst, msg }),
        })
    }

    fn ends(&self, channel: u32) -> (Id, Id) {
        let channel = &self.channels[channel as usize];
        (channel.src, channel.dst)
    }

    /// What an actor can do by itself: its timers fire, its choices are made.
    pub(super) fn own_steps<C>(
        &mut self,
        model: &ActorModel<A, C, H>,
        labels: &dyn Labels<A>,
        actor: u32,
        local: u32,
    ) -> Vec<Step> {
        if let Some(known) = self.own.get(&(actor, local)) {
            return known.clone();
        }
        let (index, id) = (actor as usize, Id::from(actor as usize));
        let part = Arc::clone(self.locals[index].value(local));
        let mut steps = Vec::new();
        for timer in &part.timers {
            let action = ActorModelAction::Timeout(id, timer.clone());
            let input = Input::Timeout(timer);
            steps.extend(self.own_step(model, labels, index, local, &input, action));
        }
        for (key, offered) in &part.choices {
            for choice in offered {
                let action = ActorModelAction::SelectRandom {
                    actor: id,
                    key: key.clone(),
                    random: choice.clone(),
                };
                let input = Input::Random { key, choice };
                steps.extend(self.own_step(model, labels, index, local, &input, action));
            }
        }
        self.own.insert((actor, local), steps.clone());
        steps
    }

    fn own_step<C>(
        &mut self,
        model: &ActorModel<A, C, H>,
        labels: &dyn Labels<A>,
        index: usize,
        local: u32,
        input: &Input<'_, A>,
        action: ActionOf<A>,
    ) -> Option<Step> {
        let outcome = self.outcome(model, labels, index, local, input)?;
        Some(Step {
            changes: vec![(index, local, outcome.after)],
            event: self.event(None, &outcome.sends),
            last: 0,
            sends: outcome.sends,
            labels: outcome.labels,
            action: self.actions.number(action),
        })
    }

    /// Asks the actor, and puts its answer into numbers.
    fn outcome<C>(
        &mut self,
        model: &ActorModel<A, C, H>,
        labels: &dyn Labels<A>,
        index: usize,
        local: u32,
        input: &Input<'_, A>,
    ) -> Option<Outcome> {
        let id = Id::from(index);
        let before = Arc::clone(self.locals[index].value(local));
        let ordered = self.discipline == Discipline::Ordered;
        let effect = before.meets(&model.actors[index], id, input, ordered, labels)?;
        let mut sends = Vec::with_capacity(effect.sends.len());
        for (dst, msg) in effect.sends {
            sends.push((self.channel(id, dst), self.messages.number(msg)));
        }
        Some(Outcome {
            after: self.locals[index].number(effect.after),
            sends,
            labels: self.label_sets.number(effect.labels),
        })
    }

    /// The number of what a history can see of a step, or [`NONE`] if it sees nothing.
    fn event(&mut self, delivered: Option<(u32, u32)>, sends: &[(u32, u32)]) -> u32 {
        if !self.keeps_history || (delivered.is_none() && sends.is_empty()) {
            return NONE;
        }
        let sends = sends.to_vec();
        self.events.number(Event { delivered, sends })
    }

    /// The history after an event.
    pub(super) fn remember<C>(
        &mut self,
        model: &ActorModel<A, C, H>,
        history: u32,
        event: u32,
    ) -> u32 {
        let event = Arc::clone(self.events.value(event));
        let mut now = H::clone(self.histories.value(history));
        let incoming = event.delivered.map(|on| (on, model.record_msg_in));
        let outgoing = event.sends.iter().map(|on| (*on, model.record_msg_out));
        for ((channel, message), record) in incoming.into_iter().chain(outgoing) {
            let channel = &self.channels[channel as usize];
            let envelope = Envelope {
                src: channel.src,
                dst: channel.dst,
                msg: &**self.messages.value(message),
            };
            if let Some(next) = record(&model.cfg, &now, envelope) {
                now = next;
            }
        }
        self.histories.number(now)
    }

    /// The largest number of each part so far.
    pub(super) fn largest(&self) -> Vec<u32> {
        let locals = self.locals.iter().map(Interner::largest);
        let channels = self.channels.iter().map(|c| c.contents.largest());
        locals
            .chain([self.histories.largest(), self.last.largest()])
            .chain(channels)
            .collect()
    }

    /// A guess at the bytes held, without what local states keep on the heap.
    pub(super) fn bytes(&self) -> u64 {
        let contents = self.channels.iter().map(|c| c.contents.bytes());
        let own = self.own.len() * size_of::<Step>() * 2;
        let deliveries = self.deliveries.len() * (size_of::<Option<Outcome>>() + 24);
        self.locals.iter().map(Interner::bytes).sum::<u64>()
            + contents.sum::<u64>()
            + self.messages.bytes()
            + self.histories.bytes()
            + self.events.bytes()
            + self.actions.bytes()
            + (own + deliveries) as u64
    }
}
