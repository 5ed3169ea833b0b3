//! The end that closed last is done when its FIN is acknowledged.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "last-fin-acknowledged",
    kind: Kind::Sometimes,
    sentence: "The end that closed last is done when its FIN is acknowledged.",
    why: "RFC 9293 §3.6: LAST-ACK.",
    predicate: Predicate::Applies(&[Rule::LastFinAcknowledged]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::both_close(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::never_closes(),
        profile: "linux-6.18",
    },
};
