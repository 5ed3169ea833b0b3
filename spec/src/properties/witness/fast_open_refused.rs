//! A SYN gets no Fast Open, because too many children wait for their handshake ACK.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "fast-open-refused",
    kind: Kind::Sometimes,
    sentence: "A SYN gets no Fast Open, because too many children wait for their handshake ACK.",
    why: "TCP_FASTOPEN bounds what an attacker can make a server do.",
    predicate: Predicate::Applies(&[Rule::FastOpenQueueFull]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::fast_open_queue_full(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::fast_open_queue_full().with(|s| s.clients = 1),
        profile: "linux-6.18",
    },
};
