//! SYN cookies: what is kept of a connection, how long a cookie is believed, and what else is.

use super::{Chapter, Fact, Reading, asked};

pub(super) fn chapter() -> Chapter {
    let last = |question: &str, case: &str| Fact::of(question, Reading::LastStep, case);
    Chapter {
        heading: "Cookies",
        facts: vec![
            last(
                "What is kept of a SYN that was answered with a cookie?",
                "listen=0 tcp_syncookies=2: A syn",
            ),
            last(
                "Its ACK finds the accept queue full.",
                "listen=0 tcp_syncookies=2: A syn, B syn, B ack, A ack",
            ),
            last(
                "And with tcp_abort_on_overflow?",
                "listen=0 tcp_syncookies=2 tcp_abort_on_overflow=1: A syn, B syn, B ack, A ack",
            ),
            last(
                "Data come while the accept queue is full.",
                "listen=0 tcp_syncookies=2: A syn, B syn, B ack, A ack, A data",
            ),
            last(
                "accept() makes room; the data come again.",
                "listen=0 tcp_syncookies=2: A syn, B syn, B ack, A ack, accept, A data",
            ),
            last(
                "Is a cookie of 55 s ago believed?",
                &format!(
                    "listen=8 tcp_syncookies=2: A syn, {}A ack",
                    "pause, ".repeat(11)
                ),
            ),
            last(
                "And one of two minutes ago?",
                "listen=8 tcp_syncookies=2: A syn, wait, A ack",
            ),
            last(
                "tcp_syncookies becomes 0 while a cookie is under way.",
                "listen=8 tcp_syncookies=2 write:tcp_syncookies=0: A syn, write-sysctls, A ack",
            ),
            last(
                "It becomes 1.",
                "listen=8 tcp_syncookies=2 write:tcp_syncookies=1: A syn, write-sysctls, A ack",
            ),
            last(
                "Does the ACK of a request that was forgotten count as a cookie? B's SYN was answered with one.",
                "listen=0 tcp_syncookies=1 tcp_synack_retries=1: A syn, B syn, wait, wait, A ack",
            ),
            Fact {
                question: "Which ACKs are believed, for a segment size of 1460?".to_owned(),
                asked: [
                    "ack",
                    "skip-1",
                    "skip-3",
                    "skip-4",
                    "keep-alive",
                    "wrong-ack",
                ]
                .map(|kind| {
                    let case = format!("listen=8 tcp_syncookies=2: A syn, A {kind}");
                    asked(kind.to_owned(), &case)
                })
                .to_vec(),
                reading: Reading::LastStep,
            },
        ],
    }
}
