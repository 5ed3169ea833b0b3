//! Which timers fired, and in which order: of all orders that the model allows, one that fits what the kernel showed.

use super::compare::{Shown, add, sockets_of, without};
use super::kernel::counters::Counts;
use super::rehearsal::{Rehearsal, Window, is_invisible};
use super::stage::{Sent, Stage};
use halfopen_spec::host::Input;
use halfopen_spec::kernel::{Effects, HostId, Purpose};
use halfopen_spec::wire::Segment;
use std::time::Duration;

/// A timer is set in ticks, so it may fire up to one tick before its time has passed; the longest tick is 10 ms.
pub const EARLY: Duration = Duration::from_millis(11);

/// How much later than the model says a timer's effect may be seen: the first round-trip time adds to a data timer, and the machine is shared.
pub const SLACK: Duration = Duration::from_millis(400);

/// How many beginnings of orders are looked at.
const MOST_ORDERS: usize = 20_000;

/// A segment with the time at which it was seen.
type Seen = (Duration, HostId, Segment);

struct Search<'a> {
    found: &'a Shown,
    now: Duration,
    tried: usize,
}

/// One order of firing that explains what the kernel showed: the model afterwards, and the effects in that order.
#[must_use]
pub fn fired(
    model: &Rehearsal,
    group: &[(Purpose, Window)],
    stage: &Stage,
    sent: &[Sent],
    found: &Shown,
    now: Duration,
) -> Option<(Rehearsal, Vec<Effects>)> {
    let seen = |sent: &Sent| {
        let segment = stage.numbers.to_model(sent.tuple, &sent.wire);
        (sent.at, sent.tuple.peer, segment)
    };
    let seen: Vec<Seen> = sent.iter().map(seen).collect();
    let mut search = Search {
        found,
        now,
        tried: 0,
    };
    search.order(model.clone(), group, &seen, Vec::new())
}

impl Search<'_> {
    fn order(
        &mut self,
        model: Rehearsal,
        left: &[(Purpose, Window)],
        seen: &[Seen],
        effects: Vec<Effects>,
    ) -> Option<(Rehearsal, Vec<Effects>)> {
        let armed: Vec<_> = left
            .iter()
            .filter(|(purpose, _)| model.timers.contains_key(purpose))
            .copied()
            .collect();
        self.tried += 1;
        let can_be_sent = |(_, to, _): &Seen| {
            let tuples = armed.iter().filter_map(|(purpose, _)| purpose.tuple());
            tuples.map(|tuple| tuple.peer).any(|peer| peer == *to)
        };
        // Whatever was seen has to come from a timer that is left.
        if self.tried > MOST_ORDERS || !seen.iter().all(can_be_sent) {
            return None;
        }
        if armed.is_empty() {
            return self
                .fits(&model, seen, &effects)
                .then_some((model, effects));
        }
        for (place, (purpose, window)) in armed.iter().enumerate() {
            let mut after = model.clone();
            let until = Window {
                from: window.from,
                to: if is_invisible(*purpose) {
                    window.to
                } else {
                    self.now
                },
            };
            let step = after.step(&Input::Timer(*purpose), until);
            let Some((rest, at)) = take(seen, &step.segments, *window) else {
                continue;
            };
            // The segment says when the timer fired; without one, it was before now.
            if let Some(at) = at {
                let to = at.max(window.from);
                after = model.clone();
                let _ = after.step(
                    &Input::Timer(*purpose),
                    Window {
                        from: window.from,
                        to,
                    },
                );
            }
            let mut others = armed.clone();
            others.remove(place);
            let mut so_far = effects.clone();
            so_far.push(step);
            if let Some(explained) = self.order(after, &others, &rest, so_far) {
                return Some(explained);
            }
        }
        None
    }

    fn fits(&self, model: &Rehearsal, seen: &[Seen], effects: &[Effects]) -> bool {
        let mut counters = Counts::new();
        for step in effects {
            add(&mut counters, step);
        }
        seen.is_empty()
            && counters == self.found.counters
            && sockets_of(&model.state.stack) == self.found.sockets
    }
}

/// Takes the segments of one firing out of those that were seen; when they were seen. None may be too early.
fn take(
    seen: &[Seen],
    expected: &[(HostId, Segment)],
    window: Window,
) -> Option<(Vec<Seen>, Option<Duration>)> {
    let mut taken = Vec::new();
    for (to, segment) in expected {
        let fits = |(at, receiver, other): &&Seen| {
            *at + EARLY >= window.from && receiver == to && other == segment
        };
        taken.push(seen.iter().find(fits)?.clone());
    }
    let at = taken.iter().map(|(at, ..)| *at).max();
    Some((without(seen, &taken)?, at))
}
