//! An ACK of something never sent is ignored without an answer.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "odd-ack-ignored",
    kind: Kind::Sometimes,
    sentence: "An ACK of something never sent is ignored without an answer.",
    why: "RFC 9293 §3.10.7.4 asks for an answer.",
    predicate: Predicate::Applies(&[Rule::AckOfUnsentIgnored]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::forged_acks(),
        profile: "linux-6.1",
    },
    broken_world: || Example {
        scenario: scenarios::forged_acks(),
        profile: "linux-6.18",
    },
};
