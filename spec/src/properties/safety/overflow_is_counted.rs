//! Whatever finds the accept queue full raises ListenOverflows and ListenDrops.

use super::super::property::{Example, Kind, Predicate, Property, StepView};
use crate::kernel::Counter;
use crate::rule::Rule;
use crate::scenarios;

/// Every run keeps it true.
pub(super) const PROPERTY: Property = Property {
    name: "overflow-is-counted",
    kind: Kind::Always,
    sentence: "Whatever finds the accept queue full raises ListenOverflows and ListenDrops.",
    why: "The counters that operators are told to watch.",
    predicate: Predicate::Step(overflow_is_counted),
    exercised_by: &[
        Rule::SynDroppedAcceptQueueFull,
        Rule::SynDroppedTwoYoung,
        Rule::HandshakeAckIgnored,
        Rule::HandshakeAckReset,
        Rule::CookieAckDropped,
    ],
    good_world: || Example {
        scenario: scenarios::full_accept_queue(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::young_requests(),
        profile: "linux-2.6.18",
    },
};

fn overflow_is_counted(step: &StepView<'_>) -> bool {
    let overflows = [
        Rule::SynDroppedAcceptQueueFull,
        Rule::SynDroppedTwoYoung,
        Rule::HandshakeAckIgnored,
        Rule::HandshakeAckReset,
        Rule::CookieAckDropped,
    ];
    !overflows.iter().any(|rule| step.applies(*rule))
        || (step.counts(Counter::ListenOverflows) && step.counts(Counter::ListenDrops))
}
