//! A repeated SYN,ACK leaves an ESTABLISHED client ESTABLISHED and makes it acknowledge.

use super::super::property::{Example, Kind, Predicate, Property, StepView};
use crate::rule::Rule;
use crate::scenarios;

/// Every run keeps it true.
pub(super) const PROPERTY: Property = Property {
    name: "repeated-syn-ack-is-acknowledged",
    kind: Kind::Always,
    sentence: "A repeated SYN,ACK leaves an ESTABLISHED client ESTABLISHED and makes it acknowledge.",
    why: "Each repetition gives the server another chance.",
    predicate: Predicate::StepOf(
        &[
            Rule::RepeatedSynAckAcked,
            Rule::RepeatedSynAckChallenged,
            Rule::SynAborts,
        ],
        repeated_syn_ack_is_acknowledged,
    ),
    exercised_by: &[Rule::SynAckSentAgain, Rule::RepeatedSynAnswered],
    good_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::reconnect_in_window(),
        profile: "linux-2.6.18",
    },
};

fn repeated_syn_ack_is_acknowledged(step: &StepView<'_>) -> bool {
    let Some((_, segment)) = step.arrival().filter(|(_, segment)| segment.is_syn_ack()) else {
        return true;
    };
    let (before, after) = (step.view_before(), step.view_after());
    before
        .clients()
        .zip(after.clients())
        .all(|(before, after)| {
            let concerned = step.receiver() == Some(before.id) && before.is_established();
            let acknowledges = step.effects.segments.iter().any(|(_, answer)| {
                answer.is_bare_ack() && answer.ack.is_some_and(|ack| !segment.end().is_after(ack))
            });
            !concerned || (after.is_established() && acknowledges)
        })
}
