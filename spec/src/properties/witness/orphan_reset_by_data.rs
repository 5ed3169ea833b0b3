//! Data for a connection that no program holds is answered with RST.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "orphan-reset-by-data",
    kind: Kind::Sometimes,
    sentence: "Data for a connection that no program holds is answered with RST.",
    why: "What the other end sent before it saw the FIN is lost, and it learns so.",
    predicate: Predicate::Applies(&[Rule::OrphanResetsData]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::half_close(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::both_close(),
        profile: "linux-6.18",
    },
};
