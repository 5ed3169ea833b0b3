//! Sections 3.4.1, 3.5 and 3.6: initial numbers, set-up, teardown.

use super::{Fate, Requirement};
use crate::rule::Rule;

/// In the order of the sections.
pub(super) const REQUIREMENTS: &[Requirement] = &[
    Requirement {
        id: "MUST-8",
        section: "3.4.1",
        sentence: "Initial sequence numbers follow a clock.",
        fate: Fate::Covered(&[Rule::Connect, Rule::SynMakesRequest]),
    },
    Requirement {
        id: "MUST-9",
        section: "3.4.1",
        sentence: "Initial sequence numbers cannot be computed from outside.",
        fate: Fate::LeftOut(
            "Numbers of the model are small on purpose; an attacker of the model is taken to guess right.",
        ),
    },
    Requirement {
        id: "SHLD-1",
        section: "3.4.1",
        sentence: "Initial sequence numbers are a clock plus a secret hash of the four-tuple.",
        fate: Fate::Covered(&[Rule::Connect, Rule::SynMakesRequest]),
    },
    Requirement {
        id: "MUST-10",
        section: "3.5",
        sentence: "Simultaneous open is supported.",
        fate: Fate::Covered(&[Rule::SynMeetsSyn, Rule::SimultaneousOpenCompletes]),
    },
    Requirement {
        id: "MUST-11",
        section: "3.5",
        sentence: "It is known whether SYN-RECEIVED came from a passive or an active open.",
        fate: Fate::Covered(&[Rule::RstRemovesRequest, Rule::SimultaneousOpenReset]),
    },
    Requirement {
        id: "SHLD-2",
        section: "3.5.3",
        sentence: "An RST may carry data.",
        fate: Fate::LeftOut("The payload of an RST changes nothing; the model sends none."),
    },
    Requirement {
        id: "MUST-12",
        section: "3.6",
        sentence: "The program is told whether its connection was closed or aborted.",
        fate: Fate::Covered(&[
            Rule::FinArrives,
            Rule::ConnectionReset,
            Rule::ConnectionTimesOut,
        ]),
    },
    Requirement {
        id: "MAY-1",
        section: "3.6.1",
        sentence: "A program that has called close() cannot read any more.",
        fate: Fate::Covered(&[Rule::FinSent, Rule::OrphanResetsData]),
    },
    Requirement {
        id: "SHLD-3",
        section: "3.6.1",
        sentence: "close() with unread data, and data after close(), are answered with RST.",
        fate: Fate::Covered(&[Rule::CloseWithUnreadPayload, Rule::OrphanResetsData]),
    },
    Requirement {
        id: "MUST-13",
        section: "3.6.1",
        sentence: "The end that closes first lingers in TIME-WAIT for 2 MSL.",
        fate: Fate::Deviates(
            &[
                Rule::TimeWaitBegins,
                Rule::TimeWaitRefused,
                Rule::TimeWaitAssassinated,
            ],
            "TCP_TIMEWAIT_LEN is 60 s, where 2 MSL are 4 minutes (include/net/tcp.h); above tcp_max_tw_buckets there is none (inet_twsk_alloc), and an exact RST ends it unless tcp_rfc1337 (tcp_timewait_state_process).",
        ),
    },
    Requirement {
        id: "MAY-2",
        section: "3.6.1",
        sentence: "A new SYN may reopen the connection from TIME-WAIT, with a larger initial number, and back to TIME-WAIT if it was an old duplicate.",
        fate: Fate::Deviates(
            &[Rule::NewerSynEndsTimeWait, Rule::TimeWaitAcknowledges],
            "TIME-WAIT is destroyed before the SYN is admitted, so it is lost when the accept queue is full or the SYN was old (tcp_v4_rcv).",
        ),
    },
    Requirement {
        id: "SHLD-4",
        section: "3.6.1",
        sentence: "Timestamps shorten TIME-WAIT.",
        fate: Fate::Covered(&[
            Rule::NewerTimestampEndsTimeWait,
            Rule::ConnectReusesPort,
            Rule::PortIsReusable,
        ]),
    },
];
