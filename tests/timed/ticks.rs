//! The plainest search in which time passes: millisecond by millisecond.
//!
//! All windows are closed and whole, so whatever can happen at any moment can happen at a whole millisecond too (Henzinger, Manna and Pnueli,
//! "What good are digital clocks?", 1992): states, steps, and the least and the most of a time are those of the search that knows no ticks.

use super::random_clocks::{Bell, Mood, RandomClock, Recipe, model};
use halfopen::search::Timing;
use stateright::Model;
use stateright::actor::{Actor, Command, Id, Out};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::ops::RangeInclusive;
use std::time::Duration;

/// How many milliseconds something may still take: at least, at most.
type Left = (u32, u32);

/// One actor, with what is left of its windows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Part {
    mood: Mood,
    bells: BTreeMap<Bell, Left>,
    /// Choices by the name under which they are offered; those without an appointment have no window.
    choices: BTreeMap<String, Vec<(u8, Option<Left>)>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    parts: Vec<Part>,
    /// Messages with what is left of their windows, in sending order.
    under_way: BTreeMap<(usize, usize), Vec<(u8, Left)>>,
    /// Milliseconds since the beginning, as far as anybody asks.
    at: u32,
    /// Whose choice, under which name, is being made.
    spent: Option<(usize, String)>,
}

/// What can be told of a state apart from time, and of a step.
pub(crate) type Told = (
    Vec<(Mood, BTreeSet<Bell>, BTreeSet<u8>)>,
    BTreeMap<(usize, usize), Vec<u8>>,
);

/// What was seen: states, and for each label the first and the last millisecond at which a step carries it.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) states: HashSet<Told>,
    pub(crate) at: BTreeMap<u16, (u32, u32)>,
}

/// Everything, or `None` if it is too much.
pub(crate) fn everything(recipe: Recipe, most: usize) -> Option<Seen> {
    let clock = Ticks {
        recipe,
        actors: model(recipe).actors,
    };
    let mut seen = Seen::default();
    let mut known = HashSet::new();
    let mut queue = VecDeque::from([clock.start()]);
    while let Some(state) = queue.pop_front() {
        if !known.insert(state.clone()) {
            continue;
        }
        if known.len() > most {
            return None;
        }
        seen.states.insert(clock.told(&state));
        queue.extend(clock.tick(&state));
        for (label, next) in clock.steps(&state) {
            if let Some(label) = label {
                let range = seen.at.entry(label).or_insert((state.at, state.at));
                *range = (range.0.min(state.at), range.1.max(state.at));
            }
            queue.push_back(next);
        }
    }
    Some(seen)
}

/// What the whole-state search would call the same state.
pub(crate) fn told_of(
    state: &<stateright::actor::ActorModel<RandomClock> as Model>::State,
    ordered: bool,
) -> Told {
    let parts = (0..state.actor_states.len()).map(|actor| {
        let choices = &state.random_choices[actor].map;
        (
            Mood::clone(&state.actor_states[actor]),
            state.timers_set[actor].iter().copied().collect(),
            choices.values().flatten().copied().collect(),
        )
    });
    let mut under_way: BTreeMap<(usize, usize), Vec<u8>> = BTreeMap::new();
    match &state.network {
        stateright::actor::Network::Ordered(channels) => {
            for ((src, dst), queue) in channels {
                let channel = under_way
                    .entry((usize::from(*src), usize::from(*dst)))
                    .or_default();
                channel.extend(queue.iter().copied());
            }
        }
        stateright::actor::Network::UnorderedNonDuplicating(counts) => {
            for (envelope, count) in counts {
                let channel = under_way
                    .entry((usize::from(envelope.src), usize::from(envelope.dst)))
                    .or_default();
                channel.extend(std::iter::repeat_n(envelope.msg, *count));
            }
        }
        stateright::actor::Network::UnorderedDuplicating(..) => unreachable!("not modelled"),
    }
    told(parts.collect(), under_way, ordered)
}

fn told(
    parts: Vec<(Mood, BTreeSet<Bell>, BTreeSet<u8>)>,
    mut under_way: BTreeMap<(usize, usize), Vec<u8>>,
    ordered: bool,
) -> Told {
    under_way.retain(|_, messages| !messages.is_empty());
    if !ordered {
        for messages in under_way.values_mut() {
            messages.sort_unstable();
        }
    }
    (parts, under_way)
}

struct Ticks {
    recipe: Recipe,
    actors: Vec<RandomClock>,
}

fn whole(window: &RangeInclusive<Duration>) -> Left {
    (
        window.start().as_millis() as u32,
        window.end().as_millis() as u32,
    )
}

impl Ticks {
    fn start(&self) -> State {
        let mut state = State {
            parts: Vec::new(),
            under_way: BTreeMap::new(),
            at: 0,
            spent: None,
        };
        let outs: Vec<Out<RandomClock>> = (0..self.actors.len())
            .map(|actor| {
                let mut out = Out::new();
                let mood = self.actors[actor].on_start(Id::from(actor), &None, &mut out);
                state.parts.push(Part {
                    mood,
                    bells: BTreeMap::new(),
                    choices: BTreeMap::new(),
                });
                out
            })
            .collect();
        for (actor, out) in outs.into_iter().enumerate() {
            self.obey(&mut state, actor, out);
        }
        state
    }

