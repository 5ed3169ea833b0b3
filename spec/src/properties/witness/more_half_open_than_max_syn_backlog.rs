//! The SYN queue holds more requests than tcp_max_syn_backlog.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::syn_queue;
use crate::scenarios;
use crate::view::View;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "more-half-open-than-max-syn-backlog",
    kind: Kind::Sometimes,
    sentence: "The SYN queue holds more requests than tcp_max_syn_backlog.",
    why: "Whether that sysctl is the size of the SYN queue.",
    predicate: Predicate::OneClient(more_half_open_than_max_syn_backlog),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::small_max_syn_backlog(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::handshake(),
        profile: "linux-6.18",
    },
};

fn more_half_open_than_max_syn_backlog(view: &View<'_>) -> bool {
    view.server().is_some_and(|(host, server)| {
        i64::from(syn_queue::length(&server.stack))
            > i64::from(host.kernel.sysctls.tcp_max_syn_backlog)
    })
}
