//! The handshake ACK completes a child that Fast Open made.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "fast-open-completes",
    kind: Kind::Sometimes,
    sentence: "The handshake ACK completes a child that Fast Open made.",
    why: "The handshake is not skipped, only overtaken by the data.",
    predicate: Predicate::Applies(&[Rule::FastOpenCompletes]),
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