    fn told(&self, state: &State) -> Told {
        let parts = state.parts.iter().map(|part| {
            let choices = part.choices.values().flatten();
            (
                part.mood.clone(),
                part.bells.keys().copied().collect(),
                choices.map(|(choice, _)| *choice).collect(),
            )
        });
        let under_way = state.under_way.iter().map(|(channel, messages)| {
            let messages = messages.iter().map(|(message, _)| *message);
            (*channel, messages.collect())
        });
        told(parts.collect(), under_way.collect(), self.recipe.ordered)
    }

    /// A millisecond passes, unless something must happen first.
    fn tick(&self, state: &State) -> Option<State> {
        let mut next = state.clone();
        next.at += 1;
        let mut may_pass = true;
        let mut pass = |left: &mut Left| {
            may_pass &= left.1 > 0;
            *left = (left.0.saturating_sub(1), left.1.saturating_sub(1));
        };
        let mut is_anything_pending = false;
        for part in &mut next.parts {
            for left in part.bells.values_mut() {
                is_anything_pending = true;
                pass(left);
            }
            for (_, left) in part.choices.values_mut().flatten() {
                if let Some(left) = left {
                    is_anything_pending = true;
                    pass(left);
                }
            }
        }
        for (_, left) in next.under_way.values_mut().flatten() {
            is_anything_pending = true;
            pass(left);
        }
        // Where nothing is pending time passes for ever and changes nothing; labels of choices are not asked for then.
        (may_pass && is_anything_pending).then_some(next)
    }

    /// Everything that can happen at this millisecond.
    fn steps(&self, state: &State) -> Vec<(Option<u16>, State)> {
        let mut steps = Vec::new();
        for (actor, part) in state.parts.iter().enumerate() {
            let label = |kind: u16| Some(100 * (actor as u16 + 1) + kind);
            for (bell, left) in &part.bells {
                if left.0 == 0 {
                    let mut next = state.clone();
                    next.parts[actor].bells.remove(bell);
                    self.ask(&mut next, actor, |node, mood, out| {
                        node.on_timeout(Id::from(actor), mood, bell, out);
                    });
                    let value = u16::from(format!("{bell:?}").contains("value: 1"));
                    steps.push((label(10 + value), next));
                }
            }
            for (key, offered) in &part.choices {
                for (choice, left) in offered {
                    if left.is_none_or(|left| left.0 == 0) {
                        let mut next = state.clone();
                        // The other choices keep their appointments if they are offered again.
                        if let Some(offered) = next.parts[actor].choices.get_mut(key) {
                            offered.retain(|(other, _)| other != choice);
                        }
                        next.spent = Some((actor, key.clone()));
                        self.ask(&mut next, actor, |node, mood, out| {
                            node.on_random(Id::from(actor), mood, choice, out);
                        });
                        steps.push((label(20 + u16::from(*choice)), next));
                    }
                }
            }
        }
        for ((src, dst), messages) in &state.under_way {
            let first = if self.recipe.ordered {
                1
            } else {
                messages.len()
            };
            for (place, (message, left)) in messages.iter().enumerate().take(first) {
                if left.0 > 0 {
                    continue;
                }
                let mut next = state.clone();
                if let Some(channel) = next.under_way.get_mut(&(*src, *dst)) {
                    channel.remove(place);
                }
                if self.recipe.lossy {
                    steps.push((None, next.clone()));
                }
                self.ask(&mut next, *dst, |node, mood, out| {
                    node.on_msg(Id::from(*dst), mood, Id::from(*src), *message, out);
                });
                let label = 100 * (*dst as u16 + 1) + u16::from(*message);
                steps.push((Some(label), next));
            }
        }
        steps
    }

    fn ask(
        &self,
        state: &mut State,
        actor: usize,
        input: impl FnOnce(&RandomClock, &mut Cow<'_, Mood>, &mut Out<RandomClock>),
    ) {
        let before = state.parts[actor].mood.clone();
        let (mut mood, mut out) = (Cow::Borrowed(&before), Out::new());
        input(&self.actors[actor], &mut mood, &mut out);
        state.parts[actor].mood = mood.into_owned();
        self.obey(state, actor, out);
    }

    fn obey(&self, state: &mut State, actor: usize, out: Out<RandomClock>) {
        let old = state.parts[actor].choices.clone();
        if let Some((actor, key)) = state.spent.take() {
            state.parts[actor].choices.remove(&key);
        }
        for command in out {
            match command {
                Command::Send(dst, message) => {
                    let latency = self.recipe.latency(Id::from(actor), dst);
                    let left = whole(&latency.expect("every message has a latency"));
                    let channel = state.under_way.entry((actor, usize::from(dst)));
                    channel.or_default().push((message, left));
                }
                Command::SetTimer(bell, window) => {
                    let left = whole(&(window.start..=window.end));
                    state.parts[actor].bells.insert(bell, left);
                }
                Command::CancelTimer(bell) => {
                    state.parts[actor].bells.remove(&bell);
                }
                Command::ChooseRandom(key, offered) => {
                    let before = old.get(&key).cloned().unwrap_or_default();
                    let offered = offered.into_iter().map(|choice| {
                        let same = before.iter().find(|(other, _)| *other == choice);
                        let left = same.map(|(_, left)| *left).unwrap_or_else(|| {
                            let window = self.recipe.appointment(Id::from(actor), &choice);
                            window.as_ref().map(whole)
                        });
                        (choice, left)
                    });
                    let offered: Vec<_> = offered.collect();
                    state.parts[actor].choices.remove(&key);
                    if !offered.is_empty() {
                        state.parts[actor].choices.insert(key, offered);
                    }
                }
                Command::Save(()) => {}
            }
        }
    }
}
