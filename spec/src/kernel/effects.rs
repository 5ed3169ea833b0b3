//! What a step puts out: rules, segments, timers, counters. A rule writes them here; nothing else leaves the kernel.

use super::counter::Counter;
use super::state::HostId;
use super::timer::Timer;
use crate::rule::Rule;
use crate::wire::Segment;
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
}
