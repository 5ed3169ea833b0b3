//! connect() takes the port of an old connection.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "port-reused",
    kind: Kind::Sometimes,
    sentence: "connect() takes the port of an old connection.",
    why: "What tcp_tw_reuse is for; a program that binds its port needs no sysctl.",
    predicate: Predicate::Applies(&[Rule::ConnectReusesPort]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::port_of_an_old_connection(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::port_of_an_old_connection_default(),
        profile: "linux-6.18",
    },
};
