//! TIME-WAIT refuses a segment for its older timestamp.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "time-wait-refuses-older",
    kind: Kind::Sometimes,
    sentence: "TIME-WAIT refuses a segment for its older timestamp.",
    why: "PAWS keeps old segments away from TIME-WAIT.",
    predicate: Predicate::Applies(&[Rule::TimeWaitRejectsOlder]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::reordered_close_with_timestamps(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::reordered_close_with_timestamps().with(|s| s.network.reorder = false),
        profile: "linux-6.18",
    },
};
