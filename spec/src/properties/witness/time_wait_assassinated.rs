//! An RST ends TIME-WAIT.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "time-wait-assassinated",
    kind: Kind::Sometimes,
    sentence: "An RST ends TIME-WAIT.",
    why: "RFC 1337: TIME-WAIT then no longer keeps old segments out.",
    predicate: Predicate::Applies(&[Rule::TimeWaitAssassinated]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::earlier_syn_in_time_wait(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::earlier_syn_with_rfc1337(),
        profile: "linux-6.18",
    },
};
