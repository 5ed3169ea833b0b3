//! Paths so long that a timer fires before the answer can come.

use super::{Scenario, server_closes_late};
use crate::policy::Sysctl;
use crate::program::Accepts;
use std::time::Duration;

/// Both ends close, and every segment takes 0.4 s: the last FIN is repeated before its ACK can come.
#[must_use]
pub fn slow_close() -> Scenario {
    server_closes_late()
        .with(|s| {
            s.name = "slow-close".to_owned();
            s.summary = "A client connects and closes one second later, the server two seconds after it accepted; every segment takes 0.4 s.".to_owned();
            s.times.server_closes_after = Some(Duration::from_secs(2));
            s.times.latency = Duration::from_millis(400)..=Duration::from_millis(400);
        })
        .about(&["time-wait-begins", "time-wait-assassinated"])
        .measuring(&["assassination-time"])
}

/// The same over a path of 0.15 s, and no RST ends TIME-WAIT: the repeated FIN starts its time again.
#[must_use]
pub fn slow_close_with_rfc1337() -> Scenario {
    slow_close()
        .with(|s| {
            s.name = "slow-close-with-rfc1337".to_owned();
            s.summary = "A client connects and closes one second later, the server two seconds after it accepted; every segment takes 0.15 s, and tcp_rfc1337 = 1.".to_owned();
            s.times.latency = Duration::from_millis(150)..=Duration::from_millis(150);
        })
        .sysctl(Sysctl::TcpRfc1337, 1)
        .about(&["time-wait-survives-rst", "time-wait-assassinated"])
        .measuring(&["touched-time-wait-time"])
}

/// A handshake in which every segment takes 1.6 s: SYN is repeated before SYN,ACK can come.
#[must_use]
pub fn slow_handshake() -> Scenario {
    Scenario::new(
        "slow-handshake",
        "A client connects over a path on which every segment takes 1.6 s.",
        "1 client; as many repetitions as the kernel makes.",
    )
    .with(|s| {
        s.accept = Accepts::Always;
        s.network.reorder = false;
        s.times.connect_every = Some(Duration::ZERO);
        s.times.latency = Duration::from_millis(1600)..=Duration::from_millis(1600);
    })
    .calibrated()
    .about(&["repeated-syn-answered"])
    .measuring(&["repeated-syn-time"])
}
