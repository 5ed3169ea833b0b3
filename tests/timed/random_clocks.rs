//! Actors that arm timers with arbitrary but repeatable windows, send, and offer choices; what they do is a hash of what they meet.
//!
//! Every step that starts something burns fuel, so the spaces are finite.

use halfopen::search::{Input, Labels, Timing};
use stateright::actor::{Actor, ActorModel, Id, LossyNetwork, Network, Out};
use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};
use std::time::Duration;

/// What a random model is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recipe {
    pub(crate) seed: u64,
    pub(crate) actors: usize,
    pub(crate) fuel: u8,
    pub(crate) ordered: bool,
    pub(crate) lossy: bool,
}

#[derive(Clone)]
pub(crate) struct RandomClock(Recipe);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Mood {
    pub(crate) value: u8,
    pub(crate) fuel: u8,
}

/// A timer names its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Bell {
    owner: usize,
    value: u8,
}

fn hash(seed: u64, words: &[u64]) -> u64 {
    words.iter().fold(seed, |mixed, word| {
        let mixed = (mixed ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ (mixed >> 32)
    })
}

impl RandomClock {
    fn act(&self, id: Id, state: &mut Cow<'_, Mood>, met: [u64; 3], out: &mut Out<Self>) {
        let owner = usize::from(id);
        let mood = [owner as u64, u64::from(state.value), u64::from(state.fuel)];
        let mut dice = hash(hash(self.0.seed, &mood), &met);
        let mut roll = |sides: u64| {
            dice = hash(dice, &[sides]);
            (dice >> 20) % sides
        };
        // The state is written in any case: whatever happens is a step.
        state.to_mut().value = roll(3) as u8;
        if roll(4) == 0 {
            out.cancel_timer(Bell {
                owner,
                value: roll(2) as u8,
            });
        }
        if state.fuel == 0 {
            return;
        }
        state.to_mut().fuel -= 1;
        for _ in 0..roll(3) {
            let dst = Id::from(roll(self.0.actors as u64) as usize);
            out.send(dst, roll(2) as u8);
        }
        let value = roll(2) as u8;
        let least = Duration::from_millis(roll(4));
        match roll(3) {
            0 | 1 => out.set_timer(
                Bell { owner, value },
                Range {
                    start: least,
                    end: least + Duration::from_millis(roll(3)),
                },
            ),
            _ => out.choose_random(format!("{owner}"), vec![value, 7]),
        }
    }
}

impl Actor for RandomClock {
    type Msg = u8;
    type Timer = Bell;
    type State = Mood;
    type Storage = ();
    type Random = u8;

    fn on_start(&self, id: Id, _: &Option<()>, out: &mut Out<Self>) -> Mood {
        let owner = usize::from(id);
        let least = Duration::from_millis(self.0.seed % 3);
        out.set_timer(
            Bell { owner, value: 0 },
            Range {
                start: least,
                end: least + Duration::from_millis(2),
            },
        );
        if owner == 0 {
            out.send(Id::from(self.0.actors - 1), 1);
        }
        Mood {
            value: 0,
            fuel: self.0.fuel,
        }
    }

    fn on_msg(&self, id: Id, state: &mut Cow<'_, Mood>, src: Id, msg: u8, out: &mut Out<Self>) {
        self.act(id, state, [0, usize::from(src) as u64, u64::from(msg)], out);
    }

    fn on_timeout(&self, id: Id, state: &mut Cow<'_, Mood>, bell: &Bell, out: &mut Out<Self>) {
        self.act(id, state, [1, u64::from(bell.value), 0], out);
    }

    fn on_random(&self, id: Id, state: &mut Cow<'_, Mood>, choice: &u8, out: &mut Out<Self>) {
        self.act(id, state, [2, u64::from(*choice), 0], out);
    }
}

impl Timing<RandomClock> for Recipe {
    fn latency(&self, src: Id, dst: Id) -> Option<RangeInclusive<Duration>> {
        let dice = hash(
            self.seed,
            &[usize::from(src) as u64, usize::from(dst) as u64],
        );
        let least = dice >> 20 & 1;
        Some(milliseconds(least, least + (dice >> 24 & 1)))
    }

    /// Choice 7 has an appointment.
    fn appointment(&self, _: Id, choice: &u8) -> Option<RangeInclusive<Duration>> {
        (*choice == 7).then(|| milliseconds(self.seed % 2, 2))
    }
}

pub(crate) fn milliseconds(least: u64, most: u64) -> RangeInclusive<Duration> {
    Duration::from_millis(least)..=Duration::from_millis(most)
}

/// Labels a step with what is met.
pub(crate) struct Met;

impl Labels<RandomClock> for Met {
    fn labels(
        &self,
        _: &RandomClock,
        id: Id,
        _: &Mood,
        input: &Input<'_, RandomClock>,
    ) -> Vec<u16> {
        let kind = match input {
            Input::Deliver { msg, .. } => u16::from(**msg),
            Input::Timeout(bell) => 10 + u16::from(bell.value),
            Input::Random { choice, .. } => 20 + u16::from(**choice),
        };
        vec![100 * (usize::from(id) as u16 + 1) + kind]
    }
}

pub(crate) fn model(recipe: Recipe) -> ActorModel<RandomClock> {
    let network = match recipe.ordered {
        true => Network::new_ordered([]),
        false => Network::new_unordered_nonduplicating([]),
    };
    ActorModel::new((), ())
        .actors((0..recipe.actors).map(|_| RandomClock(recipe)))
        .init_network(network)
        .lossy_network(if recipe.lossy {
            LossyNetwork::Yes
        } else {
            LossyNetwork::No
        })
}
