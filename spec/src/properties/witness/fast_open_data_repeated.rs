//! The data of a SYN is not acknowledged, and is sent again at once.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "fast-open-data-repeated",
    kind: Kind::Sometimes,
    sentence: "The data of a SYN is not acknowledged, and is sent again at once.",
    why: "Fast Open costs nothing but the data's way when the server does not take it.",
    predicate: Predicate::Applies(&[Rule::FastOpenDataRepeated]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::fast_open_queue_full(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::fast_open_queue_full().with(|s| s.clients = 1),
        profile: "linux-6.18",
    },
};
