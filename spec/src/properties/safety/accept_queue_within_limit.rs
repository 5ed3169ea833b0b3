//! The accept queue never holds more than the backlog and one.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::accept_queue;
use crate::rule::Rule;
use crate::scenarios;
use crate::view::View;

/// Every run keeps it true.
pub(super) const PROPERTY: Property = Property {
    name: "accept-queue-within-limit",
    kind: Kind::Always,
    sentence: "The accept queue never holds more than the backlog and one.",
    why: "The limit of listen() is a limit.",
    predicate: Predicate::OneClient(accept_queue_within_limit),
    exercised_by: &[Rule::HandshakeAckMakesChild, Rule::CookieMakesChild],
    good_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::smaller_backlog_again(),
        profile: "linux-6.18",
    },
};

fn accept_queue_within_limit(view: &View<'_>) -> bool {
    view.server()
        .and_then(|(_, server)| server.stack.listener.as_ref())
        .is_none_or(|listener| {
            u64::from(accept_queue::length(listener)) <= u64::from(listener.backlog) + 1
        })
}
