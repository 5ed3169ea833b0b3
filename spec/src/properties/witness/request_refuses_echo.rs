//! A request refuses a segment because it echoes a timestamp that no SYN,ACK had.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "request-refuses-echo",
    kind: Kind::Sometimes,
    sentence: "A request refuses a segment because it echoes a timestamp that no SYN,ACK had.",
    why: "From 6.15 on a client that was told the time by an ACK is refused until the next SYN,ACK.",
    predicate: Predicate::Applies(&[Rule::RequestRejectsEcho]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::overflowed_client_is_told_the_time(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::overflowed_client_is_told_the_time(),
        profile: "linux-6.12",
    },
};
