//! A connection with SO_KEEPALIVE gives up a peer that does not answer.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "keepalive-gives-up",
    kind: Kind::Sometimes,
    sentence: "A connection with SO_KEEPALIVE gives up a peer that does not answer.",
    why: "What SO_KEEPALIVE is for.",
    predicate: Predicate::Applies(&[Rule::KeepaliveGivesUp]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::keepalive(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::handshake(),
        profile: "linux-6.18",
    },
};
