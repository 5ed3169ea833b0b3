//! Every way in which a host can have done what was seen, depth first; the first one that explains everything is told.

use super::situation::{Situation, Trail, Window};
use super::steps::{Conditions, Stepper, Taken, Waiting};
use super::watched::{Role, Watched};
use halfopen_spec::host::Host;
use halfopen_spec::kernel::{HostId, Listener, Queued, Tuple};
use halfopen_spec::policy::Kernel;
use halfopen_spec::program::{Connects, Ends, Listens, Others, Program, earlier_peer};
use halfopen_spec::wire::Port;
use std::collections::HashSet;
use std::rc::Rc;
use std::time::Instant;

/// What came of following a host.
pub(super) enum Found {
    /// One way that explains everything, step by step.
    Fits(Rc<Trail>),
    /// No way explains this event; these are the hypotheses that come as far.
    Diverges {
        event: usize,
        survivors: Vec<Option<Rc<Trail>>>,
    },
    /// More ways were possible than are looked at, or time was up.
    NotLookedAt,
}

/// Connections that were reset keep their slots, and nothing but the slot counts. The queue holds one more than its limit; one of
/// thousands is left empty: it is as good as one that never fills in a capture that is judged.
fn fill(listener: &mut Listener) {
    let slots = listener.backlog.saturating_add(1);
    if slots > LONGEST_QUEUE {
        return;
    }
    let port = listener.port;
    let slot = |number: u32| Queued {
        tuple: earlier_peer(HostId(2), u8::try_from(number % 256).unwrap_or(0), port),
        reset: true,
    };
    listener.accept_queue.extend((0..slots).map(slot));
}

/// A longer accept queue is not filled.
const LONGEST_QUEUE: u32 = 1024;

/// So many situations are looked at.
const MOST_SITUATIONS: usize = 60_000;
/// So many hypotheses are kept for the explanation of a divergence.
const MOST_SURVIVORS: usize = 64;

impl Stepper<'_> {
    /// The host with this kernel, when the capture begins.
    pub(super) fn new(
        watched: &Watched,
        kernel: Kernel,
        backlog: i64,
        conditions: Conditions,
    ) -> Stepper<'_> {
        let listens = Listens {
            port: Port(80),
            backlog,
            defer_accept: conditions.defer_accept,
            accepts: conditions.accepts,
            sends: 0,
            ends: Ends::Never,
            reads: true,
            fast_open: 0,
            keepalive: false,
            may_close: false,
            listens_again: None,
            queued_before: match conditions.before.queued {
                Waiting::Connections(waiting) => waiting,
                // See `initial`.
                Waiting::Full => 0,
            },
            syn_queue_before: conditions.before.requests,
        };
        let connects = Connects {
            tuple: Tuple {
                peer: HostId(1),
                local: Port(1024),
                remote: Port(1),
            },
            times: u8::MAX,
            sends: 0,
            ends: Ends::Never,
            reads: true,
            keepalive: false,
            binds: true,
            fast_open: false,
        };
        let program = Program {
            listens: (watched.role == Role::Listens).then_some(listens),
            connects: (watched.role == Role::Connects).then_some(connects),
            writes: Vec::new(),
            clock_ticks: 0,
            others: Others::default(),
        };
        let host = Host {
            id: HostId(0),
            name: watched.end.to_string(),
            // What a segment's timestamps say is not looked at.
            kernel: kernel.without_timestamps(),
            isn_step: watched.isn_step(),
            peers_cached: conditions.before.peers_cached,
            loopback: false,
            timers: true,
            earlier_peers: HostId(2),
            program,
        };
        Stepper {
            watched,
            host,
            conditions,
        }
    }

    /// Looks for a way.
    pub(super) fn search(&self, until: Option<Instant>) -> Found {
        let initial = Rc::new(self.initial());
        let mut seen: HashSet<Rc<Situation>> = HashSet::new();
        seen.insert(Rc::clone(&initial));
        let mut open: Vec<(Rc<Situation>, Option<Rc<Trail>>)> = vec![(initial, None)];
        let (mut furthest, mut survivors) = (0, Vec::new());
        while let Some((now, trail)) = open.pop() {
            if self.is_finished(&now)
                && let Some(trail) = trail
            {
                return Found::Fits(trail);
            }
            let progress = now.progress(self.watched);
            if progress > furthest {
                (furthest, survivors) = (progress, Vec::new());
            }
            if progress == furthest && survivors.len() < MOST_SURVIVORS {
                survivors.push(trail.clone());
            }
            let mut nexts: Vec<(Situation, Taken)> = (self.causes(&now).iter())
                .filter_map(|cause| self.take(&now, cause))
                .collect();
            // The last one is looked at first: what happens soonest, without loss.
            nexts.sort_by_key(|(next, taken)| {
                std::cmp::Reverse((next.lost, taken.at.most, taken.at.least))
            });
            for (next, step) in nexts {
                let after = Rc::new(next);
                if seen.insert(Rc::clone(&after)) {
                    let before = trail.clone();
                    let trail = Trail {
                        before,
                        step,
                        after: Rc::clone(&after),
                    };
                    open.push((after, Some(Rc::new(trail))));
                }
            }
            let is_late = until.is_some_and(|until| Instant::now() > until);
            if is_late || seen.len() > MOST_SITUATIONS {
                return Found::NotLookedAt;
            }
        }
        Found::Diverges {
            event: furthest,
            survivors,
        }
    }

    pub(super) fn initial(&self) -> Situation {
        let (mut state, _) = self.host.start();
        if self.conditions.before.queued == Waiting::Full
            && let Some(listener) = &mut state.stack.listener
        {
            fill(listener);
        }
        Situation::initial(self.watched, state)
    }

    /// Whether everything is explained, and nothing more had to be seen before the capture ended.
    fn is_finished(&self, now: &Situation) -> bool {
        let ended = self.watched.ended;
        let conversations = 0..self.watched.conversations.len();
        let all_seen = conversations.clone().all(|talk| {
            let input = now.next_input(self.watched, talk);
            let may_arrive_later = input.is_none_or(|event| {
                self.watched.events[event].at + self.conditions.latency > ended
            });
            now.next_output(self.watched, talk).is_none() && may_arrive_later
        });
        let nothing_overdue = (now.timers.values())
            .all(|Window { most, .. }| most + self.conditions.until_captured() >= ended);
        all_seen && nothing_overdue
    }
}
