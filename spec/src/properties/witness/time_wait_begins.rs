//! An end goes to TIME-WAIT.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "time-wait-begins",
    kind: Kind::Sometimes,
    sentence: "An end goes to TIME-WAIT.",
    why: "Whoever closes first pays with a minute of memory.",
    predicate: Predicate::Applies(&[Rule::TimeWaitBegins]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::both_close(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::no_time_wait_buckets(),
        profile: "linux-6.18",
    },
};
