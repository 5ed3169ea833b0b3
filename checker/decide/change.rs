//! A single change that whoever runs a host can make, and what it makes of a scenario.

use halfopen_spec::clock::Clock;
use halfopen_spec::policy::{Profile, Sysctl};
use halfopen_spec::program::Accepts;
use halfopen_spec::scenarios::{Roles, Scenario};
use std::fmt;

/// One change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The program takes connections as soon as they wait.
    AcceptAtOnce,
    /// A backlog one larger, with as many free slots as before.
    LargerBacklog,
    /// Clients set SO_KEEPALIVE.
    ClientKeepalive,
    /// A sysctl is written.
    Write(Sysctl, i64),
}

/// The changes that are tried, in the order in which they are told. Values are those that switch something on or off, and for amounts the
/// least that means something and one that is large in these worlds.
pub(super) const CHANGES: &[Change] = &[
    Change::AcceptAtOnce,
    Change::LargerBacklog,
    Change::ClientKeepalive,
    Change::Write(Sysctl::TcpAbortOnOverflow, 0),
    Change::Write(Sysctl::TcpAbortOnOverflow, 1),
    Change::Write(Sysctl::TcpSyncookies, 0),
    Change::Write(Sysctl::TcpSyncookies, 1),
    Change::Write(Sysctl::TcpSyncookies, 2),
    Change::Write(Sysctl::TcpMaxSynBacklog, 1),
    Change::Write(Sysctl::TcpMaxSynBacklog, 65_536),
    Change::Write(Sysctl::TcpSynackRetries, 0),
    Change::Write(Sysctl::TcpSynRetries, 1),
    Change::Write(Sysctl::TcpOrphanRetries, 1),
    Change::Write(Sysctl::TcpFinTimeout, 5),
    Change::Write(Sysctl::TcpMaxTwBuckets, 0),
    Change::Write(Sysctl::TcpMaxTwBuckets, 65_536),
    Change::Write(Sysctl::TcpRfc1337, 0),
    Change::Write(Sysctl::TcpRfc1337, 1),
    Change::Write(Sysctl::TcpTimestamps, 0),
    Change::Write(Sysctl::TcpTwReuse, 0),
    Change::Write(Sysctl::TcpTwReuse, 1),
    Change::Write(Sysctl::TcpFastopen, 0),
    Change::Write(Sysctl::TcpFastopen, 3),
];

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AcceptAtOnce => f.write_str("a program that calls accept() at once"),
            Self::LargerBacklog => f.write_str("a larger backlog, as full as before"),
            Self::ClientKeepalive => f.write_str("SO_KEEPALIVE at the client"),
            Self::Write(sysctl, value) => write!(f, "{}={value}", sysctl.name()),
        }
    }
}

impl Change {
    /// The kernel with this change; `None` when it does not have the sysctl.
    pub(super) fn of_kernel(self, profile: &Profile) -> Option<Profile> {
        let mut profile = profile.clone();
        match self {
            Self::Write(sysctl, value) => profile.set_sysctl(sysctl, value).ok().map(|()| profile),
            Self::AcceptAtOnce | Self::LargerBacklog | Self::ClientKeepalive => Some(profile),
        }
    }

    /// The scenario with this change. What it leaves to the kernel, [`Self::of_kernel`] has changed.
    pub(super) fn of_scenario(self, scenario: Scenario) -> Scenario {
        let listens = scenario.roles == Roles::ClientsAndListener;
        match self {
            Self::AcceptAtOnce if listens => scenario.with(|s| {
                s.accept = Accepts::Always;
                // Whoever accepts at once has nobody waiting.
                s.queued_before = 0;
            }),
            Self::LargerBacklog if listens => with_larger_backlog(scenario),
            Self::ClientKeepalive => scenario.with(|s| s.client_keepalive = true),
            Self::Write(sysctl, value) => written(scenario, sysctl, value),
            Self::AcceptAtOnce | Self::LargerBacklog => scenario,
        }
    }
}

fn with_larger_backlog(scenario: Scenario) -> Scenario {
    let wanted = scenario.backlog + 1;
    let pinned = scenario.sysctls.iter();
    let mut limits = pinned.filter(|(sysctl, _)| *sysctl == Sysctl::Somaxconn);
    let limit = limits.next().map(|(_, value)| *value);
    let larger = scenario.with(|s| {
        s.backlog = wanted;
        if s.queued_before > 0 {
            s.queued_before += 1;
        }
    });
    match limit.filter(|limit| *limit < wanted) {
        Some(_) => larger.sysctl(Sysctl::Somaxconn, wanted),
        None => larger,
    }
}

/// A sysctl that the scenario sets has the new value; where retries are few, they are not more than before.
fn written(scenario: Scenario, sysctl: Sysctl, value: i64) -> Scenario {
    if scenario.sysctls.iter().any(|(other, _)| *other == sysctl) {
        return scenario.sysctl(sysctl, value);
    }
    let mut few = scenario.few_retries.iter();
    let few = few.find(|(other, _)| *other == sysctl).map(|(_, few)| *few);
    match few {
        Some(few) if scenario.clock == Clock::AnyOrder => scenario.retries(sysctl, few.min(value)),
        Some(_) | None => scenario,
    }
}
