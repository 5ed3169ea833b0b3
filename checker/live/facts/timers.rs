//! When SYN and SYN,ACK are sent again and given up, and which requests are forgotten early.

use super::{Asked, Chapter, Fact, Reading, asked, each_peer, waits};

pub(super) fn chapter() -> Chapter {
    Chapter {
        heading: "When SYN, SYN,ACK and data are sent again, and given up",
        facts: vec![
            Fact::for_each(
                "A request is never answered.",
                Reading::Schedule,
                "tcp_synack_retries ",
                &[0, 1, 2, 3, 5, 6],
                |retries| {
                    let waits = waits(retries + 1);
                    format!("listen=8 tcp_synack_retries={retries}: A syn, {waits}")
                },
            ),
            Fact::of(
                "tcp_synack_retries becomes 1 after SYN,ACK was sent twice again: what does the next firing do?",
                Reading::LastStep,
                "listen=8 write:tcp_synack_retries=1: A syn, wait, wait, write-sysctls, wait",
            ),
            Fact::of(
                "The ACK comes 35 s after the SYN.",
                Reading::LastStep,
                "listen=8: A syn, wait, wait, wait, wait, wait, A ack",
            ),
            Fact::of(
                "The ACK comes after the request was forgotten.",
                Reading::LastStep,
                "listen=8 tcp_synack_retries=1: A syn, wait, wait, A ack",
            ),
            Fact {
                question: "A SYN is never answered.".to_owned(),
                asked: vec![
                    unanswered(1, 4, 3),
                    unanswered(2, 4, 6),
                    unanswered(3, 4, 8),
                    unanswered(4, 4, 9),
                    unanswered(5, 4, 10),
                    unanswered(6, 4, 11),
                    unanswered(6, 0, 7),
                    unanswered(1, 0, 2),
                    unanswered(2, 0, 3),
                    unanswered(6, 10, 17),
                ],
                reading: Reading::Schedule,
            },
            Fact::of(
                "Data of a client are never acknowledged.",
                Reading::Schedule,
                &format!(
                    "no-listener connects: connect, A syn-ack, send A, {}",
                    waits(8)
                ),
            ),
        ],
    }
}

/// connect() with these sysctls, and as many firings as there are until it fails.
fn unanswered(retries: u32, linear: u32, firings: u32) -> Asked {
    let case = format!(
        "no-listener connects tcp_syn_retries={retries} tcp_syn_linear_timeouts={linear}: connect, {}",
        waits(firings)
    );
    asked(
        format!("tcp_syn_retries {retries}, tcp_syn_linear_timeouts {linear}"),
        &case,
    )
}

pub(super) fn early_expiry() -> Chapter {
    let burst = |backlog: u32, syns: u32| {
        let syns_at_once = each_peer(syns, &["syn"]);
        let case = format!(
            "listen={backlog} tcp_syncookies=0 tcp_max_syn_backlog=1024 tcp_synack_retries=3: {syns_at_once}, {}",
            waits(3)
        );
        asked(format!("backlog {backlog}, {syns} SYNs"), &case)
    };
    let bursts = [
        (16, 8),
        (16, 9),
        (16, 12),
        (16, 17),
        (3, 4),
        (4, 5),
        (5, 6),
        (8, 5),
    ];
    Chapter {
        heading: "Requests that are forgotten early",
        facts: vec![Fact {
            question: "So many SYNs at once that are never answered: how many are forgotten at the third firing of their timers?".to_owned(),
            asked: bursts.map(|(backlog, syns)| burst(backlog, syns)).to_vec(),
            reading: Reading::Forgotten,
        },
        Fact::of(
            "And of five requests whose ACK was ignored because the accept queue was full? Backlog 8, then 0.",
            Reading::Forgotten,
            &format!(
                "listen=8 listen-again=0 tcp_synack_retries=3: {}, A ack, listen-again, B ack, C ack, D ack, E ack, F ack, {}",
                each_peer(6, &["syn"]),
                waits(3)
            ),
        )],
    }
}
