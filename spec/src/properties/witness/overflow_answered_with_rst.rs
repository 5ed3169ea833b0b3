//! A step that finds the accept queue full sends RST.

use super::super::property::{Example, Kind, Predicate, Property, StepView};
use crate::kernel::Counter;
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "overflow-answered-with-rst",
    kind: Kind::Sometimes,
    sentence: "A step that finds the accept queue full sends RST.",
    why: "Whether an overflow is ever told to the client.",
    predicate: Predicate::StepOf(
        &[
            Rule::HandshakeAckReset,
            Rule::HandshakeAckIgnored,
            Rule::CookieAckDropped,
            Rule::SynDroppedAcceptQueueFull,
            Rule::SynDroppedTwoYoung,
        ],
        overflow_answered_with_rst,
    ),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::one_slot_aborting(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
};

fn overflow_answered_with_rst(step: &StepView<'_>) -> bool {
    step.counts(Counter::ListenOverflows)
        && step
            .effects
            .segments
            .iter()
            .any(|(_, segment)| segment.flags.rst)
}
