//! Article 002: the accept queue is full, and a connection must move from SYN-RECEIVED to it (3.10).

use super::claim::{Case, Claim, between, equal, holds, not_reached, reached};
use super::numbers::{forgotten_after, forgotten_early_after};
use super::{Part, article_003};
use crate::kernel::timetable;
use crate::scenarios;

const SOURCE: &str = "article 002";

/// Every claim of the article that set-up decides.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "S2.1",
        statement: "Final ACK, accept queue full, tcp_abort_on_overflow = 0: the kernel ignores the ACK, and ListenOverflows and ListenDrops rise.",
        source: SOURCE,
        note: "tcp_v4_syn_recv_sock, tcp_check_req.",
        cases: |_| {
            Case::only(vec![
                reached(
                    "the ACK is ignored",
                    scenarios::one_slot(),
                    "handshake-ack-ignored",
                ),
                not_reached(
                    "no RST is sent",
                    scenarios::one_slot(),
                    "overflow-answered-with-rst",
                ),
                holds(
                    "both counters rise",
                    scenarios::one_slot(),
                    "overflow-is-counted",
                ),
            ])
        },
    },
    Claim {
        id: "S2.2",
        statement: "With tcp_abort_on_overflow = 1: RST, and the client sees \"connection reset by peer\".",
        source: SOURCE,
        note: "Not on the cookie path, which does not consult it.",
        cases: |_| article_003::overflow_by_request_and_by_cookie(Vec::new),
    },
    Claim {
        id: "S2.3",
        statement: "Because the SYN-RECEIVED timer keeps running, SYN,ACK is repeated five times, and the client answers each with a duplicate ACK.",
        source: SOURCE,
        note: "Five is tcp_synack_retries.",
        cases: |profile| {
            let sent = timetable::unanswered_syn_ack(&profile.kernel).sent.len();
            Case::only(vec![
                reached(
                    "SYN,ACK is repeated",
                    scenarios::one_slot(),
                    "syn-ack-sent-again",
                ),
                equal("how often, with the kernel's defaults", sent - 1, 5),
                holds(
                    "each is acknowledged",
                    scenarios::one_slot(),
                    "repeated-syn-ack-is-acknowledged",
                ),
            ])
        },
    },
    Claim {
        id: "S2.4",
        statement: "If the application accepts before the retries are spent, one of the duplicate ACKs completes the connection.",
        source: SOURCE,
        note: "So do data and FIN of the client.",
        cases: |_| {
            Case::only(vec![
                reached(
                    "a duplicate ACK completes it",
                    scenarios::one_slot_recovers(),
                    "repeated-syn-ack-completes",
                ),
                reached(
                    "data completes it",
                    scenarios::one_slot_recovers(),
                    "data-completes-handshake",
                ),
                reached(
                    "FIN completes it",
                    scenarios::client_closes_early(),
                    "fin-completes-handshake",
                ),
            ])
        },
    },
    Claim {
        id: "S2.5",
        statement: "Otherwise the client will eventually get an RST.",
        source: SOURCE,
        note: "The author waited two hours for it. The server forgets silently, and an idle client sends nothing that could be answered.",
        cases: |_| {
            Case::only(vec![not_reached(
                "no client stays ESTABLISHED with nothing left to happen",
                scenarios::one_slot(),
                "half-open-at-rest",
            )])
        },
    },
    Claim {
        id: "S2.6",
        statement: "The server forgot, the client is ESTABLISHED: it is never released while it is idle, and by RST as soon as it sends.",
        source: SOURCE,
        note: "The article asks when it is released; this is the answer. Keepalive sends too, after two hours by default.",
        cases: |_| {
            Case::only(vec![
                reached(
                    "an idle client stays for ever",
                    scenarios::one_slot(),
                    "half-open-at-rest",
                ),
                reached(
                    "a client that sends gets RST",
                    scenarios::one_slot_recovers(),
                    "late-ack-reset",
                ),
                reached(
                    "an idle client with SO_KEEPALIVE gets RST when it asks",
                    scenarios::overflowed_client_keeps_asking(),
                    "late-ack-reset",
                ),
            ])
        },
    },
    Claim {
        id: "S2.7",
        statement: "The server forgets the connection after about one minute.",
        source: SOURCE,
        note: "63 s with a first timeout of 1 s, 189 s with 3 s; earlier when the SYN queue is more than half full.",
        cases: |profile| {
            vec![
                Case::when(
                    "the SYN queue is nearly empty",
                    vec![about_a_minute(forgotten_after(profile))],
                ),
                Case::when(
                    "the SYN queue is more than half full",
                    vec![about_a_minute(forgotten_early_after(profile))],
                ),
            ]
        },
    },
];

fn about_a_minute(computed: u64) -> Part {
    between(
        "seconds until the request is forgotten, with the kernel's defaults",
        computed,
        55,
        70,
    )
}
