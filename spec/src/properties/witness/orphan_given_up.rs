//! A connection that no program holds is given up, and no segment says so.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "orphan-given-up",
    kind: Kind::Sometimes,
    sentence: "A connection that no program holds is given up, and no segment says so.",
    why: "close() has returned success long before.",
    predicate: Predicate::Applies(&[Rule::ConnectionTimesOut]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::close_with_loss(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::both_close().with(|s| s.timers = false),
        profile: "linux-6.18",
    },
};
