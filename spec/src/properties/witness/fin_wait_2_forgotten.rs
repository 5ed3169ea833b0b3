//! FIN-WAIT-2 that no program holds is forgotten before the other end's FIN came.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "fin-wait-2-forgotten",
    kind: Kind::Sometimes,
    sentence: "FIN-WAIT-2 that no program holds is forgotten before the other end's FIN came.",
    why: "RFC 9293 has no such timer; without it a peer that never closes would hold memory for ever.",
    predicate: Predicate::Applies(&[Rule::OrphanInFinWait2Ends]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::never_closes(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::never_closes().with(|s| s.timers = false),
        profile: "linux-6.18",
    },
};
