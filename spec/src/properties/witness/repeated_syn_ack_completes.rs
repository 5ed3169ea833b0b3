//! A repeated SYN,ACK makes the client acknowledge once more, and that ACK completes the handshake that was ignored before.

use super::super::property::{Example, Kind, Predicate, Property, StepView};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "repeated-syn-ack-completes",
    kind: Kind::Sometimes,
    sentence: "A repeated SYN,ACK makes the client acknowledge once more, and that ACK completes the handshake that was ignored before.",
    why: "How a connection survives a short overflow without the client sending anything.",
    predicate: Predicate::StepOf(&[Rule::HandshakeAckMakesChild], repeated_syn_ack_completes),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::one_slot_recovers(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
};

fn repeated_syn_ack_completes(step: &StepView<'_>) -> bool {
    let view = step.view_before();
    view.server().is_some_and(|(_, server)| {
        step.arriving_tuple()
            .and_then(|tuple| server.stack.request(tuple))
            .is_some_and(|request| request.acked && request.timeouts > 0)
    })
}
