//! The handshake ACK finds the accept queue full.

use super::{Chapter, Fact, Reading, asked, waits};

/// A is in the accept queue, and B's ACK was ignored: a backlog of 1 holds two requests, and one of 0 a single connection.
const FULL: &str = "A syn, B syn, A ack, listen-again, B ack";

pub(super) fn chapter() -> Chapter {
    let of = |question: &str, reading, setup: &str, moves: &str| {
        let case = format!("listen=1 listen-again=0{setup}: {FULL}{moves}");
        Fact::of(question, reading, &case)
    };
    Chapter {
        heading: "The handshake ACK finds the accept queue full",
        facts: vec![
            Fact {
                question: "What does a segment of the client do while the accept queue is full?"
                    .to_owned(),
                asked: ["ack", "data", "fin", "rst", "keep-alive", "wrong-ack"]
                    .map(|kind| {
                        let case = format!("listen=1 listen-again=0: {FULL}, B {kind}");
                        asked(kind.to_owned(), &case)
                    })
                    .to_vec(),
                reading: Reading::LastStep,
            },
            of(
                "When is SYN,ACK sent again although the ACK was seen, and when is the request forgotten?",
                Reading::Schedule,
                "",
                &format!(", {}", waits(6)),
            ),
            of(
                "What does the client learn when it sends after that?",
                Reading::LastStep,
                " tcp_synack_retries=1",
                ", wait, wait, B data",
            ),
            of(
                "accept() makes room; what do data that come next do?",
                Reading::LastStep,
                "",
                ", accept, B data",
            ),
            of(
                "accept() makes room; what does the ACK to the next SYN,ACK do?",
                Reading::LastStep,
                "",
                ", accept, wait, B ack",
            ),
            of(
                "accept() makes room; what does the client's FIN do?",
                Reading::LastStep,
                "",
                ", accept, B fin",
            ),
            of(
                "With timestamps: the answer to a keepalive probe told the client a newer one. accept() makes room; what do data do that echo it?",
                Reading::LastStep,
                " tcp_timestamps=1",
                ", B keep-alive, accept, B data",
            ),
            of(
                "And after the next SYN,ACK?",
                Reading::LastStep,
                " tcp_timestamps=1",
                ", B keep-alive, accept, wait, B data",
            ),
            Fact::of(
                "What does an ESTABLISHED client answer to a repeated SYN,ACK?",
                Reading::LastStep,
                "no-listener connects: connect, A syn-ack, A syn-ack",
            ),
            of(
                "accept() makes room, and a new client takes it before the older one's ACK comes again.",
                Reading::LastStep,
                "",
                ", accept, C syn, C ack, B ack",
            ),
            of(
                "And with tcp_abort_on_overflow?",
                Reading::LastStep,
                " tcp_abort_on_overflow=1",
                "",
            ),
            of(
                "Is tcp_abort_on_overflow read when the ACK comes? It is set after an ACK was ignored.",
                Reading::LastStep,
                " write:tcp_abort_on_overflow=1",
                ", write-sysctls, B ack",
            ),
        ],
    }
}
