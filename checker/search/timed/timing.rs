//! What the caller says of time.

use stateright::actor::{Actor, Id};
use std::ops::RangeInclusive;
use std::time::Duration;

/// How long things take; timers say it themselves when they are armed.
pub trait Timing<A: Actor>: Sync {
    /// How long a message may take from one actor to another; `None` if whatever is sent there is gone at once.
    fn latency(&self, src: Id, dst: Id) -> Option<RangeInclusive<Duration>>;
    /// When a choice is made, counted from when it is first offered; `None` if at any moment or never.
    fn appointment(&self, actor: Id, choice: &A::Random) -> Option<RangeInclusive<Duration>>;
}
