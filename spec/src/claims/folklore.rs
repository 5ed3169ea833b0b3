//! What else is said about connection set-up on Linux.

use super::claim::{Case, Claim, holds, not_reached, reached};
use crate::network::{Loss, Network};
use crate::policy::Sysctl;
use crate::scenarios;

const SOURCE: &str = "folklore";

/// Every claim that set-up decides.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "F.1",
        statement: "When no segment is in flight, one end is ESTABLISHED if and only if the other is.",
        source: "an invariant of published models of TCP",
        note: "True where nothing is lost and no queue overflows; those models have neither.",
        cases: |_| {
            let lossy = scenarios::handshake().with(|s| {
                s.network = Network {
                    loss: Loss::AtMost(1),
                    ..Network::IDEAL
                }
            });
            let agreement = |scenario| {
                vec![holds(
                    "the ends agree whenever nothing is in flight",
                    scenario,
                    "quiet-network-implies-agreement",
                )]
            };
            vec![
                Case::when(
                    "nothing is lost, no queue overflows, no timer fires",
                    agreement(scenarios::ideal_handshake()),
                ),
                Case::when("one segment is lost", agreement(lossy)),
                Case::when(
                    "the accept queue overflows",
                    agreement(scenarios::one_slot()),
                ),
            ]
        },
    },
    Claim {
        id: "F.2",
        statement: "listen(fd, 0) with tcp_syncookies = 0 drops every SYN.",
        source: SOURCE,
        note: "The SYN queue of 4.4 and later is full at once when full means \"at least the backlog\"; repaired in 6.13, 6.12.10 and 6.1.125.",
        cases: |_| {
            Case::only(vec![
                reached(
                    "the SYN is dropped",
                    scenarios::backlog_zero(),
                    "syn-dropped-syn-queue-full",
                ),
                not_reached(
                    "none makes a request",
                    scenarios::backlog_zero(),
                    "syn-makes-request",
                ),
            ])
        },
    },
    Claim {
        id: "F.3",
        statement: "A full accept queue makes the kernel drop new SYNs.",
        source: SOURCE,
        note: "Since 4.10 always; before, only while more than one request is young.",
        cases: |_| {
            vec![
                Case::when(
                    "the SYN queue is empty",
                    vec![
                        reached(
                            "the SYN is dropped",
                            scenarios::full_accept_queue(),
                            "syn-dropped-accept-queue-full",
                        ),
                        not_reached(
                            "never admitted",
                            scenarios::full_accept_queue(),
                            "syn-admitted-though-accept-queue-full",
                        ),
                    ],
                ),
                Case::when(
                    "two requests are young",
                    vec![reached(
                        "the SYN is dropped",
                        scenarios::young_requests(),
                        "syn-dropped-accept-queue-full",
                    )],
                ),
            ]
        },
    },
    Claim {
        id: "F.4",
        statement: "tcp_syncookies = 1 turns an overflow of the accept queue into a reset.",
        source: SOURCE,
        note: "No path does. A client is reset later, when it sends after the cookie's time (C5), from another place of the stream (C4), or after its request was forgotten (L4, C5).",
        cases: |_| {
            Case::only(vec![reached(
                "a step that finds the accept queue full sends RST",
                scenarios::cookie_overflow(),
                "overflow-answered-with-rst",
            )])
        },
    },
    Claim {
        id: "F.5",
        statement: "With syncookies and a full accept queue the server keeps nothing at all: no retransmission of its own can repair it.",
        source: SOURCE,
        note: "Only the client can, by sending while the cookie is valid.",
        cases: |_| {
            Case::only(vec![
                reached(
                    "the server keeps nothing",
                    scenarios::cookie_overflow(),
                    "cookie-connection-nothing-retained",
                ),
                not_reached(
                    "it never repeats SYN,ACK",
                    scenarios::cookie_overflow(),
                    "syn-ack-sent-again",
                ),
            ])
        },
    },
    Claim {
        id: "F.6",
        statement: "ListenDrops and ListenOverflows count the same thing: a drop is an overflow of the accept queue.",
        source: SOURCE,
        note: "An overflow is a drop (3.8 and later), but a SYN dropped by the SYN queue or the last quarter is a drop without overflow.",
        cases: |_| {
            let dropped_syns = scenarios::young_requests().retries(Sysctl::TcpSynackRetries, 0);
            Case::only(vec![
                holds(
                    "an overflow raises both",
                    dropped_syns,
                    "overflow-is-counted",
                ),
                holds(
                    "a drop raises both",
                    scenarios::syn_flood(),
                    "listen-drop-is-overflow",
                ),
            ])
        },
    },
    Claim {
        id: "F.7",
        statement: "Below tcp_max_syn_backlog half-open requests no cookie is ever sent.",
        source: SOURCE,
        note: "From 2.6.20 the listener's backlog is the limit.",
        cases: |_| {
            Case::only(vec![not_reached(
                "no cookie with fewer requests than tcp_max_syn_backlog",
                scenarios::syn_flood_with_cookies(),
                "cookie-below-max-syn-backlog",
            )])
        },
    },
    Claim {
        id: "F.8",
        statement: "The last quarter of tcp_max_syn_backlog is reserved for proven peers.",
        source: SOURCE,
        note: "Only with tcp_syncookies = 0; and up to 4.12 no peer can be proven.",
        cases: |_| {
            vec![
                Case::when(
                    "tcp_syncookies = 0",
                    vec![
                        reached(
                            "an unknown peer is dropped",
                            scenarios::last_quarter(),
                            "syn-dropped-last-quarter",
                        ),
                        reached(
                            "a proven peer is admitted",
                            scenarios::last_quarter_proven(),
                            "syn-makes-request",
                        ),
                    ],
                ),
                Case::when(
                    "tcp_syncookies = 1",
                    vec![reached(
                        "an unknown peer is dropped",
                        scenarios::last_quarter_with_cookies(),
                        "syn-dropped-last-quarter",
                    )],
                ),
            ]
        },
    },
    Claim {
        id: "F.10",
        statement: "A SYN that is retransmitted in SYN-RECEIVED triggers another SYN,ACK.",
        source: SOURCE,
        note: "At most one in 500 ms from 4.0 on.",
        cases: |_| {
            // 2.6.32 would not repeat a SYN with so few retries; this is about the server.
            let repeats = |times| {
                let counted = vec![("syn-expiry".to_owned(), "count".to_owned())];
                scenarios::handshake()
                    .retries(Sysctl::TcpSynRetries, times)
                    .with(|s| s.policies = counted)
            };
            vec![
                Case::when(
                    "it comes alone",
                    vec![reached(
                        "it is answered",
                        repeats(1),
                        "repeated-syn-answered",
                    )],
                ),
                Case::when(
                    "a second one comes within 500 ms",
                    vec![not_reached(
                        "it is never ignored",
                        repeats(2),
                        "repeated-syn-rate-limited",
                    )],
                ),
            ]
        },
    },
];
