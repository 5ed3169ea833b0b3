//! From whole states of a star to numbers and back.

use super::description::id;
use super::hub;
use super::numbered::NumberedStar;
use super::numbers::{Kind, Numbers, Shared, Spoke};
use super::order::Order;
use crate::search::channels::channel::Discipline;
use crate::search::channels::decode::add;
use crate::search::channels::local::Local;
use crate::search::searchable::{History, Searchable};
use stateright::actor::{ActorModelState, Envelope, Network};

impl<A: Searchable, C: Sync, H: History> NumberedStar<'_, A, C, H> {
    /// The numbers of a whole state's parts, spokes in order if they are exchanged.
    pub(super) fn encode(&self, state: &ActorModelState<A, H>) -> Vec<u32> {
        let numbers = &mut *self.numbers();
        let whole_hub = Local::of(state, self.star.hub());
        let mut spokes = Vec::with_capacity(self.spokes.len());
        for (spoke, actor) in self.spokes.iter().enumerate() {
            let names = self.renaming(spoke);
            let renamed = |local: Local<A>| local.renamed(self.star, names);
            let end = renamed(Local::of(state, *actor));
            let part = renamed(hub::part(self.star, &whole_hub, *actor));
            let ends = [(*actor, self.star.hub()), (self.star.hub(), *actor)];
            let [to_hub, from_hub] = ends.map(|(src, dst)| {
                let sent = under_way(&state.network, src, dst);
                let sent = sent.into_iter().map(|msg| numbers.messages.number(msg));
                sent.collect::<Vec<u32>>()
            });
            let discipline = numbers.discipline;
            let sorted = |mut content: Vec<u32>| {
                if discipline == Discipline::NonDuplicating {
                    content.sort_unstable();
                }
                content
            };
            let kind = &mut numbers.kinds[self.kinds[spoke] as usize];
            let in_numbers = Spoke {
                end: kind.ends.number(end),
                part: kind.parts.number(part),
                to_hub: kind.to_hub.number(sorted(to_hub)),
                from_hub: kind.from_hub.number(sorted(from_hub)),
            };
            spokes.push(kind.spokes.number(in_numbers));
        }
        let mut hub = numbers.hubs.number(hub::alone(self.star, &whole_hub));
        if self.star.exchanges() {
            let standings = (0..spokes.len()).map(|spoke| self.standing_in(numbers, hub, spoke));
            let mut standings: Vec<u32> = standings.collect();
            let mut order = Order {
                kinds: &self.kinds,
                spokes: &mut spokes,
                standings: &mut standings,
            };
            hub = order.settle(hub, |hub, first| self.exchanged_in(numbers, hub, first));
        }
        let lost = match self.star.most_lost() {
            Some(_) => self.star.lost(&state.history, state.network.len()),
            None => 0,
        };
        spokes.extend([hub, lost]);
        spokes
    }

    /// The whole state behind these parts, in the order in which they stand.
    pub(super) fn decode(&self, parts: &[u32]) -> ActorModelState<A, H> {
        let (spokes, rest) = parts.split_at(self.spokes.len());
        let (hub, lost) = (rest[0], rest[1]);
        let numbers = &*self.numbers();
        let mut state = self.initial.clone();
        let mut of_hub = Vec::with_capacity(self.spokes.len());
        for (spoke, number) in spokes.iter().enumerate() {
            let kind = &numbers.kinds[self.kinds[spoke] as usize];
            let in_numbers = **kind.spokes.value(*number);
            let names = self.renaming(spoke);
            let end = kind.ends.value(in_numbers.end).renamed(self.star, names);
            put(&mut state, self.spokes[spoke], &end);
            of_hub.push(kind.parts.value(in_numbers.part).renamed(self.star, names));
            self.put_messages(numbers, &mut state, self.spokes[spoke], kind, in_numbers);
        }
        let of_hub: Vec<&Local<A>> = of_hub.iter().collect();
        let actor = &self.whole.model.actors[self.star.hub()];
        let alone = numbers.hubs.value(hub);
        let hub = hub::joined(self.star, actor, alone, &of_hub, 0);
        put(&mut state, self.star.hub(), &hub);
        state.history = self.star.history(state.network.len(), lost);
        state
    }

    /// A whole state in which one spoke is as given, and all others have not begun.
    pub(super) fn one_spoke(
        &self,
        numbers: &Numbers<A>,
        spoke: Option<(usize, Spoke)>,
        hub: u32,
        elsewhere: u32,
    ) -> ActorModelState<A, H> {
        let mut state = self.initial.clone();
        let mut of_hub: Vec<&Local<A>> = Vec::new();
        if let Some((kind, spoke)) = spoke {
            let actor = self.told_as[kind];
            let kind = &numbers.kinds[kind];
            put(&mut state, actor, kind.ends.value(spoke.end));
            of_hub.push(kind.parts.value(spoke.part));
            self.put_messages(numbers, &mut state, actor, kind, spoke);
        }
        let actor = &self.whole.model.actors[self.star.hub()];
        let alone = numbers.hubs.value(hub);
        let hub = hub::joined(self.star, actor, alone, &of_hub, elsewhere);
        put(&mut state, self.star.hub(), &hub);
        state.history = self.star.history(state.network.len(), 0);
        state
    }

    fn put_messages(
        &self,
        numbers: &Numbers<A>,
        state: &mut ActorModelState<A, H>,
        actor: usize,
        kind: &Kind<A>,
        spoke: Spoke,
    ) {
        let channels = [
            (actor, self.star.hub(), kind.to_hub.value(spoke.to_hub)),
            (self.star.hub(), actor, kind.from_hub.value(spoke.from_hub)),
        ];
        for (src, dst, content) in channels {
            for message in content.iter() {
                let envelope = Envelope {
                    src: id(src),
                    dst: id(dst),
                    msg: A::Msg::clone(numbers.messages.value(*message)),
                };
                add(&mut state.network, &envelope);
            }
        }
    }
}

/// The messages from one actor to another, in sending order if the network is ordered.
fn under_way<M: Clone + Ord + std::hash::Hash>(
    network: &Network<M>,
    src: usize,
    dst: usize,
) -> Vec<M> {
    let (src, dst) = (id(src), id(dst));
    match network {
        Network::Ordered(channels) => channels
            .get(&(src, dst))
            .map(|queue| queue.iter().cloned().collect())
            .unwrap_or_default(),
        Network::UnorderedNonDuplicating(counts) => counts
            .iter()
            .filter(|(envelope, _)| (envelope.src, envelope.dst) == (src, dst))
            .flat_map(|(envelope, count)| std::iter::repeat_n(envelope.msg.clone(), *count))
            .collect(),
        Network::UnorderedDuplicating(..) => {
            unreachable!("a star's messages leave when they are delivered")
        }
    }
}

/// Writes an actor's part into a whole state.
fn put<A: Searchable, H>(state: &mut ActorModelState<A, H>, actor: usize, local: &Local<A>) {
    state.actor_states[actor] = Shared::clone(&local.state);
    state.timers_set[actor] = local.timers_set();
    state.random_choices[actor] = local.random_choices();
}
