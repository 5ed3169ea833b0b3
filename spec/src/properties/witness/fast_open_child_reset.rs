//! RST ends a child that Fast Open made, before its handshake is complete.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "fast-open-child-reset",
    kind: Kind::Sometimes,
    sentence: "RST ends a child that Fast Open made, before its handshake is complete.",
    why: "It keeps its place in the accept queue.",
    predicate: Predicate::Applies(&[Rule::FastOpenChildReset]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::fast_open_queue_full(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::fast_open_queue_full().with(|s| s.network.reorder = false),
        profile: "linux-6.18",
    },
};
