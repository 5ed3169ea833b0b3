//! Timestamps in cases: what the peers' clocks show, what they echo, and that the kernel's clock moves on with each move.
//!
//! The model's clocks show small numbers. A peer's clock moves on with each segment that it sends; on the wire a tick of it is a second.
//! The kernel's clock shows milliseconds, and every move takes some: in the model it ticks once before each. What the kernel's clock
//! shows is not compared, what it echoes is.

use super::rehearsal::Rehearsal;
use super::segments::Kind;
use halfopen_spec::host::Input;
use halfopen_spec::kernel::listener::tuple_of;
use halfopen_spec::kernel::{Effects, Socket, Stack, Tuple};
use halfopen_spec::program::Act;
use halfopen_spec::wire::{Segment, Timestamps, TsVal};
use std::collections::{BTreeMap, BTreeSet};

/// What a peer's clock shows at its first segment.
const FIRST: u8 = 10;
/// What an older segment carries: less than the first.
const OLDER: TsVal = TsVal(5);

/// The timestamps of the peers, by connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clocks {
    /// How many segments each peer has sent.
    sent: BTreeMap<Tuple, u8>,
    /// The newest value that each peer has received.
    heard: BTreeMap<Tuple, TsVal>,
    /// Peers whose last segment took a number: nothing came yet with the number after it.
    fresh: BTreeSet<Tuple>,
}

impl Clocks {
    /// Remembers what was sent, by either end; `stack` is what was before.
    pub(super) fn note(&mut self, stack: &Stack, input: &Input, effects: &Effects) {
        if let Input::Segment { from, segment } = input {
            let tuple = tuple_of(segment, *from);
            let sent = self.sent.entry(tuple).or_insert(0);
            *sent = sent.saturating_add(1);
            if segment.end() != segment.seq {
                self.fresh.insert(tuple);
            } else if is_taken(stack, tuple, segment) {
                self.fresh.remove(&tuple);
            }
        }
        for (peer, segment) in &effects.segments {
            if let Some(timestamps) = segment.timestamps {
                let tuple = Tuple {
                    peer: *peer,
                    local: segment.source,
                    remote: segment.destination,
                };
                self.heard.insert(tuple, timestamps.val);
            }
        }
    }

    /// Whether nothing came yet with the next number. An older ACK with that number would be new to the kernel (tcp_may_update_window), and no
    /// host sends one.
    pub(super) fn next_number_is_new(&self, tuple: Tuple) -> bool {
        self.fresh.contains(&tuple)
    }

    /// What tells two situations apart: whether the next echo is one that a request believes.
    pub(super) fn order(&self, stack: &Stack) -> Vec<(Tuple, bool, bool)> {
        let believed = |(tuple, heard): (&Tuple, &TsVal)| {
            let kept = stack.request(*tuple).and_then(|request| request.timestamps);
            let believed = kept.is_some_and(|kept| *heard <= kept.last);
            (*tuple, believed, self.fresh.contains(tuple))
        };
        self.heard.iter().map(believed).collect()
    }
}

/// Whether an ACK has the next number and acknowledges everything, or makes a child.
fn is_taken(stack: &Stack, tuple: Tuple, ack: &Segment) -> bool {
    match stack.sockets.get(&tuple) {
        None => true,
        Some(Socket::Request(request)) => ack.seq == request.rcv_nxt(),
        Some(Socket::Connection(connection)) => {
            ack.seq == connection.rcv_nxt && ack.ack == Some(connection.snd_nxt)
        }
        Some(Socket::TimeWait(_)) => false,
    }
}

impl Rehearsal {
    /// Whether segments carry timestamps in this case.
    #[must_use]
    pub fn uses_timestamps(&self) -> bool {
        self.host().kernel.sysctls.tcp_timestamps != 0
    }

    /// What the kernel's timestamp clock shows.
    #[must_use]
    pub fn clock(&self) -> TsVal {
        TsVal(self.state.stack.ticks.saturating_add(1))
    }

    pub(super) fn clock_moves_on(&mut self) {
        if self.uses_timestamps() {
            let (after, _) = self.host().step(&self.state, &Input::Act(Act::ClockTicks));
            self.state = after;
        }
    }

    /// The segment with the timestamps that its peer puts into it; an RST has none.
    pub(super) fn stamped(&self, segment: Segment, kind: Kind, tuple: Tuple) -> Segment {
        if !self.uses_timestamps() || segment.flags.rst {
            return segment;
        }
        let sent = self.clocks.sent.get(&tuple).copied().unwrap_or(0);
        let val = if kind.is_older() {
            OLDER
        } else {
            TsVal(FIRST.saturating_add(sent))
        };
        let heard = self.clocks.heard.get(&tuple).copied();
        Segment {
            timestamps: Some(Timestamps {
                val,
                ecr: heard.unwrap_or(TsVal::NONE),
            }),
            ..segment
        }
    }

    /// The state without what the clocks show, for telling situations apart.
    #[must_use]
    pub fn without_clocks(&self) -> halfopen_spec::host::HostState {
        let mut state = self.state.clone();
        state.stack.ticks = 0;
        for socket in state.stack.sockets.values_mut() {
            match socket {
                Socket::Request(request) => {
                    if let Some(kept) = &mut request.timestamps {
                        (kept.recent, kept.first, kept.last) =
                            (TsVal::NONE, TsVal::NONE, TsVal::NONE);
                    }
                }
                Socket::Connection(connection) => {
                    connection.ts_recent = connection.ts_recent.map(|_| TsVal::NONE);
                }
                Socket::TimeWait(bucket) => {
                    bucket.ts_recent = bucket.ts_recent.map(|_| TsVal::NONE);
                }
            }
        }
        state
    }
}
