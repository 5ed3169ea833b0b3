//! Somebody asks whether the other end is still there.

use super::Scenario;
use crate::network::Loss;
use crate::policy::Sysctl;

/// A client with SO_KEEPALIVE that the server forgets.
#[must_use]
pub fn overflowed_client_keeps_asking() -> Scenario {
    Scenario::new(
        "overflowed-client-keeps-asking",
        "A client with SO_KEEPALIVE connects, and the accept queue may be full when its handshake ACK arrives; it stays idle.",
        "1 client; 2 connections wait, and listen() may be called again with a backlog of 1, which 2 exceed. One probe may stay unanswered.",
    )
    .with(|s| {
        s.backlog = 2;
        s.queued_before = 2;
        s.listen_again = Some(1);
        s.client_keepalive = true;
        s.network.reorder = false;
    })
        .retries(Sysctl::TcpKeepaliveProbes, 1)
        .about(&["probe-answered-by-request", "late-ack-reset"])
}

/// A peer that no longer answers.
#[must_use]
pub fn keepalive() -> Scenario {
    Scenario::new(
        "keepalive",
        "A client with SO_KEEPALIVE may send; any segment may be lost.",
        "1 client, 1 piece of data; one probe may stay unanswered.",
    )
    .with(|s| {
        s.client_keepalive = true;
        s.server_keepalive = true;
        s.client_sends = 5;
        s.network.reorder = false;
        s.network.loss = Loss::AtMost(2);
    })
    .retries(Sysctl::TcpKeepaliveProbes, 1)
    .about(&["keepalive-gives-up"])
}
