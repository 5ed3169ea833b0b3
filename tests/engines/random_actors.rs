//! Actors that do arbitrary but repeatable things: what they do is a hash of what they meet.
//!
//! Every step that sends or arms something burns fuel, so the spaces are finite.

use halfopen::search::{Input, Labels};
use stateright::actor::{
    Actor, ActorModel, Envelope, Id, LossyNetwork, Network, Out, model_timeout,
};
use std::borrow::Cow;

/// What a random model is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recipe {
    pub(crate) seed: u64,
    pub(crate) actors: usize,
    pub(crate) fuel: u8,
    pub(crate) network: u8,
    pub(crate) lossy: bool,
    pub(crate) bounded: bool,
}

#[derive(Clone)]
pub(crate) struct RandomActor(Recipe);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Mood {
    pub(crate) value: u8,
    pub(crate) fuel: u8,
}

/// A timer and a choice name their owner: stateright 0.31 confuses those that do not.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Owned {
    owner: usize,
    value: u8,
}

fn hash(seed: u64, words: &[u64]) -> u64 {
    words.iter().fold(seed, |mixed, word| {
        let mixed = (mixed ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ (mixed >> 32)
    })
}

impl RandomActor {
    fn act(&self, id: Id, state: &mut Cow<'_, Mood>, met: [u64; 3], out: &mut Out<Self>) {
        let owner = usize::from(id);
        let mood = [owner as u64, u64::from(state.value), u64::from(state.fuel)];
        let mut dice = hash(hash(self.0.seed, &mood), &met);
        let mut roll = |sides: u64| {
            dice = hash(dice, &[sides]);
            (dice >> 20) % sides
        };
        if roll(4) == 0 {
            return;
        }
        if roll(2) == 0 {
            state.to_mut().value = roll(3) as u8;
        }
        if roll(5) == 0 {
            let timer = Owned {
                owner,
                value: roll(2) as u8,
            };
            out.cancel_timer(timer);
        }
        if roll(6) == 0 {
            out.remove_random(format!("{owner}"));
        }
        if state.fuel == 0 {
            return;
        }
        if roll(3) > 0 {
            state.to_mut().fuel -= 1;
            for _ in 0..roll(3) {
                // One address in a few belongs to nobody.
                let dst = Id::from(roll(self.0.actors as u64 + 1) as usize);
                out.send(dst, roll(3) as u8);
            }
            let value = roll(2) as u8;
            match roll(4) {
                0 => out.set_timer(Owned { owner, value }, model_timeout()),
                1 => out.choose_random(
                    format!("{owner}"),
                    vec![Owned { owner, value }, Owned { owner, value: 2 }],
                ),
                2 => out.save(value),
                _ => {}
            }
        }
    }
}

impl Actor for RandomActor {
    type Msg = u8;
    type State = Mood;
    type Timer = Owned;
    type Random = Owned;
    type Storage = u8;

    fn on_start(&self, id: Id, _: &Option<u8>, out: &mut Out<Self>) -> Mood {
        let owner = usize::from(id);
        let next = Id::from((owner + 1) % self.0.actors);
        out.send(next, (self.0.seed % 3) as u8);
        out.set_timer(Owned { owner, value: 0 }, model_timeout());
        Mood {
            value: 0,
            fuel: self.0.fuel,
        }
    }

    fn on_msg(&self, id: Id, state: &mut Cow<'_, Mood>, src: Id, msg: u8, out: &mut Out<Self>) {
        self.act(id, state, [0, usize::from(src) as u64, u64::from(msg)], out);
    }

    fn on_timeout(&self, id: Id, state: &mut Cow<'_, Mood>, timer: &Owned, out: &mut Out<Self>) {
        if hash(self.0.seed, &[u64::from(state.value), 77]).is_multiple_of(4) {
            out.set_timer(timer.clone(), model_timeout());
            return;
        }
        self.act(id, state, [1, u64::from(timer.value), 0], out);
    }

    fn on_random(&self, id: Id, state: &mut Cow<'_, Mood>, random: &Owned, out: &mut Out<Self>) {
        self.act(id, state, [2, u64::from(random.value), 0], out);
    }
}

/// Labels a step with what was met and in what mood.
pub(crate) struct Moods;

impl Labels<RandomActor> for Moods {
    fn labels(
        &self,
        _: &RandomActor,
        id: Id,
        state: &Mood,
        input: &Input<'_, RandomActor>,
    ) -> Vec<u16> {
        let kind = match input {
            Input::Deliver { msg, .. } => u16::from(**msg),
            Input::Timeout(timer) => 10 + u16::from(timer.value),
            Input::Random { choice, .. } => 20 + u16::from(choice.value),
        };
        vec![
            100 + usize::from(id) as u16,
            kind,
            u16::from(state.value) + 30,
        ]
    }
}

/// Counts arrivals of one message modulo 3, and forgets on another.
fn remember(_: &Recipe, history: &u8, envelope: Envelope<&u8>) -> Option<u8> {
    match envelope.msg {
        0 => Some((history + 1) % 3),
        1 if usize::from(envelope.dst) == 0 => Some(0),
        _ => None,
    }
}

/// A model after a recipe, with a history.
pub(crate) fn model(recipe: Recipe) -> ActorModel<RandomActor, Recipe, u8> {
    let network = match recipe.network % 3 {
        0 => Network::new_ordered([]),
        1 => Network::new_unordered_nonduplicating([]),
        _ => Network::new_unordered_duplicating([]),
    };
    let model = ActorModel::new(recipe, 0)
        .actors((0..recipe.actors).map(|_| RandomActor(recipe)))
        .init_network(network)
        .lossy_network(if recipe.lossy {
            LossyNetwork::Yes
        } else {
            LossyNetwork::No
        })
        .record_msg_in(remember)
        .record_msg_out(|_, history, envelope| (*envelope.msg == 2).then_some(history ^ 1));
    if recipe.bounded {
        model.within_boundary(|_, state| {
            let fuel = state.actor_states.iter().map(|state| state.fuel).min();
            fuel > Some(0) || state.history != 2
        })
    } else {
        model
    }
}
