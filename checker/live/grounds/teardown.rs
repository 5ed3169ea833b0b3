//! Where teardown is looked at: closing in every order, mini-sockets, orphans and their limits, keepalive.

use super::Ground;

/// A peer's connection that a program has accepted.
const ACCEPTED: &str = "A syn, A ack, accept";

/// From an accepted connection to nothing, in every way.
pub(super) fn grounds() -> Vec<Ground> {
    let mut grounds = closing();
    grounds.extend(mini_sockets());
    grounds.extend(new_syns());
    grounds.extend(limits());
    grounds.extend(programs());
    grounds
}

fn accepted_and(moves: &str) -> String {
    format!("{ACCEPTED}, {moves}")
}

/// Every segment meets every state of closing, held by a program or not.
fn closing() -> Vec<Ground> {
    let calls = "send close abort shutdown";
    let all = |moves: &str, depth| {
        Ground::of("listen=8 tcp_fin_timeout=3", 1, "all", calls, depth).after(moves)
    };
    vec![
        all(ACCEPTED, 2),
        // CLOSE-WAIT, LAST-ACK.
        all(&accepted_and("A fin"), 2),
        all(&accepted_and("A fin, close A"), 2),
        all(&accepted_and("A fin, shutdown A"), 2),
        // FIN-WAIT-1, FIN-WAIT-2.
        all(&accepted_and("close A"), 2),
        all(&accepted_and("shutdown A"), 2),
        all(&accepted_and("A data, shutdown A"), 1),
        all(&accepted_and("send A, A ack, shutdown A"), 1),
        all(&accepted_and("shutdown A, A ack"), 2),
        all(&accepted_and("shutdown A, A ack, A data"), 2),
        all(&accepted_and("close A, A ack"), 2),
        // CLOSING.
        all(&accepted_and("close A, A cross-fin"), 2),
        all(&accepted_and("shutdown A, A cross-fin"), 2),
        // TIME-WAIT.
        all(&accepted_and("close A, A fin"), 2),
        // The ordinary segments, in every order.
        Ground::of(
            "listen=8 tcp_fin_timeout=3",
            1,
            "ack data fin cross-data cross-fin data-fin rst",
            calls,
            5,
        )
        .after(ACCEPTED),
    ]
}

/// How long FIN-WAIT-2 lasts, and how many mini-sockets there may be.
fn mini_sockets() -> Vec<Ground> {
    let fin_wait_2 = |timeout: u32| {
        let setup = format!("listen=8 tcp_fin_timeout={timeout}");
        Ground::of(&setup, 1, "ack fin", "close", 3).after(&accepted_and("shutdown A, A ack"))
    };
    vec![
        fin_wait_2(0),
        fin_wait_2(1),
        fin_wait_2(5),
        fin_wait_2(60),
        fin_wait_2(61),
        fin_wait_2(65),
        Ground::of("listen=8 tcp_rfc1337=1", 1, "ack rst", "", 2)
            .after(&accepted_and("close A, A fin")),
        // There may be none, or one.
        Ground::of(
            "listen=8 tcp_max_tw_buckets=0",
            1,
            "ack fin cross-fin",
            "close shutdown",
            4,
        )
        .after(ACCEPTED),
        Ground::of("listen=8 tcp_max_tw_buckets=1", 2, "ack fin", "close", 4)
            .after("A syn, B syn, A ack, B ack, accept, accept"),
    ]
}

/// A new SYN from a port in TIME-WAIT, with every state of the queues.
fn new_syns() -> Vec<Ground> {
    let new_syn = |setup: &str, moves: &str| {
        Ground::of(setup, 3, "syn syn-in-window ack", "accept", 3)
            .after(&format!("{ACCEPTED}, close A, A fin{moves}"))
    };
    vec![
        new_syn("listen=8", ""),
        new_syn("listen=0", ", B syn, B ack"),
        new_syn("listen=0 tcp_syncookies=0", ", B syn"),
        new_syn("listen=0 tcp_syncookies=1", ", B syn"),
        new_syn("listen=8 tcp_syncookies=2", ""),
        new_syn(
            "listen=8 tcp_syncookies=0 tcp_max_syn_backlog=1",
            ", B syn, C syn",
        ),
        Ground::of("listen=8", 1, "syn-in-window", "close-listener", 2)
            .after(&accepted_and("close A, A fin")),
        // The kernel connects from a port that a mini-socket has.
        Ground::of(
            "no-listener connects",
            1,
            "syn-ack rst ack fin",
            "connect",
            3,
        )
        .after("connect, A syn-ack, close A"),
    ]
}

/// Nobody answers: how long a FIN is repeated, with a program and without.
///
/// With 3 or 4 retries a round trip of a few milliseconds decides whether there is one repetition more: those are left out.
fn limits() -> Vec<Ground> {
    let unanswered = |setup: &str, moves: &str, calls: &str, waits| {
        let setup = format!("listen=8 {setup}");
        Ground::of(&setup, 1, "ack", calls, waits).after(&accepted_and(moves))
    };
    vec![
        unanswered("tcp_orphan_retries=1", "close A", "", 5),
        unanswered("tcp_orphan_retries=2", "A fin, close A", "", 5),
        unanswered("tcp_orphan_retries=2", "close A, A cross-fin", "", 5),
        unanswered("tcp_orphan_retries=0", "close A", "", 10),
        unanswered(
            "tcp_retries2=1 tcp_orphan_retries=2",
            "shutdown A",
            "close",
            6,
        ),
        unanswered(
            "tcp_retries2=2 tcp_orphan_retries=1",
            "A fin, shutdown A",
            "close",
            6,
        ),
        unanswered(
            "tcp_retries2=2 tcp_orphan_retries=1",
            "shutdown A",
            "close",
            6,
        ),
    ]
}

/// What programs can do besides: not read, be silent for long, give up early.
fn programs() -> Vec<Ground> {
    let keepalive = "keepalive tcp_keepalive_time=2 tcp_keepalive_intvl=1 tcp_keepalive_probes=2";
    vec![
        Ground::of(
            "listen=8 never-reads tcp_fin_timeout=3",
            1,
            "ack data fin data-fin",
            "close shutdown abort",
            4,
        )
        .after(ACCEPTED),
        Ground::of(
            &format!("listen=8 tcp_retries2=2 {keepalive}"),
            1,
            "ack data rst",
            "send shutdown",
            5,
        )
        .after(ACCEPTED),
        Ground::of(&format!("listen=8 {keepalive}"), 1, "fin ack", "close", 5).after(ACCEPTED),
        Ground::of(
            &format!("no-listener connects {keepalive}"),
            1,
            "keep-alive ack",
            "",
            4,
        )
        .after("connect, A syn-ack"),
        Ground::of("no-listener connects", 1, "syn-ack rst", "close connect", 4).after("connect"),
    ]
}
