//! A valid cookie is dropped because the accept queue is full.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "cookie-ack-dropped",
    kind: Kind::Sometimes,
    sentence: "A valid cookie is dropped because the accept queue is full.",
    why: "Unlike a request, a cookie leaves nothing that could be repaired.",
    predicate: Predicate::Applies(&[Rule::CookieAckDropped]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::cookie_overflow(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
};
