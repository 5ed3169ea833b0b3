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
        scenario: scenarios::young_requests_hypothesis().retries(Sysctl::TcpSynackRetries, 0),
        profile: "linux-2.6.18",
    },
};

fn repeated_syn_refused_again(step: &StepView<'_>) -> bool {
    step.arriving_syn_was_refused_before()
}
