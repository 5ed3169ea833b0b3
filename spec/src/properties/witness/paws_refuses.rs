//! A connection refuses a segment for its older timestamp.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "paws-refuses",
    kind: Kind::Sometimes,
    sentence: "A connection refuses a segment for its older timestamp.",
    why: "PAWS also meets segments that were only overtaken.",
    predicate: Predicate::Applies(&[Rule::PawsRejects, Rule::PawsIgnoresOldAck]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::reordered_close_with_timestamps(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::reordered_close_with_timestamps().with(|s| s.network.reorder = false),
        profile: "linux-6.18",
    },
};
