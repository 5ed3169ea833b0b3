//! How much fits into the queues of a listener.

use super::{Chapter, Fact, Reading, asked, each_peer};

pub(super) fn chapter() -> Chapter {
    Chapter {
        heading: "How much fits",
        facts: vec![
            Fact::for_each(
                "How many connections wait for accept()? Three more clients than the backlog shake hands.",
                Reading::Waiting,
                "backlog ",
                &[0, 1, 2, 5, 8],
                |backlog| {
                    let moves = each_peer(backlog + 3, &["syn", "ack"]);
                    format!("listen={backlog} tcp_synack_retries=1: {moves}")
                },
            ),
            Fact::of(
                "And with listen(fd, -1)? somaxconn 2.",
                Reading::Waiting,
                &format!(
                    "listen=-1 somaxconn=2 tcp_synack_retries=1: {}",
                    each_peer(5, &["syn", "ack"])
                ),
            ),
            Fact::for_each(
                "How many requests does the SYN queue hold? Three more SYNs than the backlog come; no cookies, tcp_max_syn_backlog is large.",
                Reading::Admitted,
                "backlog ",
                &[0, 1, 2, 5, 8, 16],
                |backlog| {
                    let moves = each_peer(backlog + 3, &["syn"]);
                    format!("listen={backlog} tcp_syncookies=0 tcp_max_syn_backlog=1024: {moves}")
                },
            ),
            Fact::for_each(
                "What does tcp_max_syn_backlog leave of it, for peers that the kernel does not know? 22 SYNs, no cookies, backlog 64.",
                Reading::Requests,
                "tcp_max_syn_backlog ",
                &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 16, 20],
                |most| {
                    let moves = each_peer(22, &["syn"]);
                    format!("listen=64 tcp_syncookies=0 tcp_max_syn_backlog={most}: {moves}")
                },
            ),
            Fact::of(
                "Is tcp_max_syn_backlog read when the SYN comes? It is first 1, and 8 after four SYNs; four more come.",
                Reading::Requests,
                &format!(
                    "listen=64 tcp_syncookies=0 tcp_max_syn_backlog=1 write:tcp_max_syn_backlog=8: {}, write-sysctls, E syn, F syn, G syn, H syn",
                    each_peer(4, &["syn"])
                ),
            ),
            Fact::of(
                "And for peers of which it has a round-trip time? tcp_max_syn_backlog 8.",
                Reading::Requests,
                &format!(
                    "listen=64 peers-cached tcp_syncookies=0 tcp_max_syn_backlog=8: {}",
                    each_peer(22, &["syn"])
                ),
            ),
            Fact::for_each(
                "What does tcp_syncookies change? Backlog 2, six SYNs.",
                Reading::Admitted,
                "tcp_syncookies ",
                &[0, 1, 2],
                |cookies| {
                    let moves = each_peer(6, &["syn"]);
                    format!("listen=2 tcp_syncookies={cookies} tcp_max_syn_backlog=1024: {moves}")
                },
            ),
            Fact::for_each(
                "A SYN finds the accept queue full; which counters rise?",
                Reading::Admitted,
                "tcp_syncookies ",
                &[0, 1, 2],
                |cookies| format!("listen=0 tcp_syncookies={cookies}: A syn, A ack, B syn"),
            ),
            Fact::of(
                "Both queues are full: A has a request, the child of B's cookie waits for accept(); backlog 0, tcp_syncookies 1.",
                Reading::LastStep,
                "listen=0 tcp_syncookies=1 tcp_synack_retries=1: A syn, B syn, B ack, C syn",
            ),
            Fact::of(
                "Does a higher somaxconn help a listener that is open? Backlog 5, somaxconn first 1, then 5.",
                Reading::Waiting,
                "listen=5 somaxconn=1 tcp_synack_retries=1 write:somaxconn=5: A syn, A ack, B syn, B ack, write-sysctls, C syn, C ack",
            ),
            Fact::of(
                "And once listen() is called again?",
                Reading::Waiting,
                "listen=5 listen-again=5 somaxconn=1 tcp_synack_retries=1 write:somaxconn=5: A syn, A ack, B syn, B ack, write-sysctls, listen-again, C syn, C ack, D syn, D ack",
            ),
            Fact::of(
                "Does a smaller backlog evict whoever waits? Four wait, listen(1) is called.",
                Reading::LastStep,
                "listen=5 listen-again=1: A syn, A ack, B syn, B ack, C syn, C ack, D syn, D ack, listen-again",
            ),
            Fact {
                question: "Does a connection that was reset, or closed by the client, give its place back before accept()? Backlog 0."
                    .to_owned(),
                asked: ["rst", "fin"]
                    .map(|kind| {
                        let case = format!("listen=0 tcp_syncookies=1: A syn, A ack, A {kind}, B syn");
                        asked(kind.to_owned(), &case)
                    })
                    .to_vec(),
                reading: Reading::LastStep,
            },
        ],
    }
}
