//! Sections 3.8.1 to 3.8.4: retransmission, giving up, keepalive.

use super::{Fate, Requirement};
use crate::rule::Rule;

/// In the order of the sections.
pub(super) const REQUIREMENTS: &[Requirement] = &[
    Requirement {
        id: "MUST-18",
        section: "3.8.1",
        sentence: "The retransmission timeout is computed from round trips, with Karn's algorithm.",
        fate: Fate::LeftOut(
            "Round trips are taken to be short: the timeout is TCP_RTO_MIN, 200 ms, and doubles.",
        ),
    },
    Requirement {
        id: "MAY-4",
        section: "3.8.1",
        sentence: "A retransmission may keep its IP identification.",
        fate: Fate::LeftOut("IP headers are not modelled."),
    },
    Requirement {
        id: "MUST-19",
        section: "3.8.2",
        sentence: "Exponential backoff; slow start and congestion avoidance, which it asks for too, are left out.",
        fate: Fate::Covered(&[
            Rule::DataSentAgain,
            Rule::SynSentAgain,
            Rule::SynAckSentAgain,
        ]),
    },
    Requirement {
        id: "MAY-18",
        section: "3.8.2",
        sentence: "Other congestion control is allowed.",
        fate: Fate::LeftOut("Congestion control only delays what a lost segment delays too."),
    },
    Requirement {
        id: "SHLD-8",
        section: "3.8.2",
        sentence: "ECN.",
        fate: Fate::LeftOut("ECN changes no state of a connection."),
    },
    Requirement {
        id: "MUST-20",
        section: "3.8.3",
        sentence: "Excessive retransmission ends a connection, after a threshold R2.",
        fate: Fate::Covered(&[Rule::ConnectionTimesOut, Rule::ConnectTimesOut]),
    },
    Requirement {
        id: "MUST-21",
        section: "3.8.3",
        sentence: "The program can set R2.",
        fate: Fate::LeftOut("TCP_USER_TIMEOUT and TCP_SYNCNT are not modelled; the sysctls are."),
    },
    Requirement {
        id: "SHLD-9",
        section: "3.8.3",
        sentence: "The program is told when R1 is reached.",
        fate: Fate::LeftOut("R1 (tcp_retries1) only asks for another route."),
    },
    Requirement {
        id: "SHLD-10",
        section: "3.8.3",
        sentence: "R1 is at least 3 retransmissions.",
        fate: Fate::LeftOut("As above; tcp_retries1 is 3 by default."),
    },
    Requirement {
        id: "SHLD-11",
        section: "3.8.3",
        sentence: "R2 is at least 100 s.",
        fate: Fate::Covered(&[Rule::ConnectionTimesOut]),
    },
    Requirement {
        id: "MUST-22",
        section: "3.8.3",
        sentence: "SYN is retransmitted in the same way.",
        fate: Fate::Covered(&[Rule::SynSentAgain, Rule::ConnectTimesOut]),
    },
    Requirement {
        id: "MUST-23",
        section: "3.8.3",
        sentence: "R2 of a SYN is at least 3 minutes.",
        fate: Fate::Deviates(
            &[Rule::ConnectTimesOut],
            "127 s with the defaults of 3.7 to 6.4, 131 s from 6.5 on, 21 s in 2.6.32; only 2.6.18 waits 189 s (tcp_write_timeout, retransmits_timed_out).",
        ),
    },
    Requirement {
        id: "MAY-5",
        section: "3.8.4",
        sentence: "Keepalive may be there.",
        fate: Fate::Covered(&[Rule::KeepaliveProbes]),
    },
    Requirement {
        id: "MUST-24",
        section: "3.8.4",
        sentence: "The program can turn it on and off.",
        fate: Fate::Covered(&[Rule::KeepaliveProbes]),
    },
    Requirement {
        id: "MUST-25",
        section: "3.8.4",
        sentence: "It is off unless turned on.",
        fate: Fate::Covered(&[Rule::KeepaliveProbes]),
    },
    Requirement {
        id: "MUST-26",
        section: "3.8.4",
        sentence: "Probes are sent only when nothing is outstanding and nothing came for an interval.",
        fate: Fate::Covered(&[Rule::KeepaliveProbes, Rule::KeepaliveWaits]),
    },
    Requirement {
        id: "MUST-27",
        section: "3.8.4",
        sentence: "The interval can be configured.",
        fate: Fate::Covered(&[Rule::KeepaliveProbes]),
    },
    Requirement {
        id: "MUST-28",
        section: "3.8.4",
        sentence: "The interval is at least two hours by default.",
        fate: Fate::Covered(&[Rule::KeepaliveProbes]),
    },
    Requirement {
        id: "MUST-29",
        section: "3.8.4",
        sentence: "One unanswered probe does not make a connection dead.",
        fate: Fate::Covered(&[Rule::KeepaliveGivesUp]),
    },
    Requirement {
        id: "SHLD-12",
        section: "3.8.4",
        sentence: "A probe has no data.",
        fate: Fate::Covered(&[Rule::KeepaliveProbes]),
    },
    Requirement {
        id: "MAY-6",
        section: "3.8.4",
        sentence: "A probe may have one octet of garbage.",
        fate: Fate::LeftOut("Linux sends none."),
    },
];
