//! A SYN is answered with a cookie.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "syn-answered-with-cookie",
    kind: Kind::Sometimes,
    sentence: "A SYN is answered with a cookie.",
    why: "From here on the server keeps nothing of the client.",
    predicate: Predicate::Applies(&[Rule::SynAnsweredWithCookie]),
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
