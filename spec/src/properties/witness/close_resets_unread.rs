//! close() sends RST because the program has not read everything.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "close-resets-unread",
    kind: Kind::Sometimes,
    sentence: "close() sends RST because the program has not read everything.",
    why: "A server that answers and closes early thereby destroys its own answer.",
    predicate: Predicate::Applies(&[Rule::CloseWithUnreadPayload]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::close_unread(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::never_closes(),
        profile: "linux-6.18",
    },
};
