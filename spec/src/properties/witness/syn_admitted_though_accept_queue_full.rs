//! A SYN makes a request although the accept queue is full.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "syn-admitted-though-accept-queue-full",
    kind: Kind::Sometimes,
    sentence: "A SYN makes a request although the accept queue is full.",
    why: "The client will believe in a connection that the server cannot take.",
    predicate: Predicate::Applies(&[Rule::SynAdmittedOneYoung, Rule::SynAdmittedAsRetransmission]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::full_accept_queue(),
        profile: "linux-4.9",
    },
    broken_world: || Example {
        scenario: scenarios::full_accept_queue(),
        profile: "linux-4.10",
    },
};
