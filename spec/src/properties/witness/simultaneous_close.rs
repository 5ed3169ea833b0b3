//! Both ends send FIN before they see the other's.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "simultaneous-close",
    kind: Kind::Sometimes,
    sentence: "Both ends send FIN before they see the other's.",
    why: "RFC 9293 §3.6 case 3: CLOSING exists for it.",
    predicate: Predicate::Applies(&[Rule::FinsCross]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::both_close(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::never_closes(),
        profile: "linux-6.18",
    },
};
