//! A SYN ends TIME-WAIT and is dropped in the same step, because the accept queue is full.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "time-wait-destroyed-syn-dropped",
    kind: Kind::Sometimes,
    sentence: "A SYN ends TIME-WAIT and is dropped in the same step, because the accept queue is full.",
    why: "TIME-WAIT is lost without a new connection.",
    predicate: Predicate::StepOf(&[Rule::NewerSynEndsTimeWait], |step| {
        step.applies(Rule::SynDroppedAcceptQueueFull)
    }),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::time_wait_and_full_accept_queue(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::server_closes_first(),
        profile: "linux-6.18",
    },
};
