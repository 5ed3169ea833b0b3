//! The timestamps option (RFC 7323 §3), with a clock that shows small numbers.

use std::fmt;

/// What a host's timestamp clock shows: a number that never falls, and that rises as often as the scenario lets it
/// ([`crate::program::Program::clock_ticks`]). Only what is older and what is newer is ever asked, so small numbers do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct TsVal(pub u8);

impl TsVal {
    /// What stands in an echo when nothing was received.
    pub const NONE: Self = Self(0);
}

impl fmt::Display for TsVal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The option: the sender's clock, and the last value that the sender received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Timestamps {
    /// What the sender's clock shows (TSval).
    pub val: TsVal,
    /// The newest value that came from the receiver (TSecr); [`TsVal::NONE`] in a first SYN.
    pub ecr: TsVal,
}

/// As packetdrill spells it: `<TS val 2 ecr 1>`.
impl fmt::Display for Timestamps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<TS val {} ecr {}>", self.val, self.ecr)
    }
}
