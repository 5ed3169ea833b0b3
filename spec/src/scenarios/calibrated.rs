//! What takes time: every duration as the kernel has it, and how long things last.

use super::{Roles, Scenario};
use crate::policy::Sysctl;
use std::time::Duration;

/// Nobody answers a SYN.
#[must_use]
pub fn unanswered_connect() -> Scenario {
    Scenario::new(
        "unanswered-connect",
        "One client connects to an address that never answers, and waits.",
        "1 client; as many repetitions as the kernel makes.",
    )
    .with(|s| {
        s.roles = Roles::NobodyAnswers;
        s.network.reorder = false;
        s.times.connect_every = Some(Duration::ZERO);
    })
    .calibrated()
    .about(&["connect-times-out"])
    .measuring(&["syn-times"])
}

/// Nobody acknowledges a SYN,ACK.
#[must_use]
pub fn unanswered_syn_ack() -> Scenario {
    Scenario::new(
        "unanswered-syn-ack",
        "An address that never answers sends a SYN to a listener with room.",
        "1 SYN: nothing else is in the SYN queue. Backlog 8: one request is no pressure.",
    )
    .with(|s| {
        s.clients = 0;
        s.flood = 1;
        s.backlog = 8;
        s.network.reorder = false;
        s.times.flood_every = Some(Duration::ZERO);
    })
    .calibrated()
    .about(&["request-expires"])
    .measuring(&["syn-ack-times"])
}

/// Nobody acknowledges a SYN,ACK, and the SYN queue is under pressure.
#[must_use]
pub fn unanswered_syn_ack_under_pressure() -> Scenario {
    let early = super::early_expiry();
    unanswered_syn_ack()
        .with(|s| {
            s.name = "unanswered-syn-ack-under-pressure".to_owned();
            s.summary = "An address that never answers sends a SYN to a listener whose SYN queue is more than half full of old requests.".to_owned();
            s.bounds = "1 SYN, and 60 old requests that stay: more than half of every kernel's capacity with backlog 63.".to_owned();
            s.backlog = early.backlog;
            s.syn_queue_before = early.syn_queue_before;
            s.sysctls.clone_from(&early.sysctls);
        })
        .about(&["request-expires-early"])
}

/// Many SYNs come at once.
#[must_use]
pub fn burst() -> Scenario {
    burst_of(6, 8)
}

/// So many SYNs come at once to a listener with this backlog.
#[must_use]
pub fn burst_of(addresses: u8, backlog: i64) -> Scenario {
    Scenario::new(
        "burst",
        "Addresses that never answer send their SYNs at one moment, with tcp_syncookies = 0.",
        "6 addresses and backlog 8: two more requests than 4.4 and later let live. No segment takes time, so that they come at one moment.",
    )
    .with(|s| {
        s.clients = 0;
        s.flood = addresses;
        s.backlog = backlog;
        s.network.reorder = false;
        s.times.flood_every = Some(Duration::ZERO);
        s.times.latency = Duration::ZERO..=Duration::ZERO;
    })
    .calibrated()
    .sysctl(Sysctl::TcpSyncookies, 0)
    .sysctl(Sysctl::TcpMaxSynBacklog, 1024)
    .about(&["request-expires-early"])
    .measuring(&["early-expiries"])
}

/// Of two clients that connect at once, one finds no room in the accept queue, and both are idle.
#[must_use]
pub fn overflowed_client() -> Scenario {
    super::one_slot()
        .with(|s| {
            s.name = "overflowed-client".to_owned();
            s.summary = "Two clients race for the last slot of an accept queue from which nobody accepts, and stay idle.".to_owned();
            s.bounds = "2 clients that connect at one moment: one takes the slot, the other overflows. 1 connection waits already (backlog 1 holds 2).".to_owned();
            s.times.connect_every = Some(Duration::ZERO);
        })
        .calibrated()
        .about(&["half-open-at-rest"])
        .measuring(&["half-open-time"])
}

/// The same, and each sends a piece of data three seconds after connect() returned.
#[must_use]
pub fn overflowed_client_sends() -> Scenario {
    overflowed_client()
        .with(|s| {
            s.name = "overflowed-client-sends".to_owned();
            s.summary = "Two clients race for the last slot of an accept queue from which nobody accepts, and send 3 s after connect() returned.".to_owned();
            s.client_sends = 5;
            s.times.send_after = Some(Duration::from_secs(3));
        })
        .about(&["late-ack-reset"])
}

/// The same, and each sends when the server has long forgotten the one that overflowed.
#[must_use]
pub fn overflowed_client_sends_late() -> Scenario {
    overflowed_client_sends()
        .with(|s| {
            s.name = "overflowed-client-sends-late".to_owned();
            s.summary = "Two clients race for the last slot of an accept queue from which nobody accepts, and send 300 s after connect() returned.".to_owned();
            s.times.send_after = Some(Duration::from_secs(300));
        })
        .measuring(&["half-open-time", "forgotten-time"])
}

/// A client with nothing to say connects to a listener with TCP_DEFER_ACCEPT.
#[must_use]
pub fn deferred_accept_idle() -> Scenario {
    super::deferred_accept()
        .with(|s| {
            s.name = "deferred-accept-idle".to_owned();
            s.summary = "One client connects to a listener with TCP_DEFER_ACCEPT of three timeouts, and sends nothing.".to_owned();
            s.bounds = "1 client; as many repetitions as the kernel makes.".to_owned();
            s.defer_accept = 3;
            s.client_sends = 0;
            s.times.connect_every = Some(Duration::ZERO);
        })
        .calibrated()
        .about(&["ignored-ack-is-counted"])
        .measuring(&["deferred-syn-ack-time"])
}

/// Nobody acknowledges the SYN,ACK of a Fast Open child.
#[must_use]
pub fn fast_open_never_answered() -> Scenario {
    unanswered_syn_ack()
        .with(|s| {
            s.name = "fast-open-never-answered".to_owned();
            s.summary = "An address that never answers sends a SYN that asks for Fast Open to a listener that needs no cookie, with tcp_synack_retries = 1.".to_owned();
            s.bounds = "1 SYN.".to_owned();
            s.fast_open = 1;
        })
        .sysctl(Sysctl::TcpFastopen, 0x203)
        .sysctl(Sysctl::TcpSynackRetries, 1)
        .about(&["fast-open-gives-up"])
        .measuring(&["fast-open-times"])
}
