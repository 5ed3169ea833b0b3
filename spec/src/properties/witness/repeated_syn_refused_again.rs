//! A SYN that the server refused is sent again and refused again.

use super::super::property::{Example, Kind, Predicate, Property, StepView};
use crate::policy::Sysctl;
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "repeated-syn-refused-again",
    kind: Kind::Sometimes,
    sentence: "A SYN that the server refused is sent again and refused again.",
    why: "If being a retransmission were the reason for admission, this could not be.",
    predicate: Predicate::StepOf(
        &[
            Rule::SynDroppedTwoYoung,
            Rule::SynDroppedAcceptQueueFull,
            Rule::SynRefusedAndRemembered,
        ],
        repeated_syn_refused_again,
    ),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::young_requests(),
        profile: "linux-2.6.18",
    },
    broken_world: || Example {
        scenario: scenarios::young_requests_hypothesis().sysctl(Sysctl::TcpSynackRetries, 0),
        profile: "linux-2.6.18",
    },
};

/// The client's first SYN is not in flight any more, so that the one that is refused now is a later one.
fn repeated_syn_refused_again(step: &StepView<'_>) -> bool {
    step.sender_retransmits()
        .is_some_and(|retransmits| retransmits > 0)
        && step.copies_in_flight_before() == 1
}
