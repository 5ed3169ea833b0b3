//! A SYN is dropped because the SYN queue is full.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "syn-dropped-syn-queue-full",
    kind: Kind::Sometimes,
    sentence: "A SYN is dropped because the SYN queue is full.",
    why: "The classic SYN flood, and every service with too small a backlog.",
    predicate: Predicate::Applies(&[Rule::SynDroppedSynQueueFull]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::syn_flood(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::syn_flood_with_cookies(),
        profile: "linux-6.18",
    },
};
