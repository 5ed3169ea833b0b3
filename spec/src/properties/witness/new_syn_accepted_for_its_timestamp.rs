//! TIME-WAIT gives way to a SYN whose number is not later, because its timestamp is newer.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "new-syn-accepted-for-its-timestamp",
    kind: Kind::Sometimes,
    sentence: "TIME-WAIT gives way to a SYN whose number is not later, because its timestamp is newer.",
    why: "Timestamps make a port usable again at once, whatever the numbers.",
    predicate: Predicate::Applies(&[Rule::NewerTimestampEndsTimeWait]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::newer_timestamp_in_time_wait(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::newer_timestamp_in_time_wait().with(|s| s.client_ticks = 0),
        profile: "linux-6.18",
    },
};
