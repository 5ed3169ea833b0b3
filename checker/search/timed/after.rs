//! What is known of the moments after a step.

use super::pending::{Pending, Since};
use super::zone::{NEVER, Zone};

/// What is known when the given thing happens next, or a choice is made next; `None` if something else must come first. The moment at which
/// it happens is moment 0 afterwards; the moments of what is pending follow those of the clock in their old order.
pub(super) fn then(zone: &Zone, has_clock: bool, happens: Option<usize>) -> Option<Zone> {
    let mut then = zone.clone();
    let first_pending = 1 + usize::from(has_clock);
    let moments = zone.moments();
    let now = match happens {
        Some(number) => first_pending + number,
        None => {
            then.add(0, NEVER);
            moments
        }
    };
    for pending in (first_pending..moments).filter(|pending| *pending != now) {
        if !then.learn(now, pending, 0) {
            return None;
        }
    }
    let rest = 1..moments;
    let order: Vec<usize> = [now].into_iter().chain(rest).collect();
    Some(then.select(&order))
}

/// What is known after a step, with all that was pending before.
pub(super) struct Kept {
    pub(super) then: Zone,
    pub(super) has_clock: bool,
    pub(super) needs_clock: bool,
}

impl Kept {
    /// What is known of what is pending now.
    pub(super) fn zone(
        &self,
        pending: &[(Pending, Since)],
        behind: &[Option<usize>],
    ) -> Option<Zone> {
        let first_before = 1 + usize::from(self.has_clock);
        let mut kept = vec![0];
        kept.extend((self.has_clock && self.needs_clock).then_some(1));
        kept.extend(pending.iter().filter_map(|(_, since)| match since {
            Since::Before(before) => Some(first_before + before),
            Since::Now(..) => None,
        }));
        let mut zone = self.then.select(&kept);
        let clock_starts = self.needs_clock && !self.has_clock;
        if clock_starts {
            zone.add(0, 0);
        }
        let mut order = vec![0];
        if self.needs_clock {
            order.push(if clock_starts { zone.moments() - 1 } else { 1 });
        }
        let mut next_kept = 1 + usize::from(self.has_clock && self.needs_clock);
        for (_, since) in pending {
            match since {
                Since::Before(_) => {
                    order.push(next_kept);
                    next_kept += 1;
                }
                Since::Now(least, most) => {
                    zone.add(*least, *most);
                    order.push(zone.moments() - 1);
                }
            }
        }
        let mut zone = zone.select(&order);
        in_order(&mut zone, 1 + usize::from(self.needs_clock), behind).then_some(zone)
    }
}

/// Learns that what must not overtake comes no sooner than what it follows.
pub(super) fn in_order(zone: &mut Zone, first: usize, behind: &[Option<usize>]) -> bool {
    behind.iter().enumerate().all(|(number, before)| {
        before.is_none_or(|before| zone.learn(first + before, first + number, 0))
    })
}
