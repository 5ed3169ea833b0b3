//! A SYN makes a request.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "syn-makes-request",
    kind: Kind::Sometimes,
    sentence: "A SYN makes a request.",
    why: "Whether a listener takes anybody at all.",
    predicate: Predicate::Applies(&[Rule::SynMakesRequest, Rule::SynAdmittedOneYoung]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::handshake(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::backlog_zero(),
        profile: "linux-4.4",
    },
};
