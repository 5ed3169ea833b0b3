//! Where set-up is looked at: listeners with queues of all sizes, cookies, timers, and the kernel as a client.

use super::Ground;

/// From listen() and connect() to a connection that carries data, with the beginnings of teardown.
pub(super) fn grounds() -> Vec<Ground> {
    let few = "tcp_synack_retries=1";
    let of = Ground::of;
    vec![
        // Every segment, ordinary or odd, meets a listener, a request, a child, an accepted connection.
        of(
            &format!("listen=8 {few}"),
            1,
            "all",
            "accept send close abort",
            5,
        ),
        // The accept queue is short.
        of(
            &format!("listen=0 {few}"),
            3,
            "syn ack data fin rst",
            "accept",
            6,
        ),
        of(&format!("listen=1 {few}"), 4, "syn ack", "accept", 8),
        of(
            &format!("listen=0 tcp_abort_on_overflow=1 {few}"),
            2,
            "syn ack data fin",
            "accept",
            5,
        ),
        of(
            &format!("listen=0 write:tcp_abort_on_overflow=1 {few}"),
            2,
            "syn ack",
            "write-sysctls accept",
            6,
        ),
        // Cookies: always, when the SYN queue is full, never.
        of(
            "listen=0 tcp_syncookies=2",
            2,
            "syn ack skip-1 skip-3 skip-4 wrong-ack data fin rst",
            "accept",
            5,
        ),
        of(
            &format!("listen=0 tcp_syncookies=1 {few}"),
            3,
            "syn ack data",
            "accept",
            6,
        ),
        of(
            &format!("listen=0 tcp_syncookies=0 {few}"),
            3,
            "syn ack",
            "accept",
            5,
        ),
        of(
            "listen=8 tcp_syncookies=2 write:tcp_syncookies=0",
            1,
            "syn ack data",
            "write-sysctls accept",
            4,
        ),
        of(
            "listen=0 tcp_syncookies=2 rate-limit",
            1,
            "syn ack",
            "accept",
            4,
        )
        .with_pauses(),
        // The width of the backlog's field.
        of("listen=65536 somaxconn=65536", 1, "syn ack", "", 2),
        // The SYN queue's capacity, with cookies off: the backlog, and the last quarter of tcp_max_syn_backlog.
        of("listen=2 tcp_syncookies=0", 5, "syn", "", 5),
        of("listen=5 tcp_syncookies=0", 8, "syn", "", 8),
        of(
            "listen=8 tcp_syncookies=0 tcp_max_syn_backlog=1",
            4,
            "syn",
            "",
            4,
        ),
        of(
            "listen=8 tcp_syncookies=0 tcp_max_syn_backlog=8",
            9,
            "syn",
            "",
            9,
        ),
        // ... which peers may use whom the kernel knows.
        of(
            "listen=8 peers-cached tcp_syncookies=0 tcp_max_syn_backlog=1",
            4,
            "syn",
            "",
            4,
        ),
        // Wrong ACKs while cookies are believed.
        of(
            &format!("listen=0 tcp_syncookies=1 {few}"),
            3,
            "syn wrong-ack syn-ack-wrong",
            "",
            4,
        ),
        // The SYN,ACK timer.
        of(
            "listen=8 tcp_synack_retries=2 rate-limit",
            1,
            "syn ack",
            "accept",
            6,
        ),
        of("listen=8 tcp_synack_retries=0", 1, "syn ack", "", 3),
        of("listen=8 tcp_synack_retries=4", 6, "syn", "", 9),
        of("listen=4 tcp_synack_retries=4", 5, "syn", "", 8),
        of("listen=8", 1, "syn ack", "", 8),
        of(
            "listen=8 defer-accept=2 tcp_synack_retries=2",
            1,
            "syn ack data fin rst",
            "accept",
            6,
        ),
        // The listener changes or goes.
        of(
            &format!("listen=1 listen-again=0 {few}"),
            3,
            "syn ack",
            "listen-again accept",
            7,
        ),
        of(
            &format!("listen=8 {few}"),
            2,
            "syn ack data",
            "close-listener accept",
            5,
        ),
        of(
            "no-listener",
            1,
            "syn ack syn-ack rst rst-ack fin data bare-fin",
            "",
            1,
        ),
        // Data is not acknowledged.
        of(
            "listen=8 tcp_retries2=2 tcp_orphan_retries=2",
            1,
            "syn ack data",
            "accept send close",
            8,
        ),
        // The kernel connects.
        of(
            "no-listener connects tcp_syn_retries=1 tcp_syn_linear_timeouts=0",
            1,
            "all",
            "connect send close abort",
            4,
        ),
        of(
            "no-listener connects tcp_syn_retries=2 tcp_syn_linear_timeouts=1",
            1,
            "syn-ack rst-ack",
            "connect",
            6,
        ),
        of(
            "no-listener connects tcp_retries2=2 tcp_orphan_retries=2",
            1,
            "syn-ack ack data",
            "connect send close",
            7,
        ),
        of("no-listener connects", 1, "syn-ack", "connect", 13),
    ]
}
