//! The accept queue overflows.

use super::Scenario;
use crate::policy::Sysctl;
use crate::program::{Accepts, SynQueueBefore};
use std::time::Duration;

/// Article 000's set-up: five clients, somaxconn = backlog = 1, a program that never accepts.
#[must_use]
pub fn accept_overflow() -> Scenario {
    Scenario::new(
        "accept-overflow",
        "Five clients connect to a listener with somaxconn = backlog = 1 whose program never accepts (article 000).",
        "5 clients, as in the article: two fill the accept queue, the others overflow it. 1 retry instead of 5: how often a SYN,ACK is repeated changes when the request is forgotten, not whether. Under the calibrated clock they come a second apart, with every retry.",
    )
    .with(|s| {
        s.clients = 5;
        s.network.reorder = false;
        s.times.connect_every = Some(Duration::from_secs(1));
    })
    .sysctl(Sysctl::Somaxconn, 1)
    .about(&[
        "client-established-server-in-syn-received",
        "client-established-server-forgot",
        "handshake-ack-ignored",
        "request-expires",
        "syn-dropped-accept-queue-full",
    ])
    .measuring(&["half-open-time"])
}

/// One slot of the accept queue is free, and two clients race for it.
#[must_use]
pub fn one_slot() -> Scenario {
    Scenario::new(
        "one-slot",
        "Two clients race for the last slot of an accept queue from which nobody accepts.",
        "2 clients: one takes the slot, the other overflows. 1 connection waits already (backlog 1 holds 2).",
    )
    .with(|s| {
        s.clients = 2;
        s.queued_before = 1;
        s.network.reorder = false;
    })
    .about(&[
        "client-established-server-forgot",
        "client-established-server-in-syn-received",
        "half-open-at-rest",
        "handshake-ack-ignored",
        "request-expires",
        "accept-queue-within-limit",
        "syn-queue-within-capacity",
        "ignored-ack-is-counted",
        "quiet-network-implies-agreement",
    ])
}

/// The same, and the program may accept, and the clients may send.
#[must_use]
pub fn one_slot_recovers() -> Scenario {
    one_slot()
        .with(|s| {
            s.name = "one-slot-recovers".to_owned();
            s.summary = "Two clients race for the last slot of an accept queue; the program may accept, and the clients may send.".to_owned();
            s.bounds = "2 clients and 1 queued connection, as in one-slot; 1 retransmission of data.".to_owned();
            s.accept = Accepts::AnyTime;
            s.client_sends = 5;
        })
        .about(&["repeated-syn-ack-completes", "data-completes-handshake", "late-ack-reset"])
}

/// The same with tcp_abort_on_overflow.
#[must_use]
pub fn one_slot_aborting() -> Scenario {
    one_slot()
        .with(|s| {
            s.name = "one-slot-aborting".to_owned();
            s.summary = "Two clients race for the last slot of an accept queue, with tcp_abort_on_overflow = 1.".to_owned();
        })
        .sysctl(Sysctl::TcpAbortOnOverflow, 1)
        .about(&["overflow-reset", "established-client-reset", "overflow-answered-with-rst"])
}

/// The accept queue is full before the first SYN.
#[must_use]
pub fn full_accept_queue() -> Scenario {
    Scenario::new(
        "full-accept-queue",
        "One client connects to a listener whose accept queue is full and stays full.",
        "1 client: it is alone in the SYN queue. 2 connections wait already (backlog 1 holds 2).",
    )
    .with(|s| {
        s.queued_before = 2;
        s.network.reorder = false;
    })
    .about(&[
        "syn-admitted-though-accept-queue-full",
        "syn-dropped-accept-queue-full",
        "client-established-server-forgot",
        "connect-times-out",
        "overflow-is-counted",
    ])
}

/// The accept queue is full and no SYN,ACK is repeated, so that all stuck requests are forgotten.
#[must_use]
pub fn retries_spent() -> Scenario {
    Scenario::new(
        "retries-spent",
        "Two clients connect to a listener whose accept queue is full, with tcp_synack_retries = 0.",
        "2 clients: up to 4.9 two are admitted at once. 0 retries: a request is forgotten at the first firing of its timer.",
    )
    .with(|s| {
        s.clients = 2;
        s.queued_before = 2;
        s.network.reorder = false;
    })
    .retries(Sysctl::TcpSynackRetries, 0)
    .about(&["every-client-established-server-knows-fewer"])
}

