//! A step that ignores a handshake ACK raises a counter.

use super::super::property::{Example, Kind, Predicate, Property, StepView};
use crate::rule::Rule;
use crate::scenarios;

/// Every run keeps it true.
pub(super) const PROPERTY: Property = Property {
    name: "ignored-ack-is-counted",
    kind: Kind::Always,
    sentence: "A step that ignores a handshake ACK raises a counter.",
    why: "Without it an operator cannot see what happens.",
    predicate: Predicate::StepOf(RULES, ignored_ack_is_counted),
    exercised_by: RULES,
    good_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::deferred_accept(),
        profile: "linux-2.6.32",
    },
};

/// The rules that the sentence speaks of.
const RULES: &[Rule] = &[
    Rule::HandshakeAckIgnored,
    Rule::HandshakeAckDeferred,
    Rule::CookieAckDropped,
];

fn ignored_ack_is_counted(step: &StepView<'_>) -> bool {
    !step.effects.counters.is_empty()
}
