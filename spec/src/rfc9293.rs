//! The numbered requirements of RFC 9293 in the sections that the model is about, and what became of each.
//!
//! Sections 3.4.1, 3.5, 3.6, 3.8.1 to 3.8.4, and 3.9.1.1 up to the choice of an address. Section 3.10, which the rules follow
//! event by event, is prose: the sources of the rules name it.

use crate::rule::Rule;

/// A requirement.
#[derive(Clone, Copy, Debug)]
pub struct Requirement {
    /// As RFC 9293 numbers it.
    pub id: &'static str,
    /// The section.
    pub section: &'static str,
    /// In our words.
    pub sentence: &'static str,
    /// What became of it.
    pub fate: Fate,
}

/// What the specification makes of a requirement.
#[derive(Clone, Copy, Debug)]
pub enum Fate {
    /// These rules do it.
    Covered(&'static [Rule]),
    /// Linux does otherwise: by these rules, and where it says so.
    Deviates(&'static [Rule], &'static str),
    /// The model leaves it out, for this reason.
    LeftOut(&'static str),
}

/// Every requirement, by section.
pub const REQUIREMENTS: &[Requirement] = &[
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
    Requirement {
        id: "MUST-41",
        section: "3.9.1.1",
        sentence: "A passive open changes no earlier connection.",
        fate: Fate::Covered(&[Rule::Listen, Rule::ListenAgain]),
    },
    Requirement {
        id: "MUST-42",
        section: "3.9.1.1",
        sentence: "A program can listen on a port of which a connection is in SYN-SENT or SYN-RECEIVED.",
        fate: Fate::LeftOut("A host of the model listens before anything comes, or not at all."),
    },
    Requirement {
        id: "MUST-43",
        section: "3.9.1.1",
        sentence: "The local address can be given.",
        fate: Fate::LeftOut("A host of the model has one address."),
    },
    Requirement {
        id: "MUST-44",
        section: "3.9.1.1",
        sentence: "Otherwise IP chooses it before the first SYN.",
        fate: Fate::LeftOut("A host of the model has one address."),
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The numbers that stand in these sections of RFC 9293, read there.
    const IN_THE_RFC: &[(&str, &[&str])] = &[
        ("3.4.1", &["MUST-8", "MUST-9", "SHLD-1"]),
        ("3.5", &["MUST-10", "MUST-11"]),
        ("3.5.3", &["SHLD-2"]),
        ("3.6", &["MUST-12"]),
        ("3.6.1", &["MAY-1", "SHLD-3", "MUST-13", "MAY-2", "SHLD-4"]),
        ("3.8.1", &["MUST-18", "MAY-4"]),
        ("3.8.2", &["MUST-19", "MAY-18", "SHLD-8"]),
        (
            "3.8.3",
            &[
                "MUST-20", "MUST-21", "SHLD-9", "SHLD-10", "SHLD-11", "MUST-22", "MUST-23",
            ],
        ),
        (
            "3.8.4",
            &[
                "MAY-5", "MUST-24", "MUST-25", "MUST-26", "MUST-27", "MUST-28", "MUST-29",
                "SHLD-12", "MAY-6",
            ],
        ),
        ("3.9.1.1", &["MUST-41", "MUST-42", "MUST-43", "MUST-44"]),
    ];

    #[test]
    fn every_numbered_requirement_of_these_sections_has_a_line() {
        let wanted: BTreeSet<(&str, &str)> = IN_THE_RFC
            .iter()
            .flat_map(|(section, ids)| ids.iter().map(move |id| (*section, *id)))
            .collect();
        let lines: BTreeSet<(&str, &str)> = REQUIREMENTS
            .iter()
            .map(|requirement| (requirement.section, requirement.id))
            .collect();
        assert_eq!(lines, wanted);
        assert_eq!(lines.len(), REQUIREMENTS.len(), "a line stands twice");
    }

    #[test]
    fn what_is_covered_names_a_rule_and_what_is_not_says_why() {
        for requirement in REQUIREMENTS {
            let said = match requirement.fate {
                Fate::Covered(rules) => !rules.is_empty(),
                Fate::Deviates(rules, source) => !rules.is_empty() && source.contains('('),
                Fate::LeftOut(reason) => !reason.is_empty(),
            };
            assert!(said, "{}", requirement.id);
        }
    }
}
