//! What belongs to one actor, and what one input does to it.

use crate::search::question::{Input, Labels};
use stateright::actor::{
    Actor, ActorModelState, Command, Id, Out, RandomChoices, Timers, is_no_op, is_no_op_with_timer,
};
use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

/// What belongs to one actor: its state, armed timers, open choices and stored values.
///
/// Timers and choices are kept sorted, so that equal sets are equal values.
pub(in crate::search) struct Local<A: Actor> {
    pub(in crate::search) state: Arc<A::State>,
    pub(in crate::search) timers: Vec<A::Timer>,
    pub(in crate::search) choices: Vec<(String, Vec<A::Random>)>,
    pub(in crate::search) storage: Option<A::Storage>,
}

/// What an input does: the local part after it, what is sent, which rules fired.
pub(in crate::search) struct Effect<A: Actor> {
    pub(in crate::search) after: Local<A>,
    pub(in crate::search) sends: Vec<(Id, A::Msg)>,
    /// Timers that are armed afterwards because of this input, and how long after it they fire.
    pub(in crate::search) armed: Vec<(A::Timer, Range<Duration>)>,
    pub(in crate::search) labels: Vec<u16>,
}

impl<A: Actor> Clone for Local<A> {
    fn clone(&self) -> Self {
        Local {
            state: Arc::clone(&self.state),
            timers: self.timers.clone(),
            choices: self.choices.clone(),
            storage: self.storage.clone(),
        }
    }
}

impl<A: Actor> PartialEq for Local<A> {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
            && self.timers == other.timers
            && self.choices == other.choices
            && self.storage == other.storage
    }
}

impl<A: Actor> Eq for Local<A>
where
    A::State: Eq,
    A::Storage: Eq,
{
}

impl<A: Actor> Hash for Local<A> {
    fn hash<S: Hasher>(&self, hasher: &mut S) {
        self.state.hash(hasher);
        self.timers.hash(hasher);
        self.choices.hash(hasher);
        self.storage.hash(hasher);
    }
}

impl<A: Actor> Local<A>
where
    A::Timer: Ord,
{
    /// The part of a whole state that belongs to the actor with this index.
    pub(in crate::search) fn of<H>(whole: &ActorModelState<A, H>, index: usize) -> Self {
        let mut timers: Vec<_> = whole.timers_set[index].iter().cloned().collect();
        timers.sort_unstable();
        let map = &whole.random_choices[index].map;
        let mut choices: Vec<_> = map.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        choices.sort_unstable();
        Local {
            state: Arc::clone(&whole.actor_states[index]),
            timers,
            choices,
            storage: whole.actor_storages[index].clone(),
        }
    }

    /// The timers as stateright keeps them.
    pub(in crate::search) fn timers_set(&self) -> Timers<A::Timer> {
        let mut set = Timers::new();
        for timer in &self.timers {
            set.set(timer.clone());
        }
        set
    }

    /// The choices as stateright keeps them.
    pub(in crate::search) fn random_choices(&self) -> RandomChoices<A::Random> {
        let mut choices = RandomChoices::default();
        for (key, offered) in &self.choices {
            choices.insert(key.clone(), offered.clone());
        }
        choices
    }

    /// What an input does, or `None` where stateright says that nothing happens.
    ///
    /// stateright drops a step that leaves an actor as it is, unless it is a delivery on an ordered
    /// network, where it makes way for the next message, or a choice.
    pub(in crate::search) fn meets(
        &self,
        actor: &A,
        id: Id,
        input: &Input<'_, A>,
        network_is_ordered: bool,
        labels: &dyn Labels<A>,
    ) -> Option<Effect<A>> {
        let mut state = Cow::Borrowed(&*self.state);
        let mut out = Out::new();
        let mut after = self.clone();
        let nothing_happens = match input {
            Input::Deliver { src, msg } => {
                actor.on_msg(id, &mut state, *src, (*msg).clone(), &mut out);
                is_no_op(&state, &out) && !network_is_ordered
            }
            Input::Timeout(timer) => {
                actor.on_timeout(id, &mut state, timer, &mut out);
                after.cancel(timer);
                is_no_op_with_timer(&state, &out, timer)
            }
            Input::Random { key, choice } => {
                actor.on_random(id, &mut state, choice, &mut out);
                after.choices.retain(|(other, _)| other != key);
                false
            }
        };
        if nothing_happens {
            return None;
        }
        if let Cow::Owned(new) = state {
            after.state = Arc::new(new);
        }
        let (sends, armed) = after.obey(out);
        let mut labels = labels.labels(actor, id, &self.state, input);
        labels.sort_unstable();
        labels.dedup();
        Some(Effect {
            after,
            sends,
            armed,
            labels,
        })
    }

    fn cancel(&mut self, timer: &A::Timer) {
        self.timers.retain(|armed| armed != timer);
    }

    /// Carries out the commands that concern the actor, and returns what it sends and the timers that it armed.
    pub(in crate::search) fn obey(&mut self, out: Out<A>) -> Obeyed<A> {
        let (mut sends, mut armed) = (Vec::new(), Vec::new());
        for command in out {
            match command {
                Command::Send(dst, msg) => sends.push((dst, msg)),
                Command::SetTimer(timer, window) => {
                    armed.retain(|(other, _)| *other != timer);
                    armed.push((timer.clone(), window));
                    if let Err(place) = self.timers.binary_search(&timer) {
                        self.timers.insert(place, timer);
                    }
                }
                Command::CancelTimer(timer) => {
                    armed.retain(|(other, _)| *other != timer);
                    self.cancel(&timer);
                }
                Command::ChooseRandom(key, offered) => {
                    self.choices.retain(|(other, _)| *other != key);
                    if !offered.is_empty() {
                        let place = self.choices.partition_point(|(other, _)| *other < key);
                        self.choices.insert(place, (key, offered));
                    }
                }
                Command::Save(storage) => self.storage = Some(storage),
            }
        }
        (sends, armed)
    }
}

/// What is sent, and which timers are armed.
pub(in crate::search) type Obeyed<A> = (
    Vec<(Id, <A as Actor>::Msg)>,
    Vec<(<A as Actor>::Timer, Range<Duration>)>,
);
