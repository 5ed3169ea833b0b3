//! Article 001: three-way handshake and four-way teardown, sysctl by sysctl.

use super::claim::{Case, Claim, equal, holds, measured, not_reached, reached};
use super::measured::Asked;
use super::numbers::granted_backlog;
use super::{Part, article_003};
use crate::policy::Sysctl;
use crate::program::Duty;
use crate::scenarios;

const SOURCE: &str = "article 001";

/// Every claim of the article that set-up decides.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "S1.1",
        statement: "When the SYN queue overflows, new connections are dropped.",
        source: SOURCE,
        note: "Unless cookies are on.",
        cases: |_| {
            vec![
                Case::when(
                    "tcp_syncookies = 0",
                    vec![
                        reached(
                            "the SYN is dropped",
                            scenarios::syn_flood(),
                            "syn-dropped-syn-queue-full",
                        ),
                        not_reached(
                            "nobody connects",
                            scenarios::syn_flood(),
                            "both-ends-established",
                        ),
                    ],
                ),
                Case::when(
                    "tcp_syncookies = 1",
                    vec![not_reached(
                        "nobody connects",
                        scenarios::syn_flood_with_cookies(),
                        "both-ends-established",
                    )],
                ),
            ]
        },
    },
    Claim {
        id: "S1.2",
        statement: "tcp_syncookies: 0 never, 1 only when the SYN queue overflows, 2 always; a cookie bypasses the SYN queue.",
        source: SOURCE,
        note: "The value 2 came with 3.13. It still obeys a full accept queue.",
        cases: |_| {
            Case::only(vec![
                not_reached(
                    "0: no cookie, even under a flood",
                    scenarios::syn_flood(),
                    "syn-answered-with-cookie",
                ),
                not_reached(
                    "1: no cookie while the SYN queue has room",
                    scenarios::handshake().sysctl(Sysctl::TcpSyncookies, 1),
                    "syn-answered-with-cookie",
                ),
                reached(
                    "1: a cookie when it is full",
                    scenarios::syn_flood_with_cookies(),
                    "syn-answered-with-cookie",
                ),
                reached(
                    "2: a cookie at once",
                    scenarios::cookies_always(),
                    "syn-answered-with-cookie",
                ),
                not_reached(
                    "2: never a request",
                    scenarios::cookies_always(),
                    "syn-makes-request",
                ),
            ])
        },
    },
    Claim {
        id: "S1.3",
        statement: "Under a SYN flood, syncookies keep legitimate clients able to connect; without them a flood locks them out.",
        source: SOURCE,
        note: "When no segment is lost or late and the application accepts, every client connects with cookies, and none without.",
        cases: |_| {
            Case::only(vec![
                reached(
                    "with cookies a client can connect",
                    scenarios::syn_flood_with_cookies(),
                    "both-ends-established",
                ),
                holds(
                    "with cookies it connects in the end",
                    scenarios::syn_flood_with_cookies().with(|s| {
                        s.timers = false;
                        s.fair = vec![Duty::Connect, Duty::Accept];
                    }),
                    "connects-in-the-end",
                ),
                not_reached(
                    "without them it cannot",
                    scenarios::syn_flood(),
                    "both-ends-established",
                ),
            ])
        },
    },
    Claim {
        id: "S1.4",
        statement: "SYN is repeated after 1, 2, 4, 8, 16 and 32 s, six times; after 127 s in all connect() fails.",
        source: SOURCE,
        note: "3 s before 3.1; linear timeouts from 6.5; a bug in 2.6.32 to 2.6.35.",
        cases: |_| {
            Case::only(vec![measured(
                "when an unanswered connect() repeats its SYN and fails, with the kernel's defaults",
                scenarios::unanswered_connect(),
                "syn-times",
                Asked::Timetable {
                    noted: vec![1, 3, 7, 15, 31, 63],
                    ends: 127,
                },
            )])
        },
    },
    Claim {
        id: "S1.5",
        statement: "The client is ESTABLISHED once it has received SYN,ACK and sent the ACK.",
        source: SOURCE,
        note: "Whatever the server makes of that ACK.",
        cases: |_| {
            Case::only(vec![reached(
                "it is ESTABLISHED before the server is",
                scenarios::handshake(),
                "client-established-first",
            )])
        },
    },
    Claim {
        id: "S1.6",
        statement: "The accept-queue limit is min(backlog, somaxconn).",
        source: SOURCE,
        note: "That is the number that listen() keeps and ss shows as Send-Q; the queue holds one more.",
        cases: |profile| {
            vec![
                Case::when(
                    "the number that listen() keeps",
                    vec![
                        equal(
                            "backlog 511, somaxconn 128",
                            granted_backlog(profile, 511, 128),
                            128,
                        ),
                        equal(
                            "backlog 5, somaxconn 128",
                            granted_backlog(profile, 5, 128),
                            5,
                        ),
                    ],
                ),
                Case::when(
                    "the number of connections that fit",
                    vec![not_reached(
                        "no more than the limit wait for accept()",
                        scenarios::one_slot(),
                        "accept-queue-exceeds-backlog",
                    )],
                ),
            ]
        },
    },
    Claim {
        id: "S1.7",
        statement: "If the final ACK is missing the server repeats SYN,ACK tcp_synack_retries times.",
        source: SOURCE,
        note: "Fewer times when the SYN queue is more than half full of old requests.",
        cases: |profile| {
            let repeated = |scenario| {
                let retries = profile.kernel.sysctls.tcp_synack_retries;
                vec![measured(
                    "repetitions until the request is forgotten, with the kernel's defaults",
                    scenario,
                    "syn-ack-times",
                    Asked::Repetitions(retries.into()),
                )]
            };
            vec![
                Case::when(
                    "the SYN queue is nearly empty",
                    repeated(scenarios::unanswered_syn_ack()),
                ),
                Case::when(
                    "the SYN queue is more than half full",
                    repeated(scenarios::unanswered_syn_ack_under_pressure()),
                ),
            ]
        },
    },
    Claim {
        id: "S1.8",
        statement: "When the accept queue overflows, the new connection is dropped; with tcp_abort_on_overflow the server resets the client.",
        source: SOURCE,
        note: "By default the request stays and may still succeed. On the cookie path nothing is kept, and nothing is reset.",
        cases: |_| article_003::overflow_by_request_and_by_cookie(dropped),
    },
    Claim {
        id: "S1.9",
        statement: "TCP Fast Open (tcp_fastopen = 3) lets client and server skip the three-way handshake.",
        source: SOURCE,
        note: "It is not skipped: the data overtakes it. The first contact needs an ordinary one for the cookie, and the listener has to set TCP_FASTOPEN, unless tcp_fastopen has 0x400. Clients have it from 3.6 on, servers from 3.7 on.",
        cases: |_| {
            let early_data = |scenario| {
                reached(
                    "data is taken before the handshake is complete",
                    scenario,
                    "data-before-handshake",
                )
            };
            vec![
                Case::when(
                    "on first contact",
                    vec![early_data(scenarios::fast_open_first_contact())],
                ),
                Case::when(
                    "later, and the listener has set TCP_FASTOPEN",
                    vec![
                        early_data(scenarios::fast_open_again()),
                        reached(
                            "the handshake is completed all the same",
                            scenarios::fast_open_again(),
                            "fast-open-completes",
                        ),
                    ],
                ),
                Case::when(
                    "later, and the listener has not set TCP_FASTOPEN",
                    vec![early_data(scenarios::fast_open_without_socket_option())],
                ),
            ]
        },
    },
];

fn dropped() -> Vec<Part> {
    vec![
        reached(
            "by default the ACK is ignored",
            scenarios::one_slot(),
            "handshake-ack-ignored",
        ),
        reached(
            "and the server forgets the client",
            scenarios::one_slot(),
            "client-established-server-forgot",
        ),
    ]
}
