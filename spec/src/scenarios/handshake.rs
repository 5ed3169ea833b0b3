//! Connections that are set up without pressure on the queues.

use super::{Roles, Scenario};
use crate::network::{Loss, Network};
use crate::policy::Sysctl;
use crate::program::Accepts;

/// The three-way handshake with all its retransmissions.
#[must_use]
pub fn handshake() -> Scenario {
    Scenario::new(
        "handshake",
        "One client connects to a listener with room; the program accepts at any moment.",
        "1 client: no queue fills. 1 retry of SYN and of SYN,ACK: one repetition of each is the first that differs from none.",
    )
    .with(|s| s.accept = Accepts::AnyTime)
    .about(&["both-ends-established", "repeated-syn-answered", "both-ends-agree-on-isns", "no-child-without-handshake"])
}

/// The world of the published models: no loss, no queue that fills, no timer that fires.
#[must_use]
pub fn ideal_handshake() -> Scenario {
    Scenario::new(
        "ideal-handshake",
        "Two clients connect over a network that loses, doubles and reorders nothing, faster than any timer.",
        "2 clients: enough to tell them apart. No timer fires: every segment arrives in time.",
    )
    .with(|s| {
        s.clients = 2;
        s.network = Network::IDEAL;
        s.timers = false;
    })
    .about(&["quiet-network-implies-agreement", "same-port-two-connections", "both-ends-established"])
}

/// Any single segment may be lost, and both ends send a piece of data.
#[must_use]
pub fn lossy_handshake() -> Scenario {
    Scenario::new(
        "lossy-handshake",
        "One client connects and sends, the server accepts and sends, and one segment may be lost.",
        "1 loss: each segment of the exchange is the lost one in some run.",
    )
    .with(|s| {
        s.accept = Accepts::Always;
        s.client_sends = 5;
        s.server_sends = 5;
        s.network = Network {
            loss: Loss::AtMost(1),
            ..Network::IDEAL
        };
    })
    .about(&[
        "no-data-invented-or-skipped",
        "both-ends-agree-on-isns",
        "quiet-network-implies-agreement",
    ])
}

/// Nobody listens on the port.
#[must_use]
pub fn nobody_listens() -> Scenario {
    Scenario::new(
        "nobody-listens",
        "One client connects to a port on which nobody listens, twice.",
        "2 connects: an RST of the first may meet the second.",
    )
    .with(|s| {
        s.roles = Roles::ClientsOnly;
        s.connects = 2;
    })
    .about(&["connect-refused"])
}

/// A client repeats its SYN twice.
#[must_use]
pub fn impatient_client() -> Scenario {
    handshake()
        .with(|s| {
            s.name = "impatient-client".to_owned();
            s.summary = "One client connects to a listener with room and may repeat its SYN twice.".to_owned();
            s.bounds = "2 retries of SYN: the second may come while the answer to the first still counts against tcp_invalid_ratelimit.".to_owned();
            s.accept = Accepts::Never;
        })
        .retries(Sysctl::TcpSynRetries, 2)
        .about(&["repeated-syn-answered", "repeated-syn-rate-limited"])
}

/// Two hosts connect to each other, and again after a failure.
#[must_use]
pub fn simultaneous_open_again() -> Scenario {
    simultaneous_open()
        .with(|s| {
            s.name = "simultaneous-open-again".to_owned();
            s.summary = "Two hosts connect to each other from fixed ports, and the second again when it failed.".to_owned();
            s.bounds = "2 connects of one host, no repetition: segments of the first meet the second.".to_owned();
            s.connects = 2;
        })
        .retries(Sysctl::TcpSynRetries, 1)
}

/// Two hosts connect to each other at the same time.
#[must_use]
pub fn simultaneous_open() -> Scenario {
    Scenario::new(
        "simultaneous-open",
        "Two hosts connect to each other from fixed ports.",
        "1 connect each: the SYNs cross or they do not.",
    )
    .with(|s| s.roles = Roles::BothConnect)
    .retries(Sysctl::TcpSynRetries, 2)
    .about(&["connect-refused", "connect-times-out"])
}
