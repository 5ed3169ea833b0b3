//! Something closes while the handshake is not over.

use super::Scenario;
use crate::program::{Accepts, Ends};

/// The listener closes with both queues occupied.
#[must_use]
pub fn listener_closes() -> Scenario {
    Scenario::new(
        "listener-closes",
        "The program may close its listener while one client connects and another connection waits.",
        "1 client: it is in the SYN queue or in the accept queue when the listener closes.",
    )
    .with(|s| {
        s.close_listener = true;
        s.queued_before = 1;
        s.network.reorder = false;
    })
    .about(&["established-client-reset", "connect-refused"])
}

/// A client closes while the server ignores its handshake ACK.
#[must_use]
pub fn client_closes_early() -> Scenario {
    Scenario::new(
        "client-closes-early",
        "One client connects to a listener and closes at once; the accept queue may be full.",
        "1 client, 2 queued connections, a program that may accept: the FIN may find room.",
    )
    .with(|s| {
        s.client_ends = Ends::Close;
        s.accept = Accepts::AnyTime;
        s.backlog = 1;
        s.queued_before = 1;
    })
    .about(&["fin-completes-handshake"])
}

/// A client sends data and then aborts.
#[must_use]
pub fn client_aborts() -> Scenario {
    Scenario::new(
        "client-aborts",
        "One client connects, may send, and may close with SO_LINGER of zero seconds.",
        "1 client; with reordering the RST may overtake the data, so that it is not exactly the next expected.",
    )
    .with(|s| {
        s.client_sends = 5;
        s.client_ends = Ends::Abort;
        s.accept = Accepts::AnyTime;
    })
    .about(&["data-completes-handshake"])
}

/// The server speaks first, and the client may close before it hears.
#[must_use]
pub fn server_speaks_first() -> Scenario {
    Scenario::new(
        "server-speaks-first",
        "The server sends on each connection that it accepts; the client may close.",
        "1 client: its FIN and the server's data may cross.",
    )
    .with(|s| {
        s.server_sends = 5;
        s.client_ends = Ends::Close;
        s.accept = Accepts::Always;
        s.network.reorder = false;
    })
    .about(&["both-ends-established"])
}
