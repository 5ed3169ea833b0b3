//! The running kernel, kept to itself: a private network, what is put into it, and what it shows of itself.

pub mod calls;
pub mod counters;
pub mod device;
pub mod namespace;
pub mod sockets;
pub mod sysctls;

use std::fmt;

/// Why there is no private kernel here, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What is missing.
    pub what: String,
    /// How to get it.
    pub remedy: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "needs {}; remedy: {}", self.what, self.remedy)
    }
}
