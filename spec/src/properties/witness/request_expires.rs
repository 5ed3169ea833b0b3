//! A request is forgotten because its retries are spent.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "request-expires",
    kind: Kind::Sometimes,
    sentence: "A request is forgotten because its retries are spent.",
    why: "The server drops the connection and tells nobody.",
    predicate: Predicate::Applies(&[Rule::RequestExpires]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::full_accept_queue(),
        profile: "linux-6.18",
    },
};