/// Two silent addresses and a client meet a full accept queue, so that the client may meet two young requests.
#[must_use]
pub fn young_requests() -> Scenario {
    Scenario::new(
        "young-requests",
        "Two addresses that never answer and a client send SYNs to a listener whose accept queue is full: the third SYN finds two young requests.",
        "3 SYNs: up to 4.9 two are admitted, and the third is the one that differs. Backlog 3 leaves the SYN queue room for all of them. SYN is repeated once on every kernel (policy syn-expiry = count).",
    )
    .with(|s| {
        s.flood = 2;
        s.backlog = 3;
        s.queued_before = 4;
        s.network.reorder = false;
        s.policies = vec![("syn-expiry".to_owned(), "count".to_owned())];
    })
    .about(&[
        "syn-dropped-two-young",
        "repeated-syn-refused-again",
        "refused-syn-admitted-when-repeated",
    ])
}

/// One client meets a full accept queue and two requests that are no longer young.
#[must_use]
pub fn old_requests() -> Scenario {
    Scenario::new(
        "old-requests",
        "One client connects to a listener whose accept queue is full and whose SYN queue holds two requests that are no longer young.",
        "2 old requests: as many as would refuse a SYN if they were young. Backlog 3 leaves the SYN queue room.",
    )
    .with(|s| {
        s.backlog = 3;
        s.queued_before = 4;
        s.syn_queue_before = SynQueueBefore::Requests(2);
        s.network.reorder = false;
    })
    .about(&["first-syn-admitted-though-accept-queue-full", "syn-dropped-accept-queue-full"])
}

/// The same under the hypothesis that a retransmitted SYN is always admitted.
#[must_use]
pub fn young_requests_hypothesis() -> Scenario {
    young_requests()
        .with(|s| {
            s.name = "young-requests-hypothesis".to_owned();
            s.summary = "Three SYNs meet a full accept queue under article 000's hypothesis: a retransmitted SYN is always admitted.".to_owned();
            s.policies.push(("syn-when-accept-queue-full".to_owned(), "retransmitted-syn".to_owned()));
        })
        .about(&["refused-syn-admitted-when-repeated"])
}

/// TCP_DEFER_ACCEPT: a bare handshake ACK is not enough.
#[must_use]
pub fn deferred_accept() -> Scenario {
    Scenario::new(
        "deferred-accept",
        "One client connects to a listener with TCP_DEFER_ACCEPT of two timeouts, and may send.",
        "1 client, 2 retries of SYN,ACK: the last deferral step is the second firing.",
    )
    .with(|s| {
        s.defer_accept = 2;
        s.client_sends = 5;
        s.network.reorder = false;
    })
    .retries(Sysctl::TcpSynackRetries, 2)
    .about(&["ignored-ack-is-counted", "data-completes-handshake"])
}

/// A backlog that does not fit into 16 bits.
#[must_use]
pub fn wide_backlog() -> Scenario {
    Scenario::new(
        "wide-backlog",
        "One client connects to a listener with somaxconn = backlog = 65536, with one connection waiting.",
        "1 client and 1 queued connection: a backlog of 0 holds one.",
    )
    .with(|s| {
        s.backlog = 65_536;
        s.queued_before = 1;
        s.network.reorder = false;
    })
    .sysctl(Sysctl::Somaxconn, 65_536)
    .about(&["both-ends-established"])
}

/// listen() again with a smaller backlog while both queues are occupied.
#[must_use]
pub fn smaller_backlog_again() -> Scenario {
    Scenario::new(
        "smaller-backlog-again",
        "Two clients connect to a listener with backlog 2, which may listen again with backlog 0.",
        "2 clients and 1 queued connection: either queue may exceed the new limit.",
    )
    .with(|s| {
        s.clients = 2;
        s.backlog = 2;
        s.listen_again = Some(0);
        s.queued_before = 1;
        s.timers = false;
        s.network.reorder = false;
    })
    .about(&["accept-queue-within-limit", "syn-queue-within-capacity"])
}

/// somaxconn is raised while the program runs, and it may call listen() again.
#[must_use]
pub fn raised_somaxconn() -> Scenario {
    Scenario::new(
        "raised-somaxconn",
        "One client meets a full accept queue while the administrator may raise somaxconn and the program may listen again.",
        "1 client, 1 queued connection (somaxconn 0 holds one): the client gets in only if the raise takes effect.",
    )
    .with(|s| {
        s.backlog = 8;
        s.queued_before = 1;
        s.writes = vec![(Sysctl::Somaxconn, 8)];
        s.listen_again = Some(8);
        s.timers = false;
        s.network.reorder = false;
    })
    .sysctl(Sysctl::Somaxconn, 0)
    .about(&["both-ends-established"])
}
