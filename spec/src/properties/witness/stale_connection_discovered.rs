//! A client that connects anew resets the connection that the server still held.

use super::super::property::{Example, Kind, Predicate, Property, StepView};
use crate::kernel::TcpState;
use crate::network::Loss;
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "stale-connection-discovered",
    kind: Kind::Sometimes,
    sentence: "A client that connects anew resets the connection that the server still held.",
    why: "RFC 9293 §3.5.1: a SYN meets an ESTABLISHED end, the challenge ACK meets SYN-SENT, and the RST that answers it ends the old connection.",
    predicate: Predicate::StepOf(&[Rule::ConnectionReset], comes_from_syn_sent),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::stale_peer(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::stale_peer().with(|s| s.network.loss = Loss::Never),
        profile: "linux-6.18",
    },
};

/// The RST of close() with SO_LINGER has an acknowledgement, one that answers an ACK has none.
fn comes_from_syn_sent(step: &StepView<'_>) -> bool {
    let answers_ack = step
        .arrival()
        .is_some_and(|(_, segment)| segment.ack.is_none());
    answers_ack && step.sender_state() == Some(TcpState::SynSent)
}
