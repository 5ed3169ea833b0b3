//! A SYN is dropped because the accept queue is full.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "syn-dropped-accept-queue-full",
    kind: Kind::Sometimes,
    sentence: "A SYN is dropped because the accept queue is full.",
    why: "Since 4.10 every SYN; before, only with more than one young request. The client sees a slow connect.",
    predicate: Predicate::Applies(&[Rule::SynDroppedAcceptQueueFull, Rule::SynDroppedTwoYoung]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::full_accept_queue(),
        profile: "linux-4.10",
    },
    broken_world: || Example {
        scenario: scenarios::full_accept_queue(),
        profile: "linux-4.9",
    },
};
