//! What else is said about connections that end on Linux.

use super::claim::{Case, Claim, holds, not_reached, reached};
use crate::scenarios;

const SOURCE: &str = "folklore";

/// Every claim about connections that end.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "F.9",
        statement: "Closing a listener resets the queued connections and silently drops the half-open ones.",
        source: SOURCE,
        note: "Up to 4.3 requests are freed at once; later they stay until a segment or their timer finds the listener gone. No segment says so in either case.",
        cases: |_| {
            Case::only(vec![
                reached(
                    "a queued connection is reset",
                    scenarios::listener_closes(),
                    "queued-reset-by-listener-close",
                ),
                not_reached(
                    "nothing is sent when there are half-open requests only",
                    scenarios::listener_closes().with(|s| s.queued_before = 0),
                    "listener-close-sends",
                ),
            ])
        },
    },
    Claim {
        id: "F.11",
        statement: "SO_KEEPALIVE detects a half-open connection.",
        source: SOURCE,
        note: "In the end, but not while the server still holds the request, which answers probes; and with the defaults only after two hours.",
        cases: |_| {
            vec![
                Case::when(
                    "the server has forgotten the request",
                    vec![holds(
                        "the client is told in the end",
                        scenarios::overflowed_client_keeps_asking(),
                        "half-open-is-resolved",
                    )],
                ),
                Case::when(
                    "the server still holds the request",
                    vec![not_reached(
                        "no probe is answered",
                        scenarios::overflowed_client_keeps_asking(),
                        "probe-answered-by-request",
                    )],
                ),
            ]
        },
    },
    Claim {
        id: "F.12",
        statement: "An RST for a TIME-WAIT socket kills it, unless tcp_rfc1337.",
        source: SOURCE,
        note: "Only one with exactly the next expected number.",
        cases: |_| {
            Case::only(vec![
                reached(
                    "tcp_rfc1337 = 0: it is killed",
                    scenarios::earlier_syn_in_time_wait(),
                    "time-wait-assassinated",
                ),
                not_reached(
                    "tcp_rfc1337 = 1: it is not",
                    scenarios::earlier_syn_with_rfc1337(),
                    "time-wait-assassinated",
                ),
                reached(
                    "tcp_rfc1337 = 1: an RST comes, and it survives",
                    scenarios::earlier_syn_with_rfc1337(),
                    "time-wait-survives-rst",
                ),
            ])
        },
    },
    Claim {
        id: "F.13",
        statement: "A new SYN for a TIME-WAIT four-tuple is accepted when its sequence number or its timestamp is newer.",
        source: SOURCE,
        note: "With timestamps a SYN that is older by them is refused, whatever its number. With a full accept queue TIME-WAIT is destroyed and the SYN dropped.",
        cases: |_| {
            vec![
                Case::when(
                    "the accept queue has room",
                    vec![
                        reached(
                            "a later number is accepted",
                            scenarios::server_closes_first(),
                            "new-syn-accepted-in-time-wait",
                        ),
                        not_reached(
                            "one that is not later never is",
                            scenarios::earlier_syn_in_time_wait(),
                            "new-syn-accepted-in-time-wait",
                        ),
                        reached(
                            "it is answered with ACK",
                            scenarios::earlier_syn_in_time_wait(),
                            "old-syn-acknowledged-by-time-wait",
                        ),
                        reached(
                            "with a newer timestamp it is accepted",
                            scenarios::newer_timestamp_in_time_wait(),
                            "new-syn-accepted-for-its-timestamp",
                        ),
                        not_reached(
                            "with an equal one it is not",
                            scenarios::newer_timestamp_in_time_wait().with(|s| s.client_ticks = 0),
                            "new-syn-accepted-for-its-timestamp",
                        ),
                    ],
                ),
                Case::when(
                    "the accept queue is full",
                    vec![not_reached(
                        "TIME-WAIT is not destroyed for nothing",
                        scenarios::time_wait_and_full_accept_queue(),
                        "time-wait-destroyed-syn-dropped",
                    )],
                ),
            ]
        },
    },
];
