//! The memory that the tables may hold, and the moments at which a search must stop.

use crate::search::limits::{Interrupt, Limits, StoppedBy};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::time::Instant;

/// The bytes that the tables hold, against the bytes that they may hold.
pub(in crate::search) struct Budget {
    limit: u64,
    used: AtomicU64,
    peak: AtomicU64,
}

impl Budget {
    pub(in crate::search) fn new(limits: &Limits) -> Self {
        Budget {
            limit: limits.memory_bytes.unwrap_or(u64::MAX),
            used: AtomicU64::new(0),
            peak: AtomicU64::new(0),
        }
    }

    /// Starts again from what was counted.
    pub(in crate::search) fn recount(&self, used: u64) -> bool {
        self.used.store(used, Ordering::Relaxed);
        self.peak.fetch_max(used, Ordering::Relaxed);
        used <= self.limit
    }

    /// Takes bytes, or says that they are not to be had.
    pub(in crate::search) fn take(&self, bytes: u64) -> bool {
        let used = self.used.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if used > self.limit {
            self.give(bytes);
            return false;
        }
        self.peak.fetch_max(used, Ordering::Relaxed);
        true
    }

    pub(in crate::search) fn give(&self, bytes: u64) {
        self.used.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// Whether this many bytes would be within the limit.
    pub(in crate::search) fn allows(&self, bytes: u64) -> bool {
        bytes <= self.limit
    }

    pub(in crate::search) fn peak(&self) -> u64 {
        self.peak.load(Ordering::Relaxed)
    }
}

/// How threads tell each other to stop.
pub(in crate::search) struct Halt {
    deadline: Option<Instant>,
    interrupt: Interrupt,
    stopped_by: AtomicU8,
    too_narrow: AtomicBool,
    paused: AtomicBool,
    /// When threads rest, so that what they hold can be written down.
    pause_at: Option<Instant>,
    /// Whether something was thrown away for want of memory.
    lost_something: AtomicBool,
}

const BY_STATES: u8 = 1;
const BY_DEPTH: u8 = 2;
const BY_TIME: u8 = 3;
const BY_MEMORY: u8 = 4;
const BY_WISH: u8 = 5;

impl Halt {
    pub(in crate::search) fn at(deadline: Option<Instant>, interrupt: Interrupt) -> Self {
        Halt {
            deadline,
            interrupt,
            stopped_by: AtomicU8::new(0),
            too_narrow: AtomicBool::new(false),
            paused: AtomicBool::new(false),
            pause_at: None,
            lost_something: AtomicBool::new(false),
        }
    }

    /// The same, and threads rest at this time if the round takes so long.
    pub(in crate::search) fn pausing_at(mut self, pause_at: Option<Instant>) -> Self {
        self.pause_at = pause_at;
        self
    }

    /// Lets threads rest if it is time. They look at this after some work only, so that every round gets on.
    pub(in crate::search) fn pause_if_due(&self) {
        if self.pause_at.is_some_and(|at| Instant::now() >= at) {
            self.paused.store(true, Ordering::Relaxed);
        }
    }

    /// Stops the search; the first reason given is the one that counts.
    pub(in crate::search) fn stop(&self, by: StoppedBy) {
        let code = match by {
            StoppedBy::MaxStates => BY_STATES,
            StoppedBy::MaxDepth => BY_DEPTH,
            StoppedBy::Time => BY_TIME,
            StoppedBy::Memory => {
                self.lost_something.store(true, Ordering::Relaxed);
                BY_MEMORY
            }
            StoppedBy::Interrupted => BY_WISH,
            StoppedBy::EveryQuestionAnswered => return,
        };
        // A later reason changes nothing, so it does not matter which exchange fails.
        let _ = self
            .stopped_by
            .compare_exchange(0, code, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Asks for wider fields when the round is over, or at once if too many states wait for them.
    pub(in crate::search) fn widen(&self, at_once: bool) {
        self.too_narrow.store(true, Ordering::Relaxed);
        if at_once {
            self.paused.store(true, Ordering::Relaxed);
        }
    }

    pub(in crate::search) fn look_at_clock(&self) {
        if self.deadline.is_some_and(|at| Instant::now() >= at) {
            self.stop(StoppedBy::Time);
        }
        if self.interrupt.is_wished() {
            self.stop(StoppedBy::Interrupted);
        }
    }

    #[inline]
    pub(in crate::search) fn is_called(&self) -> bool {
        self.stopped_by.load(Ordering::Relaxed) != 0 || self.paused.load(Ordering::Relaxed)
    }

    pub(in crate::search) fn stopped_by(&self) -> Option<StoppedBy> {
        match self.stopped_by.load(Ordering::Relaxed) {
            BY_STATES => Some(StoppedBy::MaxStates),
            BY_DEPTH => Some(StoppedBy::MaxDepth),
            BY_TIME => Some(StoppedBy::Time),
            BY_MEMORY => Some(StoppedBy::Memory),
            BY_WISH => Some(StoppedBy::Interrupted),
            _ => None,
        }
    }

    /// Whether states that were found may have been thrown away.
    pub(in crate::search) fn lost_something(&self) -> bool {
        self.lost_something.load(Ordering::Relaxed)
    }

    pub(in crate::search) fn is_paused(&self) -> bool {
        self.paused.load(Ordering::Relaxed)
    }

    pub(in crate::search) fn is_too_narrow(&self) -> bool {
        self.too_narrow.load(Ordering::Relaxed)
    }
}
