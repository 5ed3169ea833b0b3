//! FIN-WAIT-2 that no program holds is ended by RST.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "fin-wait-2-reset",
    kind: Kind::Sometimes,
    sentence: "FIN-WAIT-2 that no program holds is ended by RST.",
    why: "The other end aborts instead of closing.",
    predicate: Predicate::Applies(&[Rule::RstEndsFinWait2]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::server_closes_client_aborts(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::never_closes(),
        profile: "linux-6.18",
    },
};
