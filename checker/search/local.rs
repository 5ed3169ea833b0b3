//! What belongs to one actor, and what one input does to it.

use super::question::{Input, Labels};
use stateright::actor::{
    Actor, ActorModelState, Command, Id, Out, RandomChoices, Timers, is_no_op, is_no_op_with_timer,
};
use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// What belongs to one actor: its state, armed timers, open choices and stored values.
///
/// Timers and choices are kept sorted, so that equal sets are equal values.
pub(super) struct Local<A: Actor> {
    pub(super) state: Arc<A::State>,
    pub(super) timers: Vec<A::Timer>,
    pub(super) choices: Vec<(String, Vec<A::Random>)>,
    pub(super) storage: Option<A::Storage>,
}

/// What an input does: the local part after it, what is sent, which rules fired.
pub(super) struct Effect<A: Actor> {
    pub(super) after: Local<A>,
    pub(super) sends: Vec<(Id, A::Msg)>,
    pub(super) labels: Vec<u16>,
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
    pub(super) fn of<H>(whole: &ActorModelState<A, H>, index: usize) -> Self {
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
    pub(super) fn timers_set(&self) -> Timers<A::Timer> {
        let mut set = Timers::new();
        for timer in &self.timers {
            set.set(timer.clone());
        }
        set
    }

    /// The choices as stateright keeps them.
    pub(super) fn random_choices(&self) -> RandomChoices<A::Random> {
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
    pub(super) fn meets(
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
        let sends = after.obey(out);
        let mut labels = labels.labels(actor, id, &self.state, input);
        labels.sort_unstable();
        labels.dedup();
        Some(Effect {
            after,
            sends,
            labels,
        })
    }

    fn cancel(&mut self, timer: &A::Timer) {
        self.timers.retain(|armed| armed != timer);
    }

    /// Carries out the commands that concern the actor and returns what it sends.
    fn obey(&mut self, out: Out<A>) -> Vec<(Id, A::Msg)> {
        let mut sends = Vec::new();
        for command in out {
            match command {
                Command::Send(dst, msg) => sends.push((dst, msg)),
                Command::SetTimer(timer, _) => {
                    if let Err(place) = self.timers.binary_search(&timer) {
                        self.timers.insert(place, timer);
                    }
                }
                Command::CancelTimer(timer) => self.cancel(&timer),
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
        sends
    }
}
