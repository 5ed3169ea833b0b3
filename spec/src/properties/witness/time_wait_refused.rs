//! A connection finds no room in TIME-WAIT and is gone at once.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "time-wait-refused",
    kind: Kind::Sometimes,
    sentence: "A connection finds no room in TIME-WAIT and is gone at once.",
    why: "tcp_max_tw_buckets does not block connections, it shortens TIME-WAIT.",
    predicate: Predicate::Applies(&[Rule::TimeWaitRefused]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::no_time_wait_buckets(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::both_close(),
        profile: "linux-6.18",
    },
};
