//! The server has the client's data before the handshake is complete.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "data-before-handshake",
    kind: Kind::Sometimes,
    sentence: "The server has the client's data before the handshake is complete.",
    why: "What Fast Open is for: a round trip less.",
    predicate: Predicate::StepOf(&[Rule::FastOpenMakesChild], |step| {
        step.arrival()
            .is_some_and(|(_, segment)| segment.payload > 0)
    }),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::fast_open_again(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::fast_open_first_contact(),
        profile: "linux-6.18",
    },
};
