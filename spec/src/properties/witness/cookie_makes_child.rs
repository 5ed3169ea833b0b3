//! A valid cookie makes a connection.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "cookie-makes-child",
    kind: Kind::Sometimes,
    sentence: "A valid cookie makes a connection.",
    why: "Under a flood this is how legitimate clients connect.",
    predicate: Predicate::Applies(&[Rule::CookieMakesChild]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::syn_flood_with_cookies(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::syn_flood(),
        profile: "linux-6.18",
    },
};
