//! Single changes that an operator can make.

use super::worlds::Scaled;
use halfopen_spec::policy::{Profile, Sysctl};
use std::fmt;

/// One change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The program takes connections as soon as they wait.
    AcceptAtOnce,
    /// A sysctl is written.
    Write(Sysctl, i64),
}

/// The changes that are tried, in the order in which they are told.
const CHANGES: [Change; 6] = [
    Change::AcceptAtOnce,
    Change::Write(Sysctl::TcpAbortOnOverflow, 1),
    Change::Write(Sysctl::TcpAbortOnOverflow, 0),
    Change::Write(Sysctl::TcpSyncookies, 1),
    Change::Write(Sysctl::TcpSyncookies, 0),
    Change::Write(Sysctl::TcpSyncookies, 2),
];

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AcceptAtOnce => f.write_str("a program that calls accept() at once"),
            Self::Write(sysctl, value) => write!(f, "sysctl {}={value}", sysctl.name()),
        }
    }
}

/// The changes that would change anything on this host.
#[must_use]
pub fn changes(profile: &Profile) -> Vec<Change> {
    let is_one = |change: &Change| match change {
        Change::AcceptAtOnce => true,
        Change::Write(sysctl, value) => profile.kernel.sysctls.get(*sysctl) != *value,
    };
    CHANGES.into_iter().filter(is_one).collect()
}

impl Change {
    /// The listener and its host with this change.
    #[must_use]
    pub fn made(self, listener: Scaled, profile: &Profile) -> (Scaled, Profile) {
        let mut profile = profile.clone();
        let mut listener = listener;
        match self {
            Self::AcceptAtOnce => listener.accepts_at_once = true,
            Self::Write(sysctl, value) => profile
                .set_sysctl(sysctl, value)
                .expect("every kernel has these sysctls and takes these values"),
        }
        (listener, profile)
    }
}
