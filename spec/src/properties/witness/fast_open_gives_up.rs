//! A child that Fast Open made is given up, because its handshake ACK does not come.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "fast-open-gives-up",
    kind: Kind::Sometimes,
    sentence: "A child that Fast Open made is given up, because its handshake ACK does not come.",
    why: "Its program may have read the data, and acted on it.",
    predicate: Predicate::Applies(&[Rule::FastOpenGivesUp]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::fast_open_unanswered(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::fast_open_again(),
        profile: "linux-6.18",
    },
};
