//! Time passes: which timers fire within a stretch of it, in which order, and what is seen of that.

use super::possible::{Possible, Stepped};
use super::seen::Seen;
use crate::live::rehearsal::Window;
use halfopen_spec::host::Input;
use halfopen_spec::kernel::Purpose;
use std::collections::HashSet;
use std::time::Duration;

/// One way in which a stretch of time can pass.
#[derive(Clone, Debug)]
pub struct Elapsed {
    /// Where it leads.
    pub after: Possible,
    /// What is seen meanwhile, in its order.
    pub seen: Seen,
    /// The timers that fire, each not before some time after the stretch began.
    pub fired: Vec<(Purpose, Duration, Stepped)>,
}

impl Possible {
    /// How long it is at most until some window of its timers begins or ends; `None` without timers.
    #[must_use]
    pub fn next_change(&self) -> Option<Duration> {
        let windows = self.rehearsal.timers.values();
        let moments = windows.flat_map(|window| [window.from, window.to]);
        moments.filter(|moment| *moment > Duration::ZERO).min()
    }

    /// Every way in which so much time can pass. No window may begin or end within it.
    #[must_use]
    pub fn elapse(&self, by: Duration) -> Vec<Elapsed> {
        let mut ways = Vec::new();
        let mut reached = HashSet::new();
        let start = Elapsed {
            after: self.clone(),
            seen: Seen::default(),
            fired: Vec::new(),
        };
        let mut open = vec![(start, Duration::ZERO)];
        while let Some((way, since)) = open.pop() {
            if !reached.insert((way.after.clone(), way.seen.clone(), since)) {
                continue;
            }
            let timers = way.after.rehearsal.timers.clone();
            if timers.values().all(|window| window.to > by) {
                ways.push(Elapsed {
                    after: way.after.later(by),
                    ..way.clone()
                });
            }
            for (purpose, window) in timers {
                let from = window.from.max(since);
                if from >= by && window.to > by {
                    continue;
                }
                let at = Window {
                    from: from.min(by),
                    to: window.to.min(by).max(from.min(by)),
                };
                let stepped = way.after.step_within(&Input::Timer(purpose), at);
                let mut next = way.clone();
                next.after = stepped.after.clone();
                next.seen
                    .segments
                    .extend(stepped.seen.segments.iter().cloned());
                next.seen.told.extend(stepped.seen.told.iter().cloned());
                next.fired.push((purpose, at.from, stepped));
                open.push((next, at.from));
            }
        }
        // Those with the fewest steps first, so that the plainest is told.
        ways.sort_by_key(|way| way.fired.len());
        ways
    }

    fn later(&self, by: Duration) -> Self {
        let mut later = self.clone();
        for window in later.rehearsal.timers.values_mut() {
            window.from = window.from.saturating_sub(by);
            window.to = window.to.saturating_sub(by);
        }
        later
    }
}
