//! Article 003: the two queues, their limits and their overflow.

use super::Part;
use super::claim::{Case, Claim, equal, holds, not_reached, reached};
use super::numbers::{granted_backlog, syn_queue_size};
use crate::policy::Sysctl;
use crate::scenarios;

const SOURCE: &str = "article 003";

/// Every claim of the article that set-up decides.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "S3.1",
        statement: "The size of the SYN queue is min(backlog, somaxconn, tcp_max_syn_backlog).",
        source: SOURCE,
        note: "2.6.18: tcp_max_syn_backlog alone, at least 64. Up to 4.3: a power of two above the minimum, at least 16. Later: min(backlog, somaxconn), from 6.13 and one.",
        cases: |profile| {
            let size = |limits| syn_queue_size(profile, limits, 1);
            Case::only(vec![
                equal(
                    "backlog 5, somaxconn 128, tcp_max_syn_backlog 128",
                    size((5, 128, 128)),
                    5,
                ),
                equal(
                    "backlog 128, somaxconn 64, tcp_max_syn_backlog 1024",
                    size((128, 64, 1024)),
                    64,
                ),
                equal(
                    "backlog 128, somaxconn 128, tcp_max_syn_backlog 8",
                    size((128, 128, 8)),
                    8,
                ),
            ])
        },
    },
    Claim {
        id: "S3.2",
        statement: "tcp_syncookies defaults to 0.",
        source: SOURCE,
        note: "1 since 2.6.33 (e994b7c901d); distributions may set it.",
        cases: |profile| {
            Case::only(vec![equal(
                "the kernel's default",
                profile.kernel.sysctls.tcp_syncookies,
                0,
            )])
        },
    },
    Claim {
        id: "S3.3",
        statement: "SYN queue full: with cookies off the connection is dropped; with cookies on it is established without the SYN queue.",
        source: SOURCE,
        note: "",
        cases: |_| {
            Case::only(vec![
                reached(
                    "off: the SYN is dropped",
                    scenarios::syn_flood(),
                    "syn-dropped-syn-queue-full",
                ),
                not_reached(
                    "off: nobody connects",
                    scenarios::syn_flood(),
                    "both-ends-established",
                ),
                reached(
                    "on: a client connects",
                    scenarios::syn_flood_with_cookies(),
                    "both-ends-established",
                ),
                not_reached(
                    "on: without a request",
                    scenarios::syn_flood_with_cookies(),
                    "syn-makes-request",
                ),
            ])
        },
    },
    Claim {
        id: "S3.4",
        statement: "A cookie is checked when the ACK returns; if it is valid, the connection is established.",
        source: SOURCE,
        note: "Unless the accept queue is full: then it is dropped without a word.",
        cases: |_| {
            vec![
                Case::when(
                    "the accept queue has room",
                    vec![
                        reached(
                            "a valid cookie makes a connection",
                            scenarios::syn_flood_with_cookies(),
                            "cookie-makes-child",
                        ),
                        not_reached(
                            "and is never dropped",
                            scenarios::syn_flood_with_cookies(),
                            "cookie-ack-dropped",
                        ),
                    ],
                ),
                Case::when(
                    "the accept queue is full",
                    vec![not_reached(
                        "a valid cookie is never dropped",
                        scenarios::cookie_overflow(),
                        "cookie-ack-dropped",
                    )],
                ),
            ]
        },
    },
    Claim {
        id: "S3.5",
        statement: "Raising tcp_max_syn_backlog alone has no effect; somaxconn and backlog must be raised too.",
        source: SOURCE,
        note: "With cookies off it moves the last quarter that is kept for proven peers. On 2.6.18 it alone counts.",
        cases: |profile| {
            let raised = |syncookies| {
                let size = |max_syn_backlog| {
                    syn_queue_size(profile, (128, 128, max_syn_backlog), syncookies)
                };
                vec![equal(
                    "requests that fit after raising it from 128 to 1024, backlog 128",
                    size(1024),
                    size(128),
                )]
            };
            vec![
                Case::when("tcp_syncookies = 1", raised(1)),
                Case::when("tcp_syncookies = 0", raised(0)),
            ]
        },
    },
    Claim {
        id: "S3.6",
        statement: "Queue sizes are fixed when listen() is called, so the service must be restarted.",
        source: SOURCE,
        note: "Calling listen() again on the same socket is enough.",
        cases: |_| {
            let without = scenarios::raised_somaxconn().with(|s| s.listen_again = None);
            Case::only(vec![
                not_reached(
                    "raising somaxconn alone lets nobody in",
                    without,
                    "both-ends-established",
                ),
                not_reached(
                    "nor does listen() on the same socket",
                    scenarios::raised_somaxconn(),
                    "both-ends-established",
                ),
            ])
        },
    },
    Claim {
        id: "S3.7",
        statement: "The accept-queue limit is min(backlog, somaxconn), and somaxconn defaults to 128.",
        source: SOURCE,
        note: "4096 from 5.4; the queue holds one more than its limit (S0.1).",
        cases: |profile| {
            Case::only(vec![
                equal(
                    "backlog 511, somaxconn 128",
                    granted_backlog(profile, 511, 128),
                    128,
                ),
                equal(
                    "the default of somaxconn",
                    profile.kernel.sysctls.somaxconn,
                    128,
                ),
            ])
        },
    },
    Claim {
        id: "S3.8",
        statement: "Accept queue full: by default the client's ACK is dropped; with tcp_abort_on_overflow = 1 an RST is sent.",
        source: SOURCE,
        note: "Not on the cookie path.",
        cases: |_| overflow_by_request_and_by_cookie(ack_is_dropped),
    },
    Claim {
        id: "S3.9",
        statement: "Overflowing connections are counted as listen overflows and as SYNs to LISTEN dropped.",
        source: SOURCE,
        note: "Up to 3.7 a dropped SYN is not counted, only an ignored ACK.",
        cases: |_| {
            let dropped_syns = scenarios::young_requests().retries(Sysctl::TcpSynackRetries, 0);
            Case::only(vec![
                holds(
                    "an ignored ACK is counted",
                    scenarios::one_slot(),
                    "overflow-is-counted",
                ),
                holds(
                    "a dropped SYN is counted",
                    dropped_syns,
                    "overflow-is-counted",
                ),
            ])
        },
    },
    Claim {
        id: "S3.10",
        statement: "Connections are told apart by the four-tuple of addresses and ports.",
        source: SOURCE,
        note: "",
        cases: |_| {
            Case::only(vec![reached(
                "two clients with the same port number both have a connection",
                scenarios::ideal_handshake(),
                "same-port-two-connections",
            )])
        },
    },
];

fn ack_is_dropped() -> Vec<Part> {
    vec![
        reached(
            "by default the ACK is ignored",
            scenarios::one_slot(),
            "handshake-ack-ignored",
        ),
        not_reached(
            "without RST",
            scenarios::one_slot(),
            "overflow-answered-with-rst",
        ),
    ]
}

/// What becomes of an overflow with tcp_abort_on_overflow, for a request and for a cookie, after what `default` says of the default.
pub(super) fn overflow_by_request_and_by_cookie(default: fn() -> Vec<Part>) -> Vec<Case> {
    let mut by_request = default();
    by_request.push(reached(
        "with it the ACK is answered with RST",
        scenarios::one_slot_aborting(),
        "overflow-reset",
    ));
    by_request.push(reached(
        "and the client gets ECONNRESET",
        scenarios::one_slot_aborting(),
        "established-client-reset",
    ));
    let by_cookie = reached(
        "with it the ACK is answered with RST",
        scenarios::cookie_overflow().sysctl(Sysctl::TcpAbortOnOverflow, 1),
        "overflow-answered-with-rst",
    );
    vec![
        Case::when("the handshake has a request", by_request),
        Case::when("the handshake has a cookie", vec![by_cookie]),
    ]
}
