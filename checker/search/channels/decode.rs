//! From whole states to numbers and back.

use super::local::Local;
use super::registry::Registry;
use crate::search::searchable::{History, Searchable};
use stateright::actor::{Actor, ActorModelState, Envelope, Network, RandomChoices, Timers};
use std::collections::VecDeque;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// The numbers of a whole state's parts.
pub(in crate::search) fn encode<A: Searchable, H: History>(
    registry: &mut Registry<A, H>,
    state: &ActorModelState<A, H>,
) -> Vec<u32> {
    let mut parts: Vec<u32> = (0..state.actor_states.len())
        .map(|index| registry.locals[index].number(Local::of(state, index)))
        .collect();
    parts.push(registry.histories.number(state.history.clone()));
    let mut last_number = 0;
    let mut under_way: Vec<Envelope<A::Msg>> = Vec::new();
    match &state.network {
        Network::Ordered(channels) => {
            for ((src, dst), queue) in channels {
                let (src, dst) = (*src, *dst);
                under_way.extend(queue.iter().cloned().map(|msg| Envelope { src, dst, msg }));
            }
        }
        Network::UnorderedNonDuplicating(counts) => {
            for (envelope, count) in counts.iter() {
                under_way.extend(std::iter::repeat_n(envelope.clone(), *count));
            }
            under_way.sort_unstable();
        }
        Network::UnorderedDuplicating(set, last) => {
            under_way.extend(set.iter().cloned());
            under_way.sort_unstable();
            if let Some(envelope) = last {
                last_number = registry.last.number(envelope.clone());
            }
        }
    }
    parts.push(last_number);
    let first_channel = parts.len();
    parts.resize(first_channel + registry.channels.len(), 0);
    for Envelope { src, dst, msg } in under_way {
        let channel = registry.channel(src, dst);
        let message = registry.messages.number(msg);
        let part = first_channel + channel as usize;
        if part >= parts.len() {
            parts.resize(part + 1, 0);
        }
        parts[part] = registry.append(channel, parts[part], message);
    }
    parts
}

/// An actor's part as a whole state keeps it.
struct Whole<A: Actor> {
    state: Arc<A::State>,
    timers: Timers<A::Timer>,
    choices: RandomChoices<A::Random>,
    storage: Option<A::Storage>,
}

/// What is under way on one channel.
type Envelopes<A> = Vec<Envelope<<A as Actor>::Msg>>;

/// Turns numbers into whole states, for one thread.
///
/// It keeps the state it made last and changes only what differs, and it keeps its own copies of
/// parts, so that threads do not contend for the registry or for reference counts.
pub(in crate::search) struct Decoder<'m, A: Actor, H> {
    registry: &'m Mutex<Registry<A, H>>,
    state: ActorModelState<A, H>,
    parts: Vec<u32>,
    wholes: Vec<Vec<Option<Whole<A>>>>,
    contents: Vec<Vec<Option<Envelopes<A>>>>,
}

/// The entry at a place, which is made if it is missing.
fn entry<T>(entries: &mut Vec<Option<T>>, at: u32, make: impl FnOnce() -> T) -> &T {
    let at = at as usize;
    if entries.len() <= at {
        entries.resize_with(at + 1, || None);
    }
    entries[at].get_or_insert_with(make)
}

impl<'m, A: Searchable, H: History> Decoder<'m, A, H> {
    /// Starts from a whole state and its numbers.
    pub(in crate::search) fn new(
        registry: &'m Mutex<Registry<A, H>>,
        state: ActorModelState<A, H>,
        parts: Vec<u32>,
    ) -> Self {
        let wholes = state.actor_states.iter().map(|_| Vec::new()).collect();
        Decoder {
            registry,
            state,
            parts,
            wholes,
            contents: Vec::new(),
        }
    }

    /// The whole state behind these numbers.
    pub(in crate::search) fn decode(&mut self, parts: &[u32]) -> &ActorModelState<A, H> {
        let known = self.parts.len().max(parts.len());
        self.parts.resize(known, 0);
        let actors = self.state.actor_states.len();
        for part in 0..known {
            let new = parts.get(part).copied().unwrap_or(0);
            let old = std::mem::replace(&mut self.parts[part], new);
            if old == new {
                continue;
            }
            if part < actors {
                self.set_actor(part, new);
            } else if part == actors {
                let registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
                self.state.history = H::clone(registry.histories.value(new));
            } else if part == actors + 1 {
                self.set_last(new);
            } else {
                self.set_channel(part - actors - 2, old, new);
            }
        }
        &self.state
    }

    fn set_actor(&mut self, index: usize, local: u32) {
        let registry = self.registry;
        let whole = entry(&mut self.wholes[index], local, || {
            let registry = registry.lock().unwrap_or_else(PoisonError::into_inner);
            let local = registry.locals[index].value(local);
            Whole {
                state: Arc::new(A::State::clone(&local.state)),
                timers: local.timers_set(),
                choices: local.random_choices(),
                storage: local.storage.clone(),
            }
        });
        self.state.actor_states[index] = Arc::clone(&whole.state);
        self.state.timers_set[index] = whole.timers.clone();
        if !(whole.choices.map.is_empty() && self.state.random_choices[index].map.is_empty()) {
            self.state.random_choices[index] = whole.choices.clone();
        }
        self.state.actor_storages[index] = whole.storage.clone();
    }

    fn set_last(&mut self, number: u32) {
        if let Network::UnorderedDuplicating(_, last) = &mut self.state.network {
            let registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
            *last = (number > 0).then(|| Envelope::clone(registry.last.value(number)));
        }
    }

    fn set_channel(&mut self, channel: usize, old: u32, new: u32) {
        if self.contents.len() <= channel {
            self.contents.resize_with(channel + 1, Vec::new);
        }
        let registry = self.registry;
        let envelopes = |content: u32| {
            let registry = registry.lock().unwrap_or_else(PoisonError::into_inner);
            let channel = &registry.channels[channel];
            let messages = channel.contents.value(content).iter();
            messages
                .map(|message| Envelope {
                    src: channel.src,
                    dst: channel.dst,
                    msg: A::Msg::clone(registry.messages.value(*message)),
                })
                .collect()
        };
        let contents = &mut self.contents[channel];
        for envelope in entry(contents, old, || envelopes(old)) {
            remove(&mut self.state.network, envelope);
        }
        for envelope in entry(contents, new, || envelopes(new)) {
            add(&mut self.state.network, envelope);
        }
    }
}

fn remove<M: Clone + Eq + Hash>(network: &mut Network<M>, envelope: &Envelope<M>) {
    match network {
        Network::Ordered(channels) => {
            channels.remove(&(envelope.src, envelope.dst));
        }
        Network::UnorderedNonDuplicating(counts) => {
            if let Entry::Occupied(mut entry) = counts.entry(envelope.clone()) {
                *entry.get_mut() -= 1;
                if *entry.get() == 0 {
                    entry.remove();
                }
            }
        }
        Network::UnorderedDuplicating(set, _) => {
            set.remove(envelope);
        }
    }
}

pub(in crate::search) fn add<M: Clone + Eq + Hash>(
    network: &mut Network<M>,
    envelope: &Envelope<M>,
) {
    match network {
        Network::Ordered(channels) => channels
            .entry((envelope.src, envelope.dst))
            .or_insert_with(VecDeque::new)
            .push_back(envelope.msg.clone()),
        Network::UnorderedNonDuplicating(counts) => {
            *counts.entry(envelope.clone()).or_insert(0) += 1;
        }
        Network::UnorderedDuplicating(set, _) => {
            set.insert(envelope.clone());
        }
    }
}
