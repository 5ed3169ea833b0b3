//! TIME-WAIT answers a SYN with ACK.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "old-syn-acknowledged-by-time-wait",
    kind: Kind::Sometimes,
    sentence: "TIME-WAIT answers a SYN with ACK.",
    why: "The number of the SYN is not later than the old connection's last.",
    predicate: Predicate::StepOf(&[Rule::TimeWaitAcknowledges], |step| {
        step.arrival()
            .is_some_and(|(_, segment)| segment.is_pure_syn())
    }),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::earlier_syn_in_time_wait(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::both_close(),
        profile: "linux-6.18",
    },
};
