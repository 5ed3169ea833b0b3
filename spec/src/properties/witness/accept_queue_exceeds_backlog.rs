//! The accept queue holds one connection more than the backlog.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::accept_queue;
use crate::scenarios;
use crate::view::View;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "accept-queue-exceeds-backlog",
    kind: Kind::Sometimes,
    sentence: "The accept queue holds one connection more than the backlog.",
    why: "Full means more than the backlog, not as many.",
    predicate: Predicate::OneClient(accept_queue_exceeds_backlog),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::handshake(),
        profile: "linux-6.18",
    },
};

fn accept_queue_exceeds_backlog(view: &View<'_>) -> bool {
    let listener = view
        .server()
        .and_then(|(_, server)| server.stack.listener.as_ref());
    listener.is_some_and(|listener| {
        accept_queue::length(listener).checked_sub(listener.backlog) == Some(1)
    })
}
