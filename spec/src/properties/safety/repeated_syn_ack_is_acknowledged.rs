//! A repeated SYN,ACK finds the client that acknowledged the first one still ESTABLISHED, and makes it acknowledge again.

use super::super::property::{Example, Kind, Predicate, Property, StepView};
use crate::rule::Rule;
use crate::scenarios;
use crate::view::Client;

/// Every run keeps it true.
pub(super) const PROPERTY: Property = Property {
    name: "repeated-syn-ack-is-acknowledged",
    kind: Kind::Always,
    sentence: "A repeated SYN,ACK finds the client that acknowledged the first one still ESTABLISHED, and makes it acknowledge again.",
    why: "Each repetition gives the server another chance.",
    predicate: Predicate::StepOf(
        &[
            Rule::RepeatedSynAckAcked,
            Rule::RepeatedSynAckChallenged,
            Rule::SynAborts,
            Rule::NobodyResets,
        ],
        repeated_syn_ack_is_acknowledged,
    ),
    exercised_by: &[Rule::SynAckSentAgain, Rule::RepeatedSynAnswered],
    good_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::client_aborts(),
        profile: "linux-6.18",
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
        .filter(|(client, _)| step.receiver() == Some(client.id))
        .all(|(before, after)| {
            let first = before.connection().map(|connection| connection.irs);
            let repeated = first == Some(segment.seq) || has_closed(&before);
            let acknowledges = step.effects.segments.iter().any(|(_, answer)| {
                answer.is_bare_ack() && answer.ack.is_some_and(|ack| !segment.end().is_after(ack))
            });
            !repeated || (after.is_established() && acknowledges)
        })
}

/// Whether the client's program has closed a connection that it had: then nobody acknowledges any more.
fn has_closed(client: &Client<'_>) -> bool {
    let program = &client.state.program;
    client.connection().is_none() && program.connects > 0 && program.error.is_none()
}
