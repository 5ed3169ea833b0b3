//! The listener closes, and connections that wait in its accept queue are reset.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "queued-reset-by-listener-close",
    kind: Kind::Sometimes,
    sentence: "The listener closes, and connections that wait in its accept queue are reset.",
    why: "Clients that are connected lose their connection when the server stops.",
    predicate: Predicate::Applies(&[Rule::ListenerCloseResetsQueued]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::listener_closes(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::handshake(),
        profile: "linux-6.18",
    },
};
