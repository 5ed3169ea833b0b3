//! connect() finds no port, because the only one is in TIME-WAIT and not given, or not yet.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "port-too-young",
    kind: Kind::Sometimes,
    sentence: "connect() finds no port, because the only one is in TIME-WAIT and not given, or not yet.",
    why: "Whoever closes first runs out of ports.",
    predicate: Predicate::Applies(&[Rule::ConnectFindsPortTooYoung]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::port_of_an_old_connection(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::newer_timestamp_in_time_wait(),
        profile: "linux-6.18",
    },
};
