//! A request refuses a segment for its older timestamp.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "request-refuses-older",
    kind: Kind::Sometimes,
    sentence: "A request refuses a segment for its older timestamp.",
    why: "PAWS holds in SYN-RECEIVED too.",
    predicate: Predicate::Applies(&[Rule::RequestRejectsOlder]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::reordered_handshake_with_timestamps(),
        profile: "linux-6.5",
    },
    broken_world: || Example {
        scenario: scenarios::reordered_handshake_with_timestamps(),
        profile: "linux-6.18",
    },
};
