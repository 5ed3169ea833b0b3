//! Segments that no honest host sends.

use super::Scenario;
use crate::flooder::Forgery;
use crate::policy::Sysctl;
use crate::program::Accepts;

/// Forged ACKs, FINs and RSTs meet a request, a child or nobody.
#[must_use]
pub fn forged_segments() -> Scenario {
    forging(
        "forged-segments",
        "An address that never answers sends a SYN and forged ACKs, FINs and RSTs; nobody else takes part.",
        &[
            Forgery::HandshakeAck,
            Forgery::AckOfUnsent,
            Forgery::OldAck,
            Forgery::FinWithoutAck,
            Forgery::SynFin,
            Forgery::ExactRst,
        ],
    )
}

/// Forged RSTs and SYNs with odd numbers meet a request or a child.
#[must_use]
pub fn forged_numbers() -> Scenario {
    forging(
        "forged-numbers",
        "An address that never answers sends a SYN and forged segments whose numbers are off; nobody else takes part.",
        &[
            Forgery::HandshakeAck,
            Forgery::WrongAck,
            Forgery::RstInWindow,
            Forgery::RstOutsideWindow,
            Forgery::RstWithWrongAck,
            Forgery::SynInWindow,
            Forgery::OldSyn,
        ],
    )
}

fn forging(name: &str, summary: &str, forgeries: &[Forgery]) -> Scenario {
    Scenario::new(
        name,
        summary,
        "1 address; each forgery once: it meets LISTEN, SYN-RECEIVED or ESTABLISHED, by the order of arrival.",
    )
    .with(|s| {
        s.connects = 0;
        s.flood = 1;
        s.timers = false;
        s.network.reorder = false;
        s.forgeries = forgeries.to_vec();
    })
    .about(&["no-child-without-handshake"])
}

/// ACKs are forged for a request, while the listener believes cookies.
#[must_use]
pub fn forged_ack_beside_cookies() -> Scenario {
    Scenario::new(
        "forged-ack-beside-cookies",
        "Two addresses that never answer send a SYN each, for one request and one cookie; an ACK with a wrong number is forged for each.",
        "2 addresses: a backlog of 0 has room for one request, and the other SYN is answered with a cookie.",
    )
    .with(|s| {
        s.connects = 0;
        s.flood = 2;
        s.backlog = 0;
        s.timers = false;
        s.network.reorder = false;
        s.forgeries = vec![Forgery::WrongAck];
    })
    .sysctl(Sysctl::TcpSyncookies, 1)
    .about(&["no-child-without-handshake"])
}

/// The attacker guesses the server's initial sequence number.
#[must_use]
pub fn forged_handshake() -> Scenario {
    forging(
        "forged-handshake",
        "An address that never answers sends a SYN and guesses the ACK of a SYN,ACK that it never saw.",
        &[Forgery::HandshakeAck],
    )
}

/// What ACKs of numbers that nobody sent do before and after a FIN.
#[must_use]
pub fn forged_acks() -> Scenario {
    forging(
        "forged-acks",
        "An attacker completes the handshake, and forges a FIN and ACKs of numbers that the server never sent.",
        &[
            Forgery::HandshakeAck,
            Forgery::Fin,
            Forgery::AckOfUnsent,
            Forgery::AckOfNothing,
            Forgery::AncientAck,
        ],
    )
    .with(|s| s.accept = Accepts::Always)
    .about(&["odd-ack-challenged", "odd-ack-ignored"])
}
