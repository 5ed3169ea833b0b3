//! A SYN that was never sent before is admitted although the accept queue is full and other requests wait.

use super::super::property::{Example, Kind, Predicate, Property, StepView};
use crate::kernel::syn_queue;
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "first-syn-admitted-though-accept-queue-full",
    kind: Kind::Sometimes,
    sentence: "A SYN that was never sent before is admitted although the accept queue is full and other requests wait.",
    why: "If only retransmissions were admitted then, this could not be.",
    predicate: Predicate::StepOf(
        &[Rule::SynAdmittedOneYoung],
        first_syn_admitted_though_accept_queue_full,
    ),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::old_requests(),
        profile: "linux-2.6.18",
    },
    broken_world: || Example {
        scenario: scenarios::old_requests(),
        profile: "linux-4.10",
    },
};

fn first_syn_admitted_though_accept_queue_full(step: &StepView<'_>) -> bool {
    let others_wait = step
        .view_before()
        .server()
        .is_some_and(|(_, server)| syn_queue::length(&server.stack) > 1);
    others_wait
        && step
            .sender_retransmits()
            .is_some_and(|retransmits| retransmits == 0)
}
