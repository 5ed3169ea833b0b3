//! The SYN queue fills, with cookies off.

use super::Scenario;
use crate::policy::Sysctl;
use crate::program::{Accepts, SynQueueBefore};

/// A flood has filled the SYN queue, and cookies are off.
#[must_use]
pub fn syn_flood() -> Scenario {
    Scenario::new(
        "syn-flood",
        "One client connects to a listener whose SYN queue is full and stays full, with tcp_syncookies = 0.",
        "The flood's requests fill the SYN queue of each kernel before the run and do not expire: a flood renews them.",
    )
    .with(|s| {
        s.syn_queue_before = SynQueueBefore::Full;
        s.network.reorder = false;
    })
    .sysctl(Sysctl::TcpSyncookies, 0)
    .sysctl(Sysctl::TcpMaxSynBacklog, 1024)
    .about(&["syn-dropped-syn-queue-full", "syn-makes-request", "connect-times-out"])
}

/// An attacker with one address, and a client.
#[must_use]
pub fn flood_of_one() -> Scenario {
    Scenario::new(
        "flood-of-one",
        "An address that never answers and a client compete for a SYN queue of the smallest backlog, with tcp_syncookies = 0.",
        "1 forged SYN: fills the SYN queue of backlog 1 where full means \"at least\".",
    )
    .with(|s| {
        s.flood = 1;
        s.accept = Accepts::Always;
        s.network.reorder = false;
    })
    .sysctl(Sysctl::TcpSyncookies, 0)
    .about(&["syn-makes-request", "both-ends-established"])
}

/// Only the last quarter of tcp_max_syn_backlog is left.
#[must_use]
pub fn last_quarter() -> Scenario {
    Scenario::new(
        "last-quarter",
        "One unknown client connects while 7 of tcp_max_syn_backlog = 8 requests are used, with tcp_syncookies = 0.",
        "7 requests: 8 - 7 < 8/4, the first count at which the last quarter is all that is left. Backlog 15: no other limit is near.",
    )
    .with(|s| {
        s.backlog = 15;
        s.syn_queue_before = SynQueueBefore::Requests(7);
        s.network.reorder = false;
    })
    .sysctl(Sysctl::TcpSyncookies, 0)
    .sysctl(Sysctl::TcpMaxSynBacklog, 8)
    .about(&["syn-dropped-last-quarter", "syn-makes-request"])
}

/// The same with a client whose round-trip time the server remembers.
#[must_use]
pub fn last_quarter_proven() -> Scenario {
    last_quarter()
        .with(|s| {
            s.name = "last-quarter-proven".to_owned();
            s.summary = "One client that was connected before connects while 7 of tcp_max_syn_backlog = 8 requests are used, with tcp_syncookies = 0.".to_owned();
            s.peers_cached = true;
        })
        .about(&["syn-makes-request", "syn-dropped-last-quarter"])
}

/// The same with cookies on.
#[must_use]
pub fn last_quarter_with_cookies() -> Scenario {
    last_quarter()
        .with(|s| {
            s.name = "last-quarter-with-cookies".to_owned();
            s.summary = "One unknown client connects while 7 of tcp_max_syn_backlog = 8 requests are used, with tcp_syncookies = 1.".to_owned();
        })
        .sysctl(Sysctl::TcpSyncookies, 1)
        .about(&["syn-makes-request", "syn-dropped-last-quarter"])
}

/// tcp_max_syn_backlog is smaller than the backlog.
#[must_use]
pub fn small_max_syn_backlog() -> Scenario {
    Scenario::new(
        "small-max-syn-backlog",
        "One client connects while one request waits, with tcp_max_syn_backlog = 1, backlog 8 and tcp_syncookies = 1.",
        "1 request waits already: a second exceeds tcp_max_syn_backlog.",
    )
    .with(|s| {
        s.backlog = 8;
        s.syn_queue_before = SynQueueBefore::Requests(1);
        s.network.reorder = false;
    })
    .sysctl(Sysctl::TcpSyncookies, 1)
    .sysctl(Sysctl::TcpMaxSynBacklog, 1)
    .about(&["more-half-open-than-max-syn-backlog", "syn-answered-with-cookie"])
}

/// listen(fd, 0) with cookies off.
#[must_use]
pub fn backlog_zero() -> Scenario {
    Scenario::new(
        "backlog-zero",
        "One client connects to a listener with backlog 0 and tcp_syncookies = 0.",
        "1 client: if it cannot connect alone, nobody can.",
    )
    .with(|s| {
        s.backlog = 0;
        s.network.reorder = false;
    })
    .sysctl(Sysctl::TcpSyncookies, 0)
    .about(&[
        "syn-makes-request",
        "syn-dropped-syn-queue-full",
        "both-ends-established",
    ])
}

/// The SYN queue is under pressure, so that old requests get fewer retries.
#[must_use]
pub fn early_expiry() -> Scenario {
    Scenario::new(
        "early-expiry",
        "One client's request stands in a SYN queue that is more than half full of old requests.",
        "3 retries: the least that pressure can cut to 2. 60 old requests: more than half of every kernel's capacity with backlog 63.",
    )
    .with(|s| {
        s.backlog = 63;
        s.syn_queue_before = SynQueueBefore::Requests(60);
        s.network.reorder = false;
    })
    .retries(Sysctl::TcpSynackRetries, 3)
    .sysctl(Sysctl::TcpMaxSynBacklog, 64)
    .sysctl(Sysctl::TcpSyncookies, 1)
    .about(&["request-expires-early"])
}

/// The SYN queue is just not under pressure.
#[must_use]
pub fn half_full() -> Scenario {
    early_expiry()
        .with(|s| {
            s.name = "half-full".to_owned();
            s.summary = "One client's request stands in a SYN queue with seven old ones; the backlog is 16.".to_owned();
            s.bounds = "7 old requests and the client's: 2 * 8 does not exceed max(8, 16), one more would.".to_owned();
            s.backlog = 16;
            s.syn_queue_before = SynQueueBefore::Requests(7);
        })
        .about(&["request-expires-early", "request-expires"])
}

/// Early expiry of a request whose handshake ACK was ignored.
#[must_use]
pub fn early_expiry_after_ack() -> Scenario {
    early_expiry()
        .with(|s| {
            s.name = "early-expiry-after-ack".to_owned();
            s.summary = "One client is ESTABLISHED, its handshake ACK was deferred, and its request stands in a SYN queue under pressure.".to_owned();
            s.bounds = "As early-expiry; TCP_DEFER_ACCEPT of one timeout makes the ACK be ignored.".to_owned();
            s.defer_accept = 1;
        })
        .about(&["request-expires-early", "request-expires"])
}
