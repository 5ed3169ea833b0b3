//! An ACK of numbers that were never sent is answered with a challenge ACK.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "odd-ack-challenged",
    kind: Kind::Sometimes,
    sentence: "An ACK of numbers that were never sent is answered with a challenge ACK.",
    why: "RFC 5961 §5: who injects data has to guess this number too.",
    predicate: Predicate::Applies(&[
        Rule::AckOfUnsentAnswered,
        Rule::TooOldAckChallenged,
        Rule::OldAckInClosingChallenged,
    ]),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::forged_acks(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::forged_acks(),
        profile: "linux-2.6.18",
    },
};
