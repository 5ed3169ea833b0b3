//! A SYN is dropped because the last quarter of tcp_max_syn_backlog is kept for proven peers.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "syn-dropped-last-quarter",
    kind: Kind::Sometimes,
    sentence: "A SYN is dropped because the last quarter of tcp_max_syn_backlog is kept for proven peers.",
    why: "The only effect that tcp_max_syn_backlog has on 4.4 and later, and only with tcp_syncookies = 0.",
    predicate: Predicate::Applies(&[Rule::SynDroppedLastQuarter]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::last_quarter(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::last_quarter_with_cookies(),
        profile: "linux-6.18",
    },
};
