//! A repeated SYN meets its request and is answered with another SYN,ACK.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "repeated-syn-answered",
    kind: Kind::Sometimes,
    sentence: "A repeated SYN meets its request and is answered with another SYN,ACK.",
    why: "The client's own retransmission repairs a lost SYN,ACK.",
    predicate: Predicate::Applies(&[Rule::RepeatedSynAnswered]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::handshake(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::full_accept_queue(),
        profile: "linux-6.18",
    },
};
