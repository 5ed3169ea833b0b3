//! An RST with the next expected number does not end TIME-WAIT.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "time-wait-survives-rst",
    kind: Kind::Sometimes,
    sentence: "An RST with the next expected number does not end TIME-WAIT.",
    why: "What tcp_rfc1337 is for.",
    predicate: Predicate::Applies(&[Rule::TimeWaitSurvivesRst]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::earlier_syn_with_rfc1337(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::earlier_syn_in_time_wait(),
        profile: "linux-6.18",
    },
};
