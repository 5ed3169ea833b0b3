//! A client sends to a server that has forgotten it, and gets RST.

use super::super::property::{Example, Kind, Predicate, Property, StepView};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "late-ack-reset",
    kind: Kind::Sometimes,
    sentence: "A client sends to a server that has forgotten it, and gets RST.",
    why: "How a half-open connection is found out.",
    predicate: Predicate::StepOf(
        &[
            Rule::ListenerResetsAck,
            Rule::CookieWrong,
            Rule::CookieTooOld,
            Rule::NobodyResets,
        ],
        late_ack_reset,
    ),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::one_slot_recovers(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::ideal_handshake(),
        profile: "linux-6.18",
    },
};

fn late_ack_reset(step: &StepView<'_>) -> bool {
    let knows = |tuple| step.view_before().server_knows(tuple);
    step.effects
        .segments
        .iter()
        .any(|(_, segment)| segment.flags.rst)
        && step.arriving_tuple().is_some_and(|tuple| !knows(tuple))
        && step.sender_is_established()
}
