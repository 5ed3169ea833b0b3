//! A SYN is dropped because the accept queue is full and more than one request is young.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "syn-dropped-two-young",
    kind: Kind::Sometimes,
    sentence: "A SYN is dropped because the accept queue is full and more than one request is young.",
    why: "The rule that kernels up to 4.9 had, and the real reason for what article 000 saw.",
    predicate: Predicate::Applies(&[Rule::SynDroppedTwoYoung]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::young_requests(),
        profile: "linux-2.6.18",
    },
    broken_world: || Example {
        scenario: scenarios::young_requests(),
        profile: "linux-4.10",
    },
};
