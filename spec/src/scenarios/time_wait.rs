//! The server closes first and is left with TIME-WAIT, and the client comes again from the same port.

use super::Scenario;
use crate::policy::Sysctl;
use crate::program::{Accepts, Ends};

/// The new SYN has a later number than the old connection's last.
#[must_use]
pub fn server_closes_first() -> Scenario {
    Scenario::new(
        "server-closes-first",
        "Both ends may close, and the client connects again from the same port, with a later initial number.",
        "2 connects: the second can find either end in any state of the first connection. No timer fires, so that TIME-WAIT lasts.",
    )
    .with(|s| {
        s.connects = 2;
        s.isn_step = 10_000;
        s.client_ends = Ends::Close;
        s.server_ends = Ends::Close;
        s.accept = Accepts::Always;
        s.network.reorder = false;
        s.timers = false;
    })
    .about(&[
        "new-syn-accepted-in-time-wait",
        "time-wait-begins",
        "address-not-available",
    ])
}

/// The new SYN has an earlier number.
#[must_use]
pub fn earlier_syn_in_time_wait() -> Scenario {
    server_closes_first()
        .with(|s| {
            s.name = "earlier-syn-in-time-wait".to_owned();
            s.summary = "Both ends may close, and the client connects again from the same port, with an initial number that is not later.".to_owned();
            s.isn_step = 0;
        })
        .about(&[
            "old-syn-acknowledged-by-time-wait",
            "time-wait-assassinated",
            "new-syn-accepted-in-time-wait",
        ])
}

/// The same, and TIME-WAIT survives an RST.
#[must_use]
pub fn earlier_syn_with_rfc1337() -> Scenario {
    earlier_syn_in_time_wait()
        .with(|s| {
            s.name = "earlier-syn-with-rfc1337".to_owned();
            s.summary = "Both ends may close, and the client connects again from the same port, with an initial number that is not later and tcp_rfc1337 = 1.".to_owned();
        })
        .sysctl(Sysctl::TcpRfc1337, 1)
        .about(&["time-wait-survives-rst", "time-wait-assassinated"])
}

/// The new SYN finds the accept queue full.
#[must_use]
pub fn time_wait_and_full_accept_queue() -> Scenario {
    server_closes_first()
        .with(|s| {
            s.name = "time-wait-and-full-accept-queue".to_owned();
            s.summary = "Two clients connect; the one that the server accepted and closed connects again while the other waits in the only place of the accept queue.".to_owned();
            s.bounds = "2 clients, backlog 0: one place. No timer fires.".to_owned();
            s.clients = 2;
            s.backlog = 0;
            s.accept = Accepts::AnyTime;
        })
        .about(&["time-wait-destroyed-syn-dropped"])
}

/// No connection may be in TIME-WAIT.
#[must_use]
pub fn no_time_wait_buckets() -> Scenario {
    server_closes_first()
        .with(|s| {
            s.name = "no-time-wait-buckets".to_owned();
            s.summary = "Both ends may close, and the client connects again from the same port, with tcp_max_tw_buckets = 0.".to_owned();
        })
        .sysctl(Sysctl::TcpMaxTwBuckets, 0)
        .about(&["time-wait-refused", "time-wait-begins", "both-ends-established"])
}

/// The client answers the server's FIN with RST.
#[must_use]
pub fn server_closes_client_aborts() -> Scenario {
    Scenario::new(
        "server-closes-client-aborts",
        "The server may close; the client may close with SO_LINGER of zero seconds.",
        "1 client; with reordering its RST may overtake an ACK.",
    )
    .with(|s| {
        s.client_ends = Ends::Abort;
        s.server_ends = Ends::Close;
        s.accept = Accepts::Always;
    })
    .about(&["fin-wait-2-reset"])
}
