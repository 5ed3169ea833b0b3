//! What is pending in a state, what can happen next, and what is pending then.

use super::timing::Timing;
use crate::search::channels::channel::{Content, Discipline};
use crate::search::channels::numbered::Numbered;
use crate::search::channels::registry::in_milliseconds;
use crate::search::searchable::{History, Searchable};
use crate::search::system::{Cause, Channels, NONE, Step};
use stateright::actor::Id;
use std::ops::RangeInclusive;
use std::time::Duration;

/// Something that will happen at a moment within a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pending {
    /// A timer of an actor fires.
    Timer(usize, u32),
    /// An actor makes a choice that has an appointed time.
    Choice(usize, u32),
    /// A message arrives, or is found to be lost: the channel, and its place there.
    Message(u32, usize),
}

/// When something that is pending became so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Since {
    /// Before the step; its number among what was pending there.
    Before(usize),
    /// With the step: it happens so many milliseconds later at the soonest, and at the latest.
    Now(i32, i32),
}

/// Something that can happen next.
#[derive(Clone, Debug)]
pub(super) struct Next {
    /// What is pending and happens, by its number; `None` for a choice that may be made at any moment.
    pub(super) happens: Option<usize>,
    /// The parts of the state afterwards.
    pub(super) parts: Vec<u32>,
    /// What is pending afterwards, and since when.
    pub(super) pending: Vec<(Pending, Since)>,
    /// The number of the action.
    pub(super) action: u32,
    /// The number of the set of labels.
    pub(super) labels: u32,
}

/// A model in numbers, and the time that things take.
pub(super) struct Clockwork<'m, A: Searchable, C, H: History> {
    pub(super) numbered: Numbered<'m, A, C, H>,
    timing: &'m dyn Timing<A>,
    is_ordered: bool,
}

/// The messages of a channel with their places before the step.
type Places = Vec<(u32, Option<usize>)>;

impl<'m, A: Searchable, C: Sync, H: History> Clockwork<'m, A, C, H> {
    pub(super) fn new(numbered: Numbered<'m, A, C, H>, timing: &'m dyn Timing<A>) -> Self {
        let network = &numbered.whole.model.init_network;
        Clockwork {
            is_ordered: Discipline::of(network) == Discipline::Ordered,
            numbered,
            timing,
        }
    }

    /// What is pending in the initial state, and its windows.
    pub(super) fn initially(&self, parts: &[u32]) -> Vec<(Pending, Since)> {
        let armed = self.numbered.armed_at_start();
        let pending = self.pending(parts);
        let since = |pending: Pending| match pending {
            Pending::Timer(_, timer) => {
                let window = armed.iter().find(|armed| armed.timer == timer);
                let (least, most) = window.map_or((0, 0), |armed| armed.window);
                Since::Now(least, most)
            }
            Pending::Choice(actor, choice) => self.appointed(actor, choice),
            Pending::Message(channel, _) => self.under_way(channel),
        };
        pending
            .into_iter()
            .map(|pending| (pending, since(pending)))
            .collect()
    }

    /// What is pending in a state, in the order in which its moments are kept.
    fn pending(&self, parts: &[u32]) -> Vec<Pending> {
        let mut pending = Vec::new();
        for (actor, local) in parts[..self.numbered.actors()].iter().enumerate() {
            self.append_own(actor, *local, &mut pending);
        }
        let first = self.numbered.first_channel_part();
        for (channel, content) in parts[first..].iter().enumerate() {
            let channel = channel as u32;
            let messages = self.numbered.content(channel, *content).len();
            pending.extend((0..messages).map(|place| Pending::Message(channel, place)));
        }
        pending
    }

    fn append_own(&self, actor: usize, local: u32, pending: &mut Vec<Pending>) {
        let (timers, choices) = self.numbered.timers_and_choices(actor, local);
        pending.extend(timers.iter().map(|timer| Pending::Timer(actor, *timer)));
        let appointed = choices
            .iter()
            .filter(|choice| self.appointment(actor, **choice).is_some());
        pending.extend(appointed.map(|choice| Pending::Choice(actor, *choice)));
    }

    fn appointment(&self, actor: usize, choice: u32) -> Option<RangeInclusive<Duration>> {
        let choice = self.numbered.choice(choice);
        self.timing.appointment(Id::from(actor), &choice)
    }

    fn appointed(&self, actor: usize, choice: u32) -> Since {
        let window = self.appointment(actor, choice);
        since_now(&window.expect("only appointed choices are pending"))
    }

    fn under_way(&self, channel: u32) -> Since {
        let (src, dst) = self.numbered.ends(channel);
        let window = self.timing.latency(src, dst);
        since_now(&window.expect("only messages that arrive are under way"))
    }

    /// Everything that can happen next in a state. What happens is given by its place among what is pending there.
    pub(super) fn nexts(&self, parts: &[u32]) -> Vec<Next> {
        let pending = self.pending(parts);
        let mut nexts = Vec::new();
        for actor in 0..self.numbered.actors() {
            for step in Channels::own_steps(&self.numbered, actor as u32, parts[actor]) {
                let cause = match step.cause {
                    Cause::Timer(timer) => Some(Pending::Timer(actor, timer)),
                    Cause::Choice(choice) => Some(Pending::Choice(actor, choice)),
                    Cause::Message => None,
                };
                let happens = pending.iter().position(|pending| Some(*pending) == cause);
                nexts.push(self.next(parts, &pending, happens, None, &step));
            }
        }
        for (number, waiting) in pending.iter().enumerate() {
            if let Pending::Message(channel, place) = *waiting
                && (place == 0 || !self.is_ordered)
            {
                self.append_exits(parts, &pending, (number, channel, place), &mut nexts);
            }
        }
        nexts
    }

