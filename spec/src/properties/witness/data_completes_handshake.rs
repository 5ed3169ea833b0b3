//! A segment with data completes the handshake.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "data-completes-handshake",
    kind: Kind::Sometimes,
    sentence: "A segment with data completes the handshake.",
    why: "How a client that talks first gets its connection after all.",
    predicate: Predicate::Applies(&[Rule::HandshakeDataMakesChild]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::one_slot_recovers(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
};
