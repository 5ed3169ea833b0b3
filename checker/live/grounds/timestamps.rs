//! Where timestamps are looked at: older and newer segments, echoes, and ports in TIME-WAIT.

use super::Ground;

/// Every segment with a timestamp meets each state, and ports are taken again.
pub(super) fn grounds() -> Vec<Ground> {
    let of = |setup: &str, kinds: &str, calls: &str, depth, begins: &str| {
        let setup = format!("{setup} tcp_timestamps=1");
        Ground::of(&setup, 1, kinds, calls, depth).after(begins)
    };
    let accepted = "A syn, A ack, accept";
    let older = "older-ack older-keep-alive older-data older-fin older-syn";
    let after_syn = |moves: &str| format!("{accepted}, {moves}");
    let connected = |moves: &str| format!("connect, A syn-ack, {moves}");
    vec![
        // A request, and its child.
        of(
            "listen=8 tcp_synack_retries=2",
            &format!("syn ack data keep-alive wrong-ack {older}"),
            "accept",
            4,
            "A syn",
        ),
        // An overflowed request recovers late, or not before it is forgotten.
        of(
            "listen=1 listen-again=0 tcp_synack_retries=2",
            "ack data keep-alive",
            "accept",
            4,
            "A syn, B syn, B ack, listen-again, A ack",
        ),
        // Connections in every state.
        of(
            "listen=8",
            &format!("ack data fin keep-alive old-ack syn {older}"),
            "send close shutdown",
            3,
            accepted,
        ),
        of(
            "listen=8",
            &format!("ack data {older}"),
            "close",
            2,
            &after_syn("A fin"),
        ),
        of(
            "listen=8",
            &format!("ack cross-fin {older}"),
            "",
            2,
            &after_syn("shutdown A"),
        ),
        of(
            "listen=8",
            &format!("ack fin rst syn {older}"),
            "",
            2,
            &after_syn("close A, A ack"),
        ),
        // TIME-WAIT.
        of(
            "listen=8",
            &format!("syn syn-in-window old-syn ack data rst rst-in-window {older}"),
            "accept",
            2,
            &after_syn("close A, A fin"),
        ),
        of(
            "listen=0 tcp_syncookies=2",
            "syn syn-in-window ack",
            "accept",
            3,
            &after_syn("close A, A fin"),
        ),
        // Cookies carry them too.
        of(
            "listen=8 tcp_syncookies=2",
            "syn ack data older-ack",
            "accept",
            4,
            "A syn",
        ),
        // A port in TIME-WAIT or FIN-WAIT-2: bound by the program, or chosen by the kernel.
        of(
            "no-listener connects",
            "syn-ack ack fin",
            "connect",
            3,
            &connected("close A"),
        ),
        of(
            "no-listener connects unbound tcp_tw_reuse=0",
            "syn-ack",
            "connect",
            2,
            &connected("close A, A fin"),
        )
        .with_pauses(),
        of(
            "no-listener connects unbound tcp_tw_reuse=1",
            "syn-ack ack",
            "connect",
            3,
            &connected("close A, A fin"),
        )
        .with_pauses(),
        of(
            "no-listener connects unbound tcp_tw_reuse=2",
            "syn-ack",
            "connect",
            2,
            &connected("close A, A fin"),
        )
        .with_pauses(),
        of(
            "no-listener connects unbound tcp_tw_reuse=1",
            "syn-ack",
            "connect",
            2,
            &connected("close A, A ack"),
        )
        .with_pauses(),
    ]
}
