//! The server sends its SYN,ACK again.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "syn-ack-sent-again",
    kind: Kind::Sometimes,
    sentence: "The server sends its SYN,ACK again.",
    why: "The only thing that the server does by itself to repair a handshake.",
    predicate: Predicate::Applies(&[Rule::SynAckSentAgain]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::cookie_overflow(),
        profile: "linux-6.18",
    },
};
