//! The listener closes while a request is half-open, and that step sends a segment.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "listener-close-sends",
    kind: Kind::Sometimes,
    sentence: "The listener closes while a request is half-open, and that step sends a segment.",
    why: "Only queued connections are told that the listener is gone.",
    predicate: Predicate::StepOf(
        &[
            Rule::ListenerCloseFreesRequests,
            Rule::ListenerCloseLeavesRequests,
        ],
        |step| !step.effects.segments.is_empty(),
    ),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::listener_closes(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::listener_closes().with(|s| s.queued_before = 0),
        profile: "linux-6.18",
    },
};
