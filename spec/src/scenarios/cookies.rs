//! SYN cookies.

use super::Scenario;
use crate::network::{Loss, Network};
use crate::policy::Sysctl;
use crate::program::{Accepts, Ends, SynQueueBefore};

/// A flood has filled the SYN queue, and cookies are on.
#[must_use]
pub fn syn_flood_with_cookies() -> Scenario {
    Scenario::new(
        "syn-flood-with-cookies",
        "One client connects to a listener whose SYN queue is full and stays full, with tcp_syncookies = 1.",
        "The flood's requests fill the SYN queue of each kernel before the run and do not expire: a flood renews them.",
    )
    .with(|s| {
        s.syn_queue_before = SynQueueBefore::Full;
        s.network.reorder = false;
    })
    .sysctl(Sysctl::TcpSyncookies, 1)
    .sysctl(Sysctl::TcpMaxSynBacklog, 60)
    .about(&["syn-answered-with-cookie", "cookie-makes-child", "both-ends-established", "cookie-below-max-syn-backlog"])
}

/// tcp_syncookies = 2: a cookie for everybody, where kernels know that value.
#[must_use]
pub fn cookies_always() -> Scenario {
    Scenario::new(
        "cookies-always",
        "One client connects to an idle listener with tcp_syncookies = 2, and sends.",
        "1 client: no queue fills.",
    )
    .with(|s| {
        s.accept = Accepts::AnyTime;
        s.client_sends = 5;
        s.network.reorder = false;
    })
    .sysctl(Sysctl::TcpSyncookies, 2)
    .about(&[
        "syn-answered-with-cookie",
        "syn-makes-request",
        "both-ends-established",
    ])
}

/// Two clients have cookies for one slot of the accept queue.
#[must_use]
pub fn cookie_overflow() -> Scenario {
    Scenario::new(
        "cookie-overflow",
        "Two clients with cookies race for the last slot of an accept queue from which nobody accepts.",
        "2 clients: one takes the slot, the other overflows. The SYN queue is full, so that both get cookies.",
    )
    .with(|s| {
        s.clients = 2;
        s.queued_before = 1;
        s.syn_queue_before = SynQueueBefore::Full;
        s.network.reorder = false;
    })
    .sysctl(Sysctl::TcpSyncookies, 1)
    .sysctl(Sysctl::TcpMaxSynBacklog, 60)
    .about(&["cookie-ack-dropped", "cookie-connection-nothing-retained", "syn-ack-sent-again", "overflow-answered-with-rst"])
}

/// The same, with tcp_abort_on_overflow, a program that may accept and clients that may send.
#[must_use]
pub fn cookie_overflow_recovers() -> Scenario {
    cookie_overflow()
        .with(|s| {
            s.name = "cookie-overflow-recovers".to_owned();
            s.summary = "Two clients with cookies race for the last slot; the program may accept, the clients may send, and tcp_abort_on_overflow is set.".to_owned();
            s.accept = Accepts::AnyTime;
            s.client_sends = 5;
            s.timers = false;
        })
        .sysctl(Sysctl::TcpAbortOnOverflow, 1)
        .about(&["cookie-ack-dropped", "overflow-answered-with-rst", "no-data-invented-or-skipped"])
}

/// One octet is lost, and the segment after it carries the cookie.
#[must_use]
pub fn cookie_skips_octets() -> Scenario {
    Scenario::new(
        "cookie-skips-octets",
        "A client with a cookie sends one octet and closes; segments may be lost.",
        "1 octet and a FIN behind it: the FIN lies one octet further on, where a cookie still validates. 2 losses: the handshake ACK and the octet.",
    )
    .with(|s| {
        s.client_sends = 1;
        s.client_ends = Ends::Close;
        s.syn_queue_before = SynQueueBefore::Full;
        s.network = Network { loss: Loss::AtMost(2), ..Network::IDEAL };
    })
    .sysctl(Sysctl::TcpSyncookies, 1)
    .sysctl(Sysctl::TcpMaxSynBacklog, 60)
    .about(&["no-data-invented-or-skipped", "both-ends-agree-on-isns"])
}
