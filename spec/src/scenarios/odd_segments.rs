//! Segments that no honest host sends.

use super::Scenario;
use crate::flooder::Forgery;

/// Every forgery meets a request, a child or nobody.
#[must_use]
pub fn forged_segments() -> Scenario {
    Scenario::new(
        "forged-segments",
        "An address that never answers sends a SYN and forged segments; nobody else takes part.",
        "1 address; each forgery once: it meets LISTEN, SYN-RECEIVED or ESTABLISHED, by the order of arrival.",
    )
    .with(|s| {
        s.connects = 0;
        s.flood = 1;
        s.timers = false;
        s.network.reorder = false;
        s.forgeries = vec![
            Forgery::HandshakeAck,
            Forgery::WrongAck,
            Forgery::AckOfUnsent,
            Forgery::OldAck,
            Forgery::FinWithoutAck,
            Forgery::ExactRst,
            Forgery::RstInWindow,
            Forgery::RstOutsideWindow,
            Forgery::RstWithWrongAck,
            Forgery::SynInWindow,
            Forgery::OldSyn,
        ];
    })
    .about(&["no-child-without-handshake"])
}

/// The attacker guesses the server's initial sequence number.
#[must_use]
pub fn forged_handshake() -> Scenario {
    Scenario::new(
        "forged-handshake",
        "An address that never answers sends a SYN and guesses the ACK of a SYN,ACK that it never saw.",
        "1 address: one connection with nobody is enough.",
    )
    .with(|s| {
        s.connects = 0;
        s.flood = 1;
        s.timers = false;
        s.network.reorder = false;
        s.forgeries = vec![Forgery::HandshakeAck];
    })
    .about(&["no-child-without-handshake"])
}