    /// A message arrives, or is found to be lost.
    fn append_exits(
        &self,
        parts: &[u32],
        pending: &[Pending],
        (number, channel, place): (usize, u32, usize),
        nexts: &mut Vec<Next>,
    ) {
        let content = parts[self.numbered.first_channel_part() + channel as usize];
        let message = self.numbered.content(channel, content)[place];
        let leaves = Some((channel, place));
        let receiver = self.numbered.receiver(channel);
        let delivery =
            receiver.and_then(|receiver| self.numbered.delivery(channel, message, parts[receiver]));
        if let Some(step) = delivery {
            nexts.push(self.next(parts, pending, Some(number), leaves, &step));
        }
        let exits = self.numbered.exits(channel, content);
        let exit = exits.iter().find(|exit| exit.message == message);
        if let Some(exit) = exit.filter(|exit| exit.drop != NONE) {
            let loss = Step {
                changes: Vec::new(),
                event: NONE,
                last: 0,
                sends: Vec::new(),
                labels: 0,
                action: exit.drop,
                cause: Cause::Message,
                armed: Vec::new(),
            };
            nexts.push(self.next(parts, pending, Some(number), leaves, &loss));
        }
    }

    fn next(
        &self,
        before: &[u32],
        pending: &[Pending],
        happens: Option<usize>,
        leaves: Option<(u32, usize)>,
        step: &Step,
    ) -> Next {
        let mut parts = before.to_vec();
        for (part, _, after) in &step.changes {
            parts[*part] = *after;
        }
        let history = self.numbered.history_part();
        if step.event != NONE {
            parts[history] = self.numbered.remember(parts[history], step.event);
        }
        let places = self.channels_after(&mut parts, leaves, &step.sends);
        let since = |after: &Pending| {
            let before = pending.iter().position(|before| before == after);
            let is_same = |before: &usize| Some(*before) != happens;
            before.filter(is_same).map(Since::Before)
        };
        let pending_after = self.pending(&parts).into_iter().map(|after| {
            let since = match after {
                Pending::Timer(_, timer) => {
                    let armed = step.armed.iter().find(|armed| armed.timer == timer);
                    match armed {
                        Some(armed) => Since::Now(armed.window.0, armed.window.1),
                        None => since(&after).expect("a timer was armed before or is armed now"),
                    }
                }
                Pending::Choice(actor, choice) => {
                    since(&after).unwrap_or_else(|| self.appointed(actor, choice))
                }
                Pending::Message(channel, place) => match places[channel as usize][place].1 {
                    Some(old) => {
                        let before = pending
                            .iter()
                            .position(|pending| *pending == Pending::Message(channel, old));
                        Since::Before(before.expect("the message was under way before"))
                    }
                    None => self.under_way(channel),
                },
            };
            (after, since)
        });
        Next {
            happens,
            pending: pending_after.collect(),
            parts,
            action: step.action,
            labels: step.labels,
        }
    }

    /// Lets one message leave and others enter, and says where each message of each channel was before.
    fn channels_after(
        &self,
        parts: &mut Vec<u32>,
        leaves: Option<(u32, usize)>,
        sends: &[(u32, u32)],
    ) -> Vec<Places> {
        let first = self.numbered.first_channel_part();
        let mut channels: Vec<Places> = parts[first..]
            .iter()
            .enumerate()
            .map(|(channel, content)| {
                let content = self.numbered.content(channel as u32, *content);
                let places = content.iter().enumerate();
                places
                    .map(|(place, message)| (*message, Some(place)))
                    .collect()
            })
            .collect();
        if let Some((channel, place)) = leaves {
            channels[channel as usize].remove(place);
        }
        for (channel, message) in sends {
            let channel = *channel as usize;
            if channels.len() <= channel {
                channels.resize(channel + 1, Vec::new());
            }
            if self.is_gone_at_once(channel as u32) {
                self.numbered.swallow(parts, channel as u32, *message);
                continue;
            }
            let places = &mut channels[channel];
            let place = match self.is_ordered {
                true => places.len(),
                false => places.partition_point(|(other, _)| other < message),
            };
            places.insert(place, (*message, None));
        }
        parts.resize(first + channels.len(), 0);
        for (channel, places) in channels.iter().enumerate() {
            let content: Content = places.iter().map(|(message, _)| *message).collect();
            parts[first + channel] = self.numbered.content_number(channel as u32, content);
        }
        channels
    }

    fn is_gone_at_once(&self, channel: u32) -> bool {
        let (src, dst) = self.numbered.ends(channel);
        self.timing.latency(src, dst).is_none()
    }

    /// The messages that must not overtake each other: for each that is pending, the one before it in its channel.
    pub(super) fn behind(&self, pending: &[(Pending, Since)]) -> Vec<Option<usize>> {
        let before = |number: usize| match (pending[number].0, self.is_ordered) {
            (Pending::Message(_, place), true) if place > 0 => Some(number - 1),
            (Pending::Timer(..) | Pending::Choice(..) | Pending::Message(..), _) => None,
        };
        (0..pending.len()).map(before).collect()
    }
}

fn since_now(window: &RangeInclusive<Duration>) -> Since {
    let (least, most) = in_milliseconds(&(*window.start()..*window.end()));
    Since::Now(least, most)
}
