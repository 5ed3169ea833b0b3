//! The handshake ACK is answered with RST because the accept queue is full.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "overflow-reset",
    kind: Kind::Sometimes,
    sentence: "The handshake ACK is answered with RST because the accept queue is full.",
    why: "What tcp_abort_on_overflow is for.",
    predicate: Predicate::Applies(&[Rule::HandshakeAckReset]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::one_slot_aborting(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
};
