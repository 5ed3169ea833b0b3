//! Article 000: both queues full on Linux 2.6.18, analysed from a packet capture.

use super::claim::{Case, Claim, holds, measured, not_reached, reached};
use super::measured::Asked;
use crate::policy::Sysctl;
use crate::program::SynQueueBefore;
use crate::scenarios::{self, Scenario};

const SOURCE: &str = "article 000";

/// Every claim of the article that set-up decides.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "S0.1",
        statement: "With somaxconn = 1, two connections complete: the accept queue holds its limit and one more.",
        source: SOURCE,
        note: "Full means more than the limit (sk_acceptq_is_full).",
        cases: |_| {
            let scenario = scenarios::one_slot().sysctl(Sysctl::Somaxconn, 1);
            Case::only(vec![
                reached(
                    "two connections wait for accept()",
                    scenario.clone(),
                    "accept-queue-exceeds-backlog",
                ),
                holds("never three", scenario, "accept-queue-within-limit"),
            ])
        },
    },
    Claim {
        id: "S0.2",
        statement: "With tcp_max_syn_backlog = 1 the SYN queue holds two SYNs, and the third new SYN is dropped.",
        source: SOURCE,
        note: "Only the last-quarter rule does that, and only with tcp_syncookies = 0. What the article saw has another reason (S0.6).",
        cases: |_| {
            vec![
                Case::when("tcp_syncookies = 0", two_and_no_third(0)),
                Case::when("tcp_syncookies = 1", two_and_no_third(1)),
            ]
        },
    },
    Claim {
        id: "S0.3",
        statement: "Accept queue full, SYN queue not: a new SYN is still answered; the client becomes ESTABLISHED, the server stays in SYN-RECEIVED.",
        source: SOURCE,
        note: "Since 4.10 the SYN is dropped.",
        cases: |_| {
            Case::only(vec![
                reached(
                    "the SYN makes a request",
                    scenarios::full_accept_queue(),
                    "syn-admitted-though-accept-queue-full",
                ),
                reached(
                    "the client believes, the server does not",
                    scenarios::full_accept_queue(),
                    "client-established-server-in-syn-received",
                ),
            ])
        },
    },
    Claim {
        id: "S0.4",
        statement: "The server then repeats SYN,ACK until tcp_synack_retries are spent, and silently discards the request.",
        source: SOURCE,
        note: "Under pressure it is discarded earlier (S1.7).",
        cases: |_| {
            Case::only(vec![
                reached(
                    "SYN,ACK is repeated",
                    scenarios::one_slot(),
                    "syn-ack-sent-again",
                ),
                reached(
                    "the request is forgotten",
                    scenarios::one_slot(),
                    "request-expires",
                ),
                reached(
                    "and the client is told nothing, ever",
                    scenarios::one_slot(),
                    "half-open-at-rest",
                ),
            ])
        },
    },
    Claim {
        id: "S0.5",
        statement: "The server repeats SYN,ACK at a fixed interval.",
        source: SOURCE,
        note: "The article's own capture shows 3.4, 6.2 and 12.0 s.",
        cases: |_| {
            Case::only(vec![measured(
                "the time from one SYN,ACK to the next, with the kernel's defaults",
                scenarios::unanswered_syn_ack(),
                "syn-ack-times",
                Asked::FixedInterval,
            )])
        },
    },
    Claim {
        id: "S0.6",
        statement: "A SYN that was refused because the queue was full is accepted when it is sent again, because it is a retransmission.",
        source: SOURCE,
        note: "The queued requests are no longer young by then: that is the reason. The kernel keeps no memory of a refused SYN. `check young-requests-hypothesis` shows what the article's rule would do.",
        cases: |_| {
            Case::only(vec![
                reached(
                    "a refused SYN is admitted when it is sent again",
                    scenarios::young_requests(),
                    "refused-syn-admitted-when-repeated",
                ),
                not_reached(
                    "a SYN that is sent again is not refused again",
                    scenarios::young_requests(),
                    "repeated-syn-refused-again",
                ),
                not_reached(
                    "a SYN that was never sent before is not admitted then",
                    scenarios::old_requests(),
                    "first-syn-admitted-though-accept-queue-full",
                ),
            ])
        },
    },
    Claim {
        id: "S0.7",
        statement: "After the retries, all clients are ESTABLISHED, and the server knows only those in its accept queue.",
        source: SOURCE,
        note: "Article 000: five clients and two. Here two more clients come when the accept queue is full.",
        cases: |_| {
            Case::only(vec![reached(
                "all clients ESTABLISHED, the late ones unknown to the server",
                scenarios::retries_spent(),
                "every-client-established-server-knows-fewer",
            )])
        },
    },
    Claim {
        id: "S0.8",
        statement: "The client answers each repeated SYN,ACK with an ACK and stays ESTABLISHED.",
        source: SOURCE,
        note: "From 3.8 on it is a challenge ACK, which looks the same on the wire.",
        cases: |_| {
            Case::only(vec![
                reached(
                    "SYN,ACK is repeated",
                    scenarios::one_slot(),
                    "syn-ack-sent-again",
                ),
                holds(
                    "each is acknowledged",
                    scenarios::one_slot(),
                    "repeated-syn-ack-is-acknowledged",
                ),
            ])
        },
    },
];

fn two_and_no_third(syncookies: i64) -> Vec<super::Part> {
    let with_requests = |requests: u8| -> Scenario {
        scenarios::small_max_syn_backlog()
            .with(|s| s.syn_queue_before = SynQueueBefore::Requests(requests))
            .sysctl(Sysctl::TcpSyncookies, syncookies)
    };
    vec![
        reached(
            "the second SYN makes a request",
            with_requests(1),
            "syn-makes-request",
        ),
        not_reached("the third does not", with_requests(2), "syn-makes-request"),
    ]
}
