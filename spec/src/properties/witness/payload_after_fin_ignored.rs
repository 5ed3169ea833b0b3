//! Payload that comes after a FIN is ignored.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "payload-after-fin-ignored",
    kind: Kind::Sometimes,
    sentence: "Payload that comes after a FIN is ignored.",
    why: "It must not occur, RFC 9293 says.",
    predicate: Predicate::Applies(&[Rule::ContentAfterFinIgnored]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::forged_close(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::both_close(),
        profile: "linux-6.18",
    },
};
