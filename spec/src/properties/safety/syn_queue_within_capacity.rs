//! The SYN queue never holds more than its capacity.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::syn_queue;
use crate::rule::Rule;
use crate::scenarios;
use crate::view::View;

/// Every run keeps it true.
pub(super) const PROPERTY: Property = Property {
    name: "syn-queue-within-capacity",
    kind: Kind::Always,
    sentence: "The SYN queue never holds more than its capacity.",
    why: "The test that admits SYNs is a limit.",
    predicate: Predicate::OneClient(syn_queue_within_capacity),
    exercised_by: &[Rule::SynMakesRequest, Rule::SynAdmittedOneYoung],
    good_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::smaller_backlog_again(),
        profile: "linux-6.18",
    },
};

fn syn_queue_within_capacity(view: &View<'_>) -> bool {
    view.server().is_none_or(|(host, server)| {
        server.stack.listener.as_ref().is_none_or(|listener| {
            syn_queue::length(&server.stack)
                <= syn_queue::capacity(&host.kernel_now(&server.program), listener)
        })
    })
}
