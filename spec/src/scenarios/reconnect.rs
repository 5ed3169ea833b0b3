//! A client connects again from the same port.

use super::Scenario;
use crate::network::{Loss, Network};
use crate::program::{Accepts, Ends};

/// The second SYN lies inside the window of the first connection.
#[must_use]
pub fn reconnect_in_window() -> Scenario {
    Scenario::new(
        "reconnect-in-window",
        "A client aborts and connects again from the same port at once, so that its new initial number lies inside the old window.",
        "2 connects: segments of the first meet the second.",
    )
    .with(|s| {
        s.connects = 2;
        s.client_ends = Ends::Abort;
    })
    .about(&["established-client-reset", "both-ends-agree-on-isns"])
}

/// The second SYN lies far outside the window of the first connection.
#[must_use]
pub fn reconnect_later() -> Scenario {
    reconnect_in_window()
        .with(|s| {
            s.name = "reconnect-later".to_owned();
            s.summary = "A client aborts and connects again from the same port later, with an initial number far outside the old window.".to_owned();
            s.isn_step = 10_000;
        })
        .about(&["established-client-reset", "both-ends-agree-on-isns"])
}

/// The server never hears that the first connection is over.
#[must_use]
pub fn stale_peer() -> Scenario {
    reconnect_later()
        .with(|s| {
            s.name = "stale-peer".to_owned();
            s.summary = "A client aborts and connects again from the same port; its RST may be lost, so that the server still holds the first connection.".to_owned();
            s.bounds = "2 connects, 1 loss: that of the RST makes the server's end half-open (RFC 9293 §3.5.1).".to_owned();
            s.network = Network {
                loss: Loss::AtMost(1),
                ..Network::IDEAL
            };
            s.accept = Accepts::Always;
        })
        .about(&["stale-connection-discovered", "both-ends-agree-on-isns"])
}
