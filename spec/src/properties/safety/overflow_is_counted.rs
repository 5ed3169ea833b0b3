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
    predicate: Predicate::StepOf(RULES, overflow_is_counted),
    exercised_by: RULES,
    good_world: || Example {
        scenario: scenarios::full_accept_queue(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::young_requests(),
        profile: "linux-2.6.18",
    },
};

/// The rules that the sentence speaks of.
const RULES: &[Rule] = &[
    Rule::SynDroppedAcceptQueueFull,
    Rule::SynDroppedTwoYoung,
    Rule::HandshakeAckIgnored,
    Rule::HandshakeAckReset,
    Rule::CookieAckDropped,
];

fn overflow_is_counted(step: &StepView<'_>) -> bool {
    step.counts(Counter::ListenOverflows) && step.counts(Counter::ListenDrops)
}
