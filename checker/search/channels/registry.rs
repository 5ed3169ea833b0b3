//! What the small numbers stand for, and what every actor does with every input it has met.
//!
//! Shared by all threads behind one lock, and asked on the cold path only: a thread that has met a
//! combination before finds it in its own tables.

use super::channel::{Content, Discipline};
use super::local::Local;
use crate::search::intern::Interner;
use crate::search::question::{ActionOf, Input, Labels};
use crate::search::searchable::{History, Searchable};
use crate::search::system::{Armed, Cause, Exit, NONE, Step};
use stateright::actor::{Actor, ActorModel, ActorModelAction, Envelope, Id};
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

/// From whom to whom, and what was ever under way there.
pub(in crate::search) struct Channel {
    pub(in crate::search) src: Id,
    pub(in crate::search) dst: Id,
    pub(in crate::search) contents: Interner<Content>,
}

/// What a history can see of a step: what was delivered (channel and message), what was sent.
#[derive(PartialEq, Eq, Hash)]
pub(in crate::search) struct Event {
    pub(in crate::search) delivered: Option<(u32, u32)>,
    pub(in crate::search) sends: Vec<(u32, u32)>,
}

/// What one input to one actor does, in numbers.
#[derive(Clone)]
struct Outcome {
    after: u32,
    sends: Vec<(u32, u32)>,
    labels: u32,
    armed: Vec<Armed>,
}

/// What the small numbers stand for.
pub(in crate::search) struct Registry<A: Actor, H> {
    pub(in crate::search) discipline: Discipline,
    /// Histories of a type without values are not worth a look.
    keeps_history: bool,
    pub(in crate::search) locals: Vec<Interner<Local<A>>>,
    pub(in crate::search) messages: Interner<A::Msg>,
    pub(in crate::search) channels: Vec<Channel>,
    channel_numbers: HashMap<(Id, Id), u32>,
    pub(in crate::search) histories: Interner<H>,
    /// Messages that were delivered last, as stateright's duplicating network remembers them.
    pub(in crate::search) last: Interner<Envelope<A::Msg>>,
    pub(in crate::search) events: Interner<Event>,
    pub(in crate::search) label_sets: Interner<Vec<u16>>,
    pub(in crate::search) actions: Interner<ActionOf<A>>,
    pub(in crate::search) timers: Interner<A::Timer>,
    /// Choices with the name under which they are offered.
    pub(in crate::search) choices: Interner<(String, A::Random)>,
    deliveries: HashMap<(u32, u32, u32), Option<Outcome>>,
    own: HashMap<(u32, u32), Vec<Step>>,
}

impl<A: Searchable, H: History> Registry<A, H> {
    pub(in crate::search) fn new<C>(model: &ActorModel<A, C, H>) -> Self {
        let mut label_sets = Interner::from(0);
        label_sets.number(Vec::new());
        let mut registry = Registry {
            discipline: Discipline::of(&model.init_network),
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
            timers: Interner::from(0),
            choices: Interner::from(0),
            deliveries: HashMap::new(),
            own: HashMap::new(),
        };
        registry
            .locals
            .resize_with(model.actors.len(), || Interner::from(1));
        registry
    }

    pub(in crate::search) fn channel(&mut self, src: Id, dst: Id) -> u32 {
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

    pub(in crate::search) fn append(&mut self, channel: u32, content: u32, message: u32) -> u32 {
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
    pub(in crate::search) fn exits(
        &mut self,
        channel: u32,
        content: u32,
        is_lossy: bool,
    ) -> Vec<Exit> {
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
    pub(in crate::search) fn delivery<C>(
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
            cause: Cause::Message,
            armed: outcome.armed,
        })
    }

    /// From whom to whom a channel leads.
    pub(in crate::search) fn ends(&self, channel: u32) -> (Id, Id) {
        let channel = &self.channels[channel as usize];
        (channel.src, channel.dst)
    }

    /// What an actor can do by itself: its timers fire, its choices are made.
    pub(in crate::search) fn own_steps<C>(
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
            let cause = Cause::Timer(self.timers.number(timer.clone()));
            let input = Input::Timeout(timer);
            steps.extend(self.own_step(model, labels, (index, local), &input, action, cause));
        }
        for (key, offered) in &part.choices {
            for choice in offered {
                let action = ActorModelAction::SelectRandom {
                    actor: id,
                    key: key.clone(),
                    random: choice.clone(),
                };
                let cause = Cause::Choice(self.choices.number((key.clone(), choice.clone())));
                let input = Input::Random { key, choice };
                steps.extend(self.own_step(model, labels, (index, local), &input, action, cause));
            }
        }
        self.own.insert((actor, local), steps.clone());
        steps
    }

    fn own_step<C>(
        &mut self,
        model: &ActorModel<A, C, H>,
        labels: &dyn Labels<A>,
        (index, local): (usize, u32),
        input: &Input<'_, A>,
        action: ActionOf<A>,
        cause: Cause,
    ) -> Option<Step> {
        let outcome = self.outcome(model, labels, index, local, input)?;
        Some(Step {
            changes: vec![(index, local, outcome.after)],
            event: self.event(None, &outcome.sends),
            last: 0,
            sends: outcome.sends,
            labels: outcome.labels,
            action: self.actions.number(action),
            cause,
            armed: outcome.armed,
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
        let armed = effect.armed.into_iter().map(|(timer, window)| Armed {
            timer: self.timers.number(timer),
            window: in_milliseconds(&window),
        });
        Some(Outcome {
            armed: armed.collect(),
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
    pub(in crate::search) fn remember<C>(
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
    pub(in crate::search) fn largest(&self) -> Vec<u32> {
        let locals = self.locals.iter().map(Interner::largest);
        let channels = self.channels.iter().map(|c| c.contents.largest());
        locals
            .chain([self.histories.largest(), self.last.largest()])
            .chain(channels)
            .collect()
    }

    /// A guess at the bytes held, without what local states keep on the heap.
    pub(in crate::search) fn bytes(&self) -> u64 {
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

/// A window in whole milliseconds, not narrower than it was.
pub(in crate::search) fn in_milliseconds(window: &Range<Duration>) -> (i32, i32) {
    let least = i32::try_from(window.start.as_millis()).unwrap_or(i32::MAX);
    let most = i32::try_from(window.end.as_nanos().div_ceil(1_000_000)).unwrap_or(i32::MAX);
    (least, most)
}
