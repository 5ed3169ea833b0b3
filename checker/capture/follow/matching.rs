//! Whether a segment that the model sends is the one that the capture shows next.

use super::numbers::Number;
use super::situation::{Situation, Window};
use super::steps::Stepper;
use super::watched::{Event, Role};
use crate::capture::observed::Nanos;
use halfopen_spec::kernel::{HostId, listener::tuple_of};
use halfopen_spec::rule::Rule;
use halfopen_spec::wire::{Segment, Seq};

/// An ACK of data may wait for more (delayed acknowledgements, at most 200 ms and a tick).
const DELAYED: Nanos = 250_000_000;

/// The initial numbers that the model gives to the first connection of a four-tuple.
const FIRST_OF_CLIENT: Seq = Seq(100);
const FIRST_OF_SERVER: Seq = Seq(300);

impl Stepper<'_> {
    /// A number of what the other end sends, as the model knows it: only differences matter.
    pub(super) fn foreign(&self, conversation: usize, number: Number) -> Seq {
        let isns = &self.watched.conversations[conversation].foreign.isns;
        let first = match self.watched.role {
            Role::Listens | Role::Nobody => FIRST_OF_CLIENT,
            Role::Connects => FIRST_OF_SERVER,
        };
        let moved = |real: u32| match isns.first() {
            Some(isn) => first.plus(real.wrapping_sub(*isn)),
            None => Seq(real),
        };
        match number {
            Number::After { base, offset } => moved(isns[base]).plus(offset),
            Number::Far(0) => Seq(0),
            Number::Far(real) => moved(real),
        }
    }

    /// A number of what the host itself sends; `None` while the model has not chosen its initial number.
    pub(super) fn own(&self, now: &Situation, conversation: usize, number: Number) -> Option<Seq> {
        let known = &now.own[conversation];
        let isns = &self.watched.conversations[conversation].own.isns;
        match number {
            Number::After { base, offset } => Some(known[base]?.plus(offset)),
            Number::Far(0) => Some(Seq(0)),
            Number::Far(real) => {
                let base = known.iter().position(Option::is_some)?;
                Some(known[base]?.plus(real.wrapping_sub(isns[base])))
            }
        }
    }
}

/// Follows what a step sends.
pub(super) struct Matcher<'m, 'w> {
    pub(super) stepper: &'m Stepper<'w>,
    pub(super) situation: &'m mut Situation,
    /// When the step can have been taken.
    pub(super) window: Window,
    pub(super) sends: Vec<(Segment, Option<usize>)>,
}

impl Matcher<'_, '_> {
    /// A segment is sent: the capture shows it next, or has a reason not to.
    pub(super) fn emitted(&mut self, segment: &Segment, rules: &[Rule]) -> Option<()> {
        // Seen from the host, the receiver is the remote end.
        let mut tuple = tuple_of(segment, HostId(1));
        (tuple.local, tuple.remote) = (tuple.remote, tuple.local);
        let conversation = Stepper::conversation(tuple);
        let may_wait = segment.is_bare_ack() && rules.contains(&Rule::DataDelivered);
        let watched = self.stepper.watched;
        let next = self.situation.next_output(watched, conversation);
        let may_overtake = self.stepper.may_overtake(self.situation);
        if let Some(place) = next
            && self.is_shown_by(conversation, place, segment, may_wait)
        {
            self.situation.deal_with_output(watched, place);
            self.sends.push((segment.clone(), Some(place)));
            return Some(());
        }
        if may_overtake {
            for place in self.situation.later_outputs(watched, conversation) {
                if self.is_shown_by(conversation, place, segment, may_wait) {
                    self.situation.deal_with_output(watched, place);
                    self.situation.overtaking += 1;
                    self.sends.push((segment.clone(), Some(place)));
                    return Some(());
                }
            }
        }
        self.sends.push((segment.clone(), None));
        if may_wait && self.is_overtaken(conversation, next, segment) {
            return Some(());
        }
        if next.is_none() && self.may_come_after_the_end() {
            return Some(());
        }
        if may_overtake && next.is_some() && self.may_come_after_the_end() {
            self.situation.overtaking += 1;
            return Some(());
        }
        let may_lose = self.situation.lost < self.stepper.conditions.losses;
        may_lose.then(|| self.situation.lost += 1)
    }

    fn is_shown_by(
        &mut self,
        conversation: usize,
        place: usize,
        segment: &Segment,
        may_wait: bool,
    ) -> bool {
        let watched = self.stepper.watched;
        let conditions = &self.stepper.conditions;
        // At the host itself nothing that was sent overtakes anything else.
        if conditions.latency == 0 && self.situation.first_output(watched) != Some(place) {
            return false;
        }
        let event = &watched.events[place];
        let delay = if may_wait { DELAYED } else { 0 };
        let sent = Window {
            least: event.at - conditions.until_captured() - delay,
            most: event.at,
        };
        let Some(window) = self.window.within(sent) else {
            return false;
        };
        if !self.is_equal(conversation, event, segment) {
            return false;
        }
        self.window = window;
        true
    }

    fn is_equal(&mut self, conversation: usize, event: &Event, segment: &Segment) -> bool {
        let bits = event.bits;
        let flags = segment.flags;
        if (bits.syn, bits.rst) != (flags.syn, flags.rst) {
            return false;
        }
        // A retransmission may carry less than everything that is unacknowledged.
        let is_part = event.payload > 0 && segment.payload > event.payload && !bits.fin;
        if !is_part && (segment.payload, flags.fin) != (event.payload, bits.fin) {
            return false;
        }
        let acks = match (event.ack, segment.ack) {
            (None, None) => true,
            (Some(seen), Some(sent)) => self.stepper.foreign(conversation, seen) == sent,
            (Some(_), None) | (None, Some(_)) => false,
        };
        acks && self.has_number(conversation, event, segment)
    }

    /// The first segment with an initial number binds it. A copy has the number of the first: two numbers are never one to the model.
    fn has_number(&mut self, conversation: usize, event: &Event, segment: &Segment) -> bool {
        match self.stepper.own(self.situation, conversation, event.seq) {
            Some(known) => known == segment.seq,
            None => match event.seq {
                Number::After { base, offset: 0 } if segment.flags.syn => {
                    let known = &mut self.situation.own[conversation];
                    let is_new = !known.contains(&Some(segment.seq));
                    if is_new {
                        known[base] = Some(segment.seq);
                    }
                    is_new
                }
                Number::After { .. } | Number::Far(_) => false,
            },
        }
    }

    /// Whether a later segment acknowledges at least as much, so that this ACK was never sent.
    fn is_overtaken(&self, conversation: usize, next: Option<usize>, segment: &Segment) -> bool {
        let Some(next) = next else {
            return self.window.most + DELAYED >= self.stepper.watched.ended;
        };
        let later = self.stepper.watched.events[next].ack;
        let later = later.map(|ack| self.stepper.foreign(conversation, ack));
        match (later, segment.ack) {
            (Some(later), Some(ack)) => !later.is_before(ack),
            (Some(_) | None, _) => false,
        }
    }

    /// Whether what is sent may come to the capture when it has ended.
    fn may_come_after_the_end(&mut self) -> bool {
        let watched = self.stepper.watched;
        let after_end = Window {
            least: watched.ended - self.stepper.conditions.until_captured(),
            most: Window::ANY.most,
        };
        match self.window.within(after_end) {
            Some(window) => {
                self.window = window;
                true
            }
            None => false,
        }
    }
}
