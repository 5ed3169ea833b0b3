//! connect() fails because the port is in TIME-WAIT.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "address-not-available",
    kind: Kind::Sometimes,
    sentence: "connect() fails because the port is in TIME-WAIT.",
    why: "The end that closes first cannot come back from the same port for a minute.",
    predicate: Predicate::Applies(&[Rule::ConnectFindsTimeWait]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::server_closes_first(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::orderly_close(),
        profile: "linux-6.18",
    },
};
