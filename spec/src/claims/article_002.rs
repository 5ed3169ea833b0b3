//! Article 002: the accept queue is full, and a connection must move from SYN-RECEIVED to it (3.10).

use super::claim::{Case, Claim, holds, measured, not_reached, reached};
use super::measured::Asked;
use super::{Part, article_003};
use crate::scenarios::{self, Scenario};

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
        cases: |_| {
            Case::only(vec![
                reached(
                    "SYN,ACK is repeated",
                    scenarios::one_slot(),
                    "syn-ack-sent-again",
                ),
                measured(
                    "how often, with the kernel's defaults",
                    scenarios::unanswered_syn_ack(),
                    "syn-ack-times",
                    Asked::Repetitions(5),
                ),
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
                measured(
                    "so long an idle client believes in its connection",
                    scenarios::overflowed_client(),
                    "half-open-time",
                    Asked::NeverEnds,
                ),
                reached(
                    "a client that sends gets RST",
                    scenarios::one_slot_recovers(),
                    "late-ack-reset",
                ),
                measured(
                    "so long does one that sends 300 s after connect(), when the server has forgotten it",
                    scenarios::overflowed_client_sends_late(),
                    "half-open-time",
                    Asked::EndsWithin {
                        least: 299,
                        most: 301,
                    },
                ),
                measured(
                    "so long does one that sends after 3 s: until its data is repeated after the server forgot",
                    scenarios::overflowed_client_sends(),
                    "half-open-time",
                    Asked::AlwaysEnds,
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
        cases: |_| {
            vec![
                Case::when(
                    "the SYN queue is nearly empty",
                    vec![about_a_minute(scenarios::unanswered_syn_ack())],
                ),
                Case::when(
                    "the SYN queue is more than half full",
                    vec![about_a_minute(
                        scenarios::unanswered_syn_ack_under_pressure(),
                    )],
                ),
            ]
        },
    },
];

fn about_a_minute(scenario: Scenario) -> Part {
    measured(
        "the time until the request is forgotten, with the kernel's defaults",
        scenario,
        "syn-ack-times",
        Asked::EndsWithin {
            least: 55,
            most: 75,
        },
    )
}
