//! How long the states of closing last.

use super::Scenario;
use crate::program::{Accepts, Ends};
use std::time::Duration;

/// The client closes one second after it is connected, and the server never does.
#[must_use]
pub fn server_never_closes() -> Scenario {
    Scenario::new(
        "server-never-closes",
        "A client connects and closes one second later; the server accepts, and never closes.",
        "1 client; as many repetitions as the kernel makes.",
    )
    .with(|s| {
        s.client_ends = Ends::Close;
        s.accept = Accepts::Always;
        s.network.reorder = false;
        s.times.connect_every = Some(Duration::ZERO);
        s.times.close_after = Some(Duration::from_secs(1));
    })
    .calibrated()
    .about(&["close-wait-at-rest", "fin-wait-2-forgotten"])
    .measuring(&["fin-wait-2-time", "close-wait-time"])
}

/// The client closes after one second, the server ten seconds after it could.
#[must_use]
pub fn server_closes_late() -> Scenario {
    server_never_closes()
        .with(|s| {
            s.name = "server-closes-late".to_owned();
            s.summary = "A client connects and closes one second later; the server closes ten seconds after it accepted.".to_owned();
            s.server_ends = Ends::Close;
            s.times.server_closes_after = Some(Duration::from_secs(10));
        })
        .about(&["time-wait-begins", "last-fin-acknowledged"])
        .measuring(&["close-wait-time", "time-wait-time"])
}

/// The other end has vanished when the server's program closes.
#[must_use]
pub fn vanished_peer() -> Scenario {
    Scenario::new(
        "vanished-peer",
        "A connection waits for accept() whose other end has vanished; the server accepts it at any moment, and closes it.",
        "1 connection; as many repetitions as the kernel makes.",
    )
    .with(|s| {
        s.clients = 0;
        s.queued_before = 1;
        s.accept = Accepts::AnyTime;
        s.server_ends = Ends::Close;
        s.network.reorder = false;
        s.times.server_closes_after = Some(Duration::ZERO);
    })
    .calibrated()
    .about(&["orphan-given-up"])
    .measuring(&["fin-times"])
}
