//! A SYN with another initial number is answered with RST, and the child that Fast Open made stays.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "fast-open-resets-other-syn",
    kind: Kind::Sometimes,
    sentence: "A SYN with another initial number is answered with RST, and the child that Fast Open made stays.",
    why: "A request would be removed.",
    predicate: Predicate::Applies(&[Rule::FastOpenResetsOtherSyn]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::fast_open_other_syn(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::fast_open_other_syn().with(|s| s.fast_open = 0),
        profile: "linux-6.18",
    },
};
