//! Where TCP Fast Open is looked at: cookies, children before the handshake is complete, their limit, and the kernel as a client.

use super::Ground;

/// The kernel as a server with TCP_FASTOPEN, and as a client that gives data along.
pub(super) fn grounds() -> Vec<Ground> {
    let few = "tcp_synack_retries=1";
    let of = Ground::of;
    vec![
        // Who gets a cookie, and who a child.
        of(
            &format!("listen=8 fast-open=2 tcp_fastopen=3 {few}"),
            1,
            "syn syn-asks syn-cookie syn-cookie-data syn-wrong-cookie syn-data ack data fin rst",
            "accept",
            4,
        ),
        // Every segment meets a child whose handshake is not complete.
        of(
            &format!("listen=8 fast-open=2 tcp_fastopen=3 {few}"),
            1,
            "all",
            "accept",
            3,
        )
        .after("A syn-cookie-data"),
        of(
            &format!("listen=8 fast-open=2 tcp_fastopen=3 {few}"),
            1,
            "all",
            "accept close",
            2,
        )
        .after("A syn-cookie-data, accept"),
        // How many may wait.
        of(
            &format!("listen=8 fast-open=1 tcp_fastopen=3 {few}"),
            3,
            "syn-cookie-data ack rst",
            "accept",
            5,
        ),
        of(
            &format!("listen=0 fast-open=2 tcp_fastopen=3 {few}"),
            3,
            "syn-cookie-data syn-asks ack",
            "accept",
            4,
        ),
        of(
            &format!("listen=8 fast-open=5 somaxconn=1 tcp_fastopen=3 {few}"),
            3,
            "syn-cookie-data ack",
            "",
            3,
        ),
        // Who asks for it: the sysctl's bits, and the socket.
        of(
            &format!("listen=1 tcp_fastopen=1027 {few}"),
            3,
            "syn-cookie-data syn-asks",
            "accept",
            4,
        ),
        of(
            &format!("listen=8 tcp_fastopen=3 {few}"),
            1,
            "syn-cookie-data syn-asks syn-data",
            "",
            2,
        ),
        of(
            &format!("listen=8 fast-open=2 tcp_fastopen=1 {few}"),
            1,
            "syn-cookie-data syn-asks syn-data",
            "",
            2,
        ),
        of(
            &format!("listen=8 fast-open=2 tcp_fastopen=515 {few}"),
            1,
            "syn syn-data syn-asks syn-cookie syn-wrong-cookie ack",
            "accept",
            3,
        ),
        // The SYN,ACK is not answered.
        of(
            "listen=8 fast-open=2 tcp_fastopen=3 tcp_synack_retries=0",
            1,
            "syn-cookie-data",
            "accept",
            4,
        ),
        of(
            "listen=8 fast-open=2 tcp_fastopen=3 tcp_synack_retries=2",
            1,
            "syn-cookie-data ack",
            "accept",
            6,
        ),
        // SYN cookies, TCP_DEFER_ACCEPT, timestamps, a listener that goes.
        of(
            "listen=8 fast-open=2 tcp_fastopen=3 tcp_syncookies=2",
            1,
            "syn-cookie-data syn-asks ack",
            "accept",
            3,
        ),
        of(
            &format!("listen=8 fast-open=2 tcp_fastopen=3 tcp_timestamps=1 {few}"),
            1,
            "syn-asks syn-cookie-data ack older-ack older-data rst",
            "accept",
            4,
        ),
        of(
            &format!("listen=8 fast-open=2 tcp_fastopen=3 {few}"),
            2,
            "syn-cookie-data ack rst",
            "accept close-listener",
            4,
        ),
        // The program's data was in the SYN.
        of(
            &format!("listen=8 fast-open=2 tcp_fastopen=3 {few}"),
            1,
            "ack data fin rst",
            "accept send close abort",
            4,
        )
        .after("A syn-cookie-data, accept, A ack"),
        of(
            &format!("listen=8 fast-open=2 never-reads tcp_fastopen=3 {few}"),
            1,
            "ack data fin",
            "accept close",
            4,
        )
        .after("A syn-cookie-data"),
        // Timeouts of a connection that used it.
        of(
            "listen=8 fast-open=2 tcp_fastopen=3 tcp_retries2=2 tcp_orphan_retries=2",
            1,
            "ack",
            "send close",
            6,
        )
        .after("A syn-cookie-data, accept, A ack"),
        // A cookie that was not asked for.
        of(
            "no-listener connects connects-fast tcp_fastopen=5 write:tcp_fastopen=1",
            1,
            "syn-ack-cookie rst",
            "connect write-sysctls",
            5,
        ),
        // The kernel connects.
        of(
            "no-listener connects connects-fast tcp_fastopen=1 tcp_syn_retries=1 tcp_syn_linear_timeouts=0",
            1,
            "syn syn-ack syn-ack-cookie syn-ack-wrong ack data rst rst-ack",
            "connect send close abort",
            4,
        ),
        of(
            "no-listener connects connects-fast tcp_fastopen=1 tcp_syn_retries=2 tcp_syn_linear_timeouts=0 tcp_retries2=2",
            1,
            "syn syn-ack syn-ack-cookie syn-ack-no-data syn-ack-wrong ack wrong-ack data rst rst-ack",
            "connect send close",
            4,
        )
        .after("connect, A syn-ack-cookie, A rst, connect"),
        of(
            "no-listener connects connects-fast tcp_fastopen=5 tcp_syn_retries=2 tcp_syn_linear_timeouts=0 tcp_retries2=2",
            1,
            "syn-ack syn-ack-cookie syn-ack-no-data ack rst-ack",
            "connect send close",
            4,
        ),
    ]
}
