//! A SYN ends TIME-WAIT and makes a request in the same step.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "new-syn-accepted-in-time-wait",
    kind: Kind::Sometimes,
    sentence: "A SYN ends TIME-WAIT and makes a request in the same step.",
    why: "A client may come back from the same port before the minute is over.",
    predicate: Predicate::StepOf(&[Rule::NewerSynEndsTimeWait], |step| {
        step.applies(Rule::SynMakesRequest)
    }),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::server_closes_first(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::earlier_syn_in_time_wait(),
        profile: "linux-6.18",
    },
};
