//! A request leaves the SYN queue in the end.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;
use crate::view::View;

/// Every fair run keeps it.
pub(super) const PROPERTY: Property = Property {
    name: "request-leaves-syn-queue",
    kind: Kind::LeadsTo,
    sentence: "A request in the SYN queue becomes a connection or is forgotten in the end.",
    why: "The SYN,ACK timer is there so that requests do not fill the SYN queue for ever.",
    predicate: Predicate::Response {
        whenever: is_queued,
        follows: |view| !is_queued(view),
    },
    exercised_by: &[Rule::SynMakesRequest, Rule::SynAdmittedOneYoung],
    good_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::one_slot().with(|s| s.timers = false),
        profile: "linux-6.18",
    },
};

fn is_queued(view: &View<'_>) -> bool {
    view.server().is_some_and(|(_, server)| {
        view.clients()
            .next()
            .is_some_and(|client| server.stack.request(client.seen_from_server()).is_some())
    })
}
