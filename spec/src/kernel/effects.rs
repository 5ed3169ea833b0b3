//! What a step puts out: rules, segments, timers, counters. A rule writes them here; nothing else leaves the kernel.

use super::counter::Counter;
use super::state::{HostId, Tuple};
use super::timer::Timer;
use crate::rule::Rule;
use crate::wire::{Flags, Segment, Seq};
use std::ops::Range;
use std::time::Duration;

/// A change of one timer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimerChange {
    /// The timer is armed, or armed anew; it will fire within this range from now.
    Arm(Timer, Range<Duration>),
    /// The timer will not fire.
    Cancel(Timer),
}

/// Everything that one step puts out besides the new state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effects {
    /// The rules that were applied, in order.
    pub rules: Vec<Rule>,
    /// The segments sent, in order, each with its receiver.
    pub segments: Vec<(HostId, Segment)>,
    /// The timers armed and cancelled, in order.
    pub timers: Vec<TimerChange>,
    /// The counters raised by one, in order.
    pub counters: Vec<Counter>,
}

impl Effects {
    /// Says why the step is as it is.
    pub(super) fn apply(&mut self, rule: Rule) {
        self.rules.push(rule);
    }

    /// Raises counters by one.
    pub(super) fn count(&mut self, counters: &[Counter]) {
        self.counters.extend_from_slice(counters);
    }

    pub(super) fn arm(&mut self, timer: Timer, after: Range<Duration>) {
        self.timers.push(TimerChange::Arm(timer, after));
    }

    pub(super) fn cancel(&mut self, timer: Timer) {
        self.timers.push(TimerChange::Cancel(timer));
    }

    /// Sends a segment from this end of the four-tuple to the other.
    pub(super) fn send(
        &mut self,
        to: Tuple,
        flags: Flags,
        seq: Seq,
        ack: Option<Seq>,
        payload: u8,
    ) {
        let segment = Segment {
            source: to.local,
            destination: to.remote,
            flags,
            seq,
            ack,
            payload,
        };
        self.segments.push((to.peer, segment));
    }

    pub(super) fn send_syn(&mut self, to: Tuple, iss: Seq) {
        self.send(
            to,
            Flags {
                syn: true,
                ..Flags::default()
            },
            iss,
            None,
            0,
        );
    }

    pub(super) fn send_syn_ack(&mut self, to: Tuple, iss: Seq, rcv_nxt: Seq) {
        self.send(
            to,
            Flags {
                syn: true,
                ..Flags::default()
            },
            iss,
            Some(rcv_nxt),
            0,
        );
    }

    pub(super) fn send_ack(&mut self, to: Tuple, snd_nxt: Seq, rcv_nxt: Seq) {
        self.send(to, Flags::default(), snd_nxt, Some(rcv_nxt), 0);
    }

    pub(super) fn send_rst(&mut self, to: Tuple, seq: Seq, ack: Option<Seq>) {
        self.count(&[Counter::OutRsts]);
        self.send(
            to,
            Flags {
                rst: true,
                ..Flags::default()
            },
            seq,
            ack,
            0,
        );
    }
}
