//! A FIN completes the handshake, and the program gets a connection that is already closed.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "fin-completes-handshake",
    kind: Kind::Sometimes,
    sentence: "A FIN completes the handshake, and the program gets a connection that is already closed.",
    why: "What becomes of clients that give up while they wait.",
    predicate: Predicate::Applies(&[Rule::HandshakeFinMakesChild]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::client_closes_early(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::handshake(),
        profile: "linux-6.18",
    },
};
