//! Article 001, second half: the four-way teardown, sysctl by sysctl.

use super::claim::{Case, Claim, equal, holds, not_reached, reached};
use super::numbers::{held_fin_repetitions, orphan_fin_repetitions};
use crate::program::Duty;
use crate::scenarios;

const SOURCE: &str = "article 001";

/// Every claim of the article about teardown.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "S1.10",
        statement: "The active side goes from ESTABLISHED to FIN-WAIT-1; its peer acknowledges and is in CLOSE-WAIT until its application closes.",
        source: SOURCE,
        note: "CLOSE-WAIT has no timer.",
        cases: |_| {
            Case::only(vec![
                reached(
                    "the peer is in CLOSE-WAIT, and nothing will ever happen by itself",
                    scenarios::never_closes(),
                    "close-wait-at-rest",
                ),
                not_reached(
                    "while the application does not close, its side never sends FIN",
                    scenarios::never_closes(),
                    "last-fin-acknowledged",
                ),
            ])
        },
    },
    Claim {
        id: "S1.11",
        statement: "In FIN-WAIT-2 the active side has completely closed.",
        source: SOURCE,
        note: "After shutdown(SHUT_WR) it still reads, without any limit of time. After close() it waits for tcp_fin_timeout, and answers data with RST.",
        cases: |_| {
            vec![
                Case::when(
                    "after shutdown(SHUT_WR)",
                    vec![not_reached(
                        "it receives nothing any more",
                        scenarios::half_close(),
                        "fin-wait-2-receives",
                    )],
                ),
                Case::when(
                    "after close()",
                    vec![not_reached(
                        "it takes no notice of what the other side sends",
                        scenarios::server_speaks_first(),
                        "orphan-reset-by-data",
                    )],
                ),
            ]
        },
    },
    Claim {
        id: "S1.12",
        statement: "A FIN that is never acknowledged is sent again tcp_orphan_retries times.",
        source: SOURCE,
        note: "2.6.18 counts. From 2.6.32 on the time since the first repetition counts, so that small values give one more. 0 means 8. After shutdown(), while a program holds the connection, tcp_retries2 counts instead.",
        cases: |profile| {
            let orphan = |retries: i64| {
                vec![equal(
                    "repetitions",
                    orphan_fin_repetitions(profile, retries),
                    retries,
                )]
            };
            vec![
                Case::when("tcp_orphan_retries = 1", orphan(1)),
                Case::when("tcp_orphan_retries = 3", orphan(3)),
                Case::when("tcp_orphan_retries = 8", orphan(8)),
                Case::when("tcp_orphan_retries = 0, the default", orphan(0)),
                Case::when(
                    "tcp_orphan_retries = 3, and a program holds the connection",
                    vec![equal("repetitions", held_fin_repetitions(profile, 3), 3)],
                ),
            ]
        },
    },
    Claim {
        id: "S1.13",
        statement: "On the passive side read() returns 0; its close() sends FIN and enters LAST-ACK.",
        source: SOURCE,
        note: "Unless it has not read everything: then close() sends RST.",
        cases: |_| {
            vec![
                Case::when(
                    "everything was read",
                    vec![reached(
                        "its FIN is acknowledged in LAST-ACK",
                        scenarios::both_close(),
                        "last-fin-acknowledged",
                    )],
                ),
                Case::when(
                    "something was not read",
                    vec![not_reached(
                        "close() does not send RST",
                        scenarios::close_unread(),
                        "close-resets-unread",
                    )],
                ),
            ]
        },
    },
    Claim {
        id: "S1.14",
        statement: "If the passive application never closes, CLOSE-WAIT stays for ever and piles up.",
        source: SOURCE,
        note: "And only then: when the application closes in the end, no connection stays in CLOSE-WAIT.",
        cases: |_| {
            Case::only(vec![
                reached(
                    "it never closes: CLOSE-WAIT at rest",
                    scenarios::never_closes(),
                    "close-wait-at-rest",
                ),
                holds(
                    "it closes in the end: CLOSE-WAIT ends",
                    scenarios::orderly_close().with(|s| s.fair = vec![Duty::Close]),
                    "close-wait-ends",
                ),
            ])
        },
    },
    Claim {
        id: "S1.15",
        statement: "On the last FIN the active side goes from FIN-WAIT-2 to TIME-WAIT and stays there; the passive side is done with the ACK.",
        source: SOURCE,
        note: "For 60 s on every kernel, unless an RST ends it (assassination), a new SYN, or tcp_max_tw_buckets.",
        cases: |_| {
            vec![
                Case::when(
                    "nothing is lost",
                    vec![
                        reached(
                            "TIME-WAIT begins",
                            scenarios::orderly_close(),
                            "time-wait-begins",
                        ),
                        reached(
                            "the passive side is done with the ACK",
                            scenarios::orderly_close(),
                            "last-fin-acknowledged",
                        ),
                    ],
                ),
                Case::when(
                    "a FIN is sent again, and its ACK finds the passive side gone",
                    vec![not_reached(
                        "no RST ends TIME-WAIT",
                        scenarios::both_close(),
                        "time-wait-assassinated",
                    )],
                ),
            ]
        },
    },
    Claim {
        id: "S1.16",
        statement: "Too many connections in TIME-WAIT block new ones; tcp_max_tw_buckets bounds them, and tcp_tw_reuse lets ports be used again.",
        source: SOURCE,
        note: "tcp_max_tw_buckets ends TIME-WAIT early and blocks nothing. What blocks is the client's own TIME-WAIT of the same port. tcp_tw_reuse needs timestamps, and is asked only when the kernel chooses the port: a program that binds it gets it at once.",
        cases: |_| {
            vec![
                Case::when(
                    "the server is in TIME-WAIT, tcp_max_tw_buckets is not reached",
                    vec![not_reached(
                        "a new connection of the same client is refused",
                        scenarios::server_closes_first(),
                        "new-syn-accepted-in-time-wait",
                    )],
                ),
                Case::when(
                    "tcp_max_tw_buckets is reached",
                    vec![
                        reached(
                            "the connection is gone at once",
                            scenarios::no_time_wait_buckets(),
                            "time-wait-refused",
                        ),
                        not_reached(
                            "none is in TIME-WAIT",
                            scenarios::no_time_wait_buckets(),
                            "time-wait-begins",
                        ),
                    ],
                ),
                Case::when(
                    "the client is in TIME-WAIT, without timestamps",
                    vec![reached(
                        "connect() from the same port fails with EADDRNOTAVAIL",
                        scenarios::server_closes_first(),
                        "address-not-available",
                    )],
                ),
                Case::when(
                    "the client is in TIME-WAIT, with timestamps and tcp_tw_reuse = 1",
                    vec![
                        reached(
                            "connect() takes the same port",
                            scenarios::port_of_an_old_connection(),
                            "port-reused",
                        ),
                        reached(
                            "but not while it is young",
                            scenarios::port_of_an_old_connection(),
                            "port-too-young",
                        ),
                    ],
                ),
                Case::when(
                    "the client is in TIME-WAIT, with timestamps and tcp_tw_reuse = 2, and connects to another machine",
                    vec![reached(
                        "connect() takes the same port",
                        scenarios::port_of_an_old_connection_default(),
                        "port-reused",
                    )],
                ),
                Case::when(
                    "the client is in TIME-WAIT, with timestamps and tcp_tw_reuse = 2, over loopback",
                    vec![reached(
                        "connect() takes the same port",
                        scenarios::port_of_an_old_connection_loopback(),
                        "port-reused",
                    )],
                ),
            ]
        },
    },
];
