//! The small worlds in which a host's listener is looked at.
//!
//! A listener with a backlog of thousands is looked at with a backlog of three. That is sound: an accept queue is full when it holds
//! more than the backlog, so only how many slots are free matters, and one is; and in every world here at most two clients have
//! requests, fewer than any SYN queue of a backlog of three or more holds, and too few for early expiry. A world with a full SYN queue
//! begins with requests that fill it, and what comes then depends on its being full alone. Backlogs below three are taken as they are.
//! Retries above one are cut to one, which changes when a request is forgotten and not whether; seconds are computed from the host's own.

use halfopen_spec::policy::{Profile, Sysctl};
use halfopen_spec::program::{Accepts, SynQueueBefore};
use halfopen_spec::scenarios::{Scenario, full_accept_queue, one_slot};

/// The largest backlog that is taken as it is.
const LARGEST: u32 = 3;

/// A listener as the worlds have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scaled {
    /// Its backlog, three at most.
    pub backlog: u8,
    /// Whether the program takes connections as soon as they wait.
    pub accepts_at_once: bool,
}

impl Scaled {
    /// A listener with this backlog, whose program accepts when it likes.
    #[must_use]
    pub fn of(backlog: u32) -> Self {
        Self {
            backlog: u8::try_from(backlog.min(LARGEST)).expect("it is at most three"),
            accepts_at_once: false,
        }
    }

    fn put_into(self, scenario: Scenario, profile: &Profile, queued: u8) -> Scenario {
        let sysctls = &profile.kernel.sysctls;
        let somaxconn = sysctls.get(Sysctl::Somaxconn).max(i64::from(self.backlog));
        let few: Vec<(Sysctl, i64)> = scenario
            .few_retries
            .iter()
            .map(|(sysctl, few)| (*sysctl, sysctls.get(*sysctl).min(*few)))
            .collect();
        scenario.sysctl(Sysctl::Somaxconn, somaxconn).with(|s| {
            s.few_retries = few;
            s.backlog = i64::from(self.backlog);
            s.accept = match self.accepts_at_once {
                true => Accepts::Always,
                false => Accepts::AnyTime,
            };
            // Whoever accepts at once has nobody waiting.
            s.queued_before = if self.accepts_at_once { 0 } else { queued };
        })
    }
}

/// Two clients race for the last slot of the accept queue.
#[must_use]
pub fn last_slot(listener: Scaled, profile: &Profile) -> Scenario {
    listener.put_into(one_slot(), profile, listener.backlog)
}

/// A client meets a full accept queue.
#[must_use]
pub fn no_slot(listener: Scaled, profile: &Profile) -> Scenario {
    listener.put_into(full_accept_queue(), profile, listener.backlog + 1)
}

/// Two clients race for the last slot of the accept queue while addresses that never answer fill the SYN queue.
#[must_use]
pub fn flooded(listener: Scaled, profile: &Profile) -> Scenario {
    // Kernels up to 4.3 make a table of at least 16, those of 2.6.18 one of at least 64.
    let table = 64.min(profile.kernel.sysctls.get(Sysctl::TcpMaxSynBacklog));
    last_slot(listener, profile)
        .sysctl(Sysctl::TcpMaxSynBacklog, table)
        .with(|s| s.syn_queue_before = SynQueueBefore::Full)
}
