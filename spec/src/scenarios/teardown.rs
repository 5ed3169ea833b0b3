//! Connections end: in order, at once, one-sided, or not at all.

use super::Scenario;
use crate::flooder::Forgery;
use crate::network::Loss;
use crate::policy::Sysctl;
use crate::program::{Accepts, Ends};

/// Either end may close first, or both at once.
#[must_use]
pub fn both_close() -> Scenario {
    Scenario::new(
        "both-close",
        "A client and a server are connected, and each may close at any moment.",
        "1 client: its FIN and the server's can cross. Nothing is lost or overtaken, but timers may fire, so that FINs come twice.",
    )
    .with(|s| {
        s.client_ends = Ends::Close;
        s.server_ends = Ends::Close;
        s.accept = Accepts::Always;
        s.network.reorder = false;
    })
    .about(&[
        "simultaneous-close",
        "time-wait-begins",
        "last-fin-acknowledged",
        "orphans-have-timers",
    ])
}

/// The same when no timer fires.
#[must_use]
pub fn orderly_close() -> Scenario {
    both_close()
        .with(|s| {
            s.name = "orderly-close".to_owned();
            s.summary = "A client and a server are connected, and each may close at any moment; nothing is lost or late.".to_owned();
            s.bounds = "1 client. No timer fires: every segment arrives before one would.".to_owned();
            s.timers = false;
        })
        .about(&["time-wait-begins", "last-fin-acknowledged"])
}

/// Either end may close first, and a segment is lost.
#[must_use]
pub fn close_with_loss() -> Scenario {
    both_close()
        .with(|s| {
            s.name = "close-with-loss".to_owned();
            s.summary =
                "A client sends, each end may close at any moment, and one segment may be lost."
                    .to_owned();
            s.bounds = "1 client, 1 loss: that of any FIN or ACK, the last one too.".to_owned();
            s.client_sends = 5;
            s.network.loss = Loss::AtMost(1);
        })
        .about(&[
            "acknowledged-fin-means-delivered",
            "orphans-have-timers",
            "orphan-given-up",
        ])
}

/// The same with two clients and a network that is in no hurry.
#[must_use]
pub fn two_clients_close() -> Scenario {
    both_close()
        .with(|s| {
            s.name = "two-clients-close".to_owned();
            s.summary =
                "Two clients are connected with a server, and each end may close at any moment."
                    .to_owned();
            s.bounds =
                "2 clients, so that one is in TIME-WAIT while the other connects. No timer fires."
                    .to_owned();
            s.clients = 2;
            s.timers = false;
        })
        .about(&["simultaneous-close", "time-wait-begins"])
}

/// The client has sent FIN and still reads.
#[must_use]
pub fn half_close() -> Scenario {
    Scenario::new(
        "half-close",
        "A client may call shutdown(SHUT_WR) and close() later; the server may send, and close.",
        "1 client, 1 piece of data: it can arrive in each state of the client.",
    )
    .with(|s| {
        s.client_ends = Ends::ShutDown;
        s.server_ends = Ends::Close;
        s.server_sends = 5;
        s.accept = Accepts::Always;
        s.network.reorder = false;
    })
    .about(&[
        "fin-wait-2-receives",
        "orphan-reset-by-data",
        "orphans-have-timers",
    ])
}

/// The client closes, the server's program never does.
#[must_use]
pub fn never_closes() -> Scenario {
    Scenario::new(
        "never-closes",
        "A client closes; the server accepts, and never closes.",
        "1 client: nothing tells the server's program but the end of its input.",
    )
    .with(|s| {
        s.client_ends = Ends::Close;
        s.accept = Accepts::Always;
        s.network.reorder = false;
    })
    .about(&["close-wait-at-rest", "fin-wait-2-forgotten"])
}

/// The server closes without having read.
#[must_use]
pub fn close_unread() -> Scenario {
    Scenario::new(
        "close-unread",
        "A client may send; the server accepts, reads nothing, and may close.",
        "1 client, 1 piece of data: it arrives before the server closes, or after.",
    )
    .with(|s| {
        s.client_sends = 5;
        s.server_reads = false;
        s.server_ends = Ends::Close;
        s.accept = Accepts::Always;
        s.network.reorder = false;
    })
    .about(&["close-resets-unread", "established-client-reset"])
}

/// The client may close before it is connected.
#[must_use]
pub fn close_early() -> Scenario {
    Scenario::new(
        "close-early",
        "A client may close while it connects.",
        "1 client: the server's SYN,ACK can find nobody.",
    )
    .with(|s| {
        s.client_ends = Ends::CloseEarly;
        s.accept = Accepts::Always;
        s.network.reorder = false;
    })
    .about(&["last-fin-acknowledged"])
}

/// tcp_fin_timeout is above 60 s.
#[must_use]
pub fn long_fin_timeout() -> Scenario {
    never_closes()
        .with(|s| {
            s.name = "long-fin-timeout".to_owned();
            s.summary = "A client closes, with tcp_fin_timeout = 70; the server may send, and never closes.".to_owned();
            s.bounds = "1 client, 1 piece of data: it can find a full socket or a mini-socket.".to_owned();
            s.server_sends = 5;
        })
        .sysctl(Sysctl::TcpFinTimeout, 70)
        .about(&["orphan-reset-by-data", "fin-wait-2-forgotten"])
}

/// What comes after a FIN.
#[must_use]
pub fn forged_close() -> Scenario {
    Scenario::new(
        "forged-close",
        "An attacker completes the handshake and forges a FIN and what must not follow it.",
        "1 address: a SYN, a handshake ACK, a FIN, payload after it, each once.",
    )
    .with(|s| {
        s.clients = 0;
        s.flood = 1;
        s.forgeries = vec![Forgery::HandshakeAck, Forgery::Fin, Forgery::DataAfterFin];
        s.accept = Accepts::Always;
        s.timers = false;
    })
    .about(&["payload-after-fin-ignored"])
}
