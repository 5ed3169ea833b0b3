//! A request is forgotten before its retries are spent, because the SYN queue is under pressure.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "request-expires-early",
    kind: Kind::Sometimes,
    sentence: "A request is forgotten before its retries are spent, because the SYN queue is under pressure.",
    why: "Why a half-open connection may last seven seconds instead of 63.",
    predicate: Predicate::Applies(&[Rule::RequestExpiresEarly]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::early_expiry(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
};
