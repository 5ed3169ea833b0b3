//! A SYN,ACK brings a Fast Open cookie.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "fast-open-cookie-given",
    kind: Kind::Sometimes,
    sentence: "A SYN,ACK brings a Fast Open cookie.",
    why: "The first contact is an ordinary handshake.",
    predicate: Predicate::Applies(&[Rule::FastOpenCookieGiven]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::fast_open_first_contact(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::fast_open_without_socket_option(),
        profile: "linux-6.18",
    },
};
