//! The handshake ACK is ignored because the accept queue is full.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "handshake-ack-ignored",
    kind: Kind::Sometimes,
    sentence: "The handshake ACK is ignored because the accept queue is full.",
    why: "The client is ESTABLISHED, the server is not, and no segment says so.",
    predicate: Predicate::Applies(&[Rule::HandshakeAckIgnored]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::one_slot_aborting(),
        profile: "linux-6.18",
    },
};
