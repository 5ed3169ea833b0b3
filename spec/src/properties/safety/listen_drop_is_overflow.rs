//! Whatever raises ListenDrops raises ListenOverflows too.

use super::super::property::{Example, Kind, Predicate, Property, StepView};
use crate::kernel::Counter;
use crate::rule::Rule;
use crate::scenarios;

/// Every run keeps it true.
pub(super) const PROPERTY: Property = Property {
    name: "listen-drop-is-overflow",
    kind: Kind::Always,
    sentence: "Whatever raises ListenDrops raises ListenOverflows too.",
    why: "Whether the two counters can be read as one.",
    predicate: Predicate::StepOf(RULES, listen_drop_is_overflow),
    exercised_by: RULES,
    good_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::syn_flood(),
        profile: "linux-6.18",
    },
};

/// The rules that the sentence speaks of.
const RULES: &[Rule] = &[
    Rule::SynDroppedSynQueueFull,
    Rule::SynDroppedAcceptQueueFull,
    Rule::SynDroppedTwoYoung,
    Rule::SynDroppedLastQuarter,
    Rule::SynAnsweredWithCookie,
    Rule::HandshakeAckIgnored,
    Rule::HandshakeAckReset,
    Rule::CookieAckDropped,
];

fn listen_drop_is_overflow(step: &StepView<'_>) -> bool {
    !step.counts(Counter::ListenDrops) || step.counts(Counter::ListenOverflows)
}
