//! A repeated SYN meets its request and is ignored, because another was answered less than 500 ms before.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::policy::Sysctl;
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "repeated-syn-rate-limited",
    kind: Kind::Sometimes,
    sentence: "A repeated SYN meets its request and is ignored, because another was answered less than 500 ms before.",
    why: "Not every retransmitted SYN is answered.",
    predicate: Predicate::Applies(&[Rule::RepeatedSynRateLimited]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::handshake().retries(Sysctl::TcpSynRetries, 2),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::handshake().retries(Sysctl::TcpSynRetries, 2),
        profile: "linux-3.10",
    },
};
