//! Section 3.10, event by event: its prose in steps, named as the RFC counts them, and its numbered requirements.
//!
//! Left out with reasons in one place: security and compartments (the third check), URG (the sixth).

use super::{Fate, Requirement};
use crate::rule::Rule;

/// In the order of the section.
pub(super) const REQUIREMENTS: &[Requirement] = &[
    Requirement {
        id: "step 1",
        section: "3.10.1",
        sentence: "OPEN in CLOSED: LISTEN, or SYN and SYN-SENT.",
        fate: Fate::Covered(&[
            Rule::ListenAgain,
            Rule::AcceptReturnsOldest,
            Rule::AcceptReturnsResetConnection,
            Rule::Listen,
            Rule::Connect,
        ]),
    },
    Requirement {
        id: "step 2",
        section: "3.10.1",
        sentence: "OPEN in LISTEN: the passive open becomes an active one.",
        fate: Fate::LeftOut(
            "connect() on a listening socket fails with EISCONN on Linux (inet_stream_connect).",
        ),
    },
    Requirement {
        id: "step 3",
        section: "3.10.1",
        sentence: "OPEN in any other state is an error.",
        fate: Fate::Deviates(
            &[
                Rule::ConnectFindsTimeWait,
                Rule::ConnectFindsPortTooYoung,
                Rule::ConnectReusesPort,
            ],
            "TIME-WAIT of a connection with timestamps gives way (tcp_twsk_unique); without, EADDRNOTAVAIL.",
        ),
    },
    Requirement {
        id: "step 1",
        section: "3.10.2",
        sentence: "SEND in ESTABLISHED and CLOSE-WAIT: the data is sent.",
        fate: Fate::Covered(&[Rule::DataSent]),
    },
    Requirement {
        id: "step 2",
        section: "3.10.2",
        sentence: "SEND in any other state is queued or an error.",
        fate: Fate::LeftOut("A program of the model sends when it may."),
    },
    Requirement {
        id: "step 1",
        section: "3.10.3",
        sentence: "RECEIVE returns what arrived in order.",
        fate: Fate::Covered(&[Rule::DataDelivered, Rule::FinArrives]),
    },
    Requirement {
        id: "step 1",
        section: "3.10.4",
        sentence: "CLOSE in LISTEN: the listener is gone.",
        fate: Fate::Covered(&[
            Rule::ListenerCloses,
            Rule::ListenerCloseResetsQueued,
            Rule::ListenerCloseFreesRequests,
            Rule::ListenerCloseLeavesRequests,
        ]),
    },
    Requirement {
        id: "step 2",
        section: "3.10.4",
        sentence: "CLOSE in SYN-SENT: nothing is sent.",
        fate: Fate::Covered(&[Rule::CloseInSynSent]),
    },
    Requirement {
        id: "step 3",
        section: "3.10.4",
        sentence: "CLOSE in SYN-RECEIVED: FIN.",
        fate: Fate::LeftOut(
            "No program holds a request; close() in a simultaneous open is not modelled.",
        ),
    },
    Requirement {
        id: "step 4",
        section: "3.10.4",
        sentence: "CLOSE in ESTABLISHED and CLOSE-WAIT: FIN after what was sent.",
        fate: Fate::Deviates(
            &[Rule::FinSent, Rule::ShutDown, Rule::CloseWithUnreadPayload],
            "With unread data it is an RST (tcp_close).",
        ),
    },
    Requirement {
        id: "step 5",
        section: "3.10.4",
        sentence: "CLOSE in FIN-WAIT-1 and FIN-WAIT-2: no second FIN.",
        fate: Fate::Covered(&[Rule::CloseAfterShutDown]),
    },
    Requirement {
        id: "step 1",
        section: "3.10.5",
        sentence: "ABORT: RST, and the connection is gone.",
        fate: Fate::Covered(&[Rule::Abort]),
    },
    Requirement {
        id: "step 1",
        section: "3.10.6",
        sentence: "STATUS tells the state.",
        fate: Fate::LeftOut(
            "Every state is shown as ss would show it; no program of the model asks.",
        ),
    },
    Requirement {
        id: "step 1",
        section: "3.10.7.1",
        sentence: "CLOSED: RST is discarded, anything else answered with RST.",
        fate: Fate::Covered(&[Rule::NobodyIgnoresRst, Rule::NobodyResets]),
    },
    Requirement {
        id: "first",
        section: "3.10.7.2",
        sentence: "LISTEN ignores RST.",
        fate: Fate::Covered(&[Rule::ListenerIgnoresRst]),
    },
    Requirement {
        id: "second",
        section: "3.10.7.2",
        sentence: "LISTEN answers ACK with RST.",
        fate: Fate::Deviates(
            &[
                Rule::ListenerResetsAck,
                Rule::CookieWrong,
                Rule::CookieTooOld,
                Rule::CookieMakesChild,
            ],
            "Unless it is a SYN cookie's (cookie_v4_check).",
        ),
    },
    Requirement {
        id: "third",
        section: "3.10.7.2",
        sentence: "LISTEN answers SYN with SYN,ACK: SYN-RECEIVED.",
        fate: Fate::Deviates(
            &[
                Rule::ListenerIgnoresSynFin,
                Rule::SynDroppedTwoYoung,
                Rule::SynAdmittedOneYoung,
                Rule::SynDroppedLastQuarter,
                Rule::SynMakesRequest,
                Rule::SynDroppedSynQueueFull,
                Rule::SynDroppedAcceptQueueFull,
                Rule::SynAnsweredWithCookie,
            ],
            "Unless a queue is full; a cookie keeps no state (tcp_conn_request). SYN,FIN is ignored (tcp_rcv_state_process).",
        ),
    },
    Requirement {
        id: "fourth",
        section: "3.10.7.2",
        sentence: "LISTEN drops anything else.",
        fate: Fate::Covered(&[Rule::ListenerIgnoresSegmentWithoutAck]),
    },
    Requirement {
        id: "first",
        section: "3.10.7.3",
        sentence: "SYN-SENT answers an ACK of something never sent with RST, unless RST is set.",
        fate: Fate::Covered(&[
            Rule::BadAckReset,
            Rule::BadAckResetAndSynAgain,
            Rule::SynSentIgnoresRstForAnotherSyn,
        ]),
    },
    Requirement {
        id: "second",
        section: "3.10.7.3",
        sentence: "SYN-SENT: RST with an acceptable ACK refuses the connection; without ACK it is dropped.",
        fate: Fate::Covered(&[Rule::ConnectRefused, Rule::SynSentIgnoresBareRst]),
    },
    Requirement {
        id: "fourth",
        section: "3.10.7.3",
        sentence: "SYN-SENT: SYN,ACK establishes; SYN makes SYN-RECEIVED.",
        fate: Fate::Covered(&[Rule::SynAckEstablishes, Rule::SynMeetsSyn]),
    },
    Requirement {
        id: "fifth",
        section: "3.10.7.3",
        sentence: "SYN-SENT drops a segment with neither SYN nor RST.",
        fate: Fate::Covered(&[Rule::SynSentIgnoresSegmentWithoutSyn]),
    },
    Requirement {
        id: "first",
        section: "3.10.7.4",
        sentence: "A segment outside the window is acknowledged and dropped, an RST only dropped.",
        fate: Fate::Covered(&[
            Rule::FinWait2IgnoresOld,
            Rule::RequestAcksOutsideSegment,
            Rule::OldSegmentAcked,
            Rule::TimeWaitAcknowledges,
            Rule::RequestIgnoresRst,
            Rule::RstOutsideWindowIgnored,
        ]),
    },
    Requirement {
        id: "MUST-58",
        section: "3.10.7.4",
        sentence: "ACKs are aggregated whenever possible.",
        fate: Fate::LeftOut(
            "Delayed ACKs are not modelled: they delay what a lost segment delays too.",
        ),
    },
    Requirement {
        id: "MUST-59",
        section: "3.10.7.4",
        sentence: "A series of queued segments is processed before an ACK is sent.",
        fate: Fate::LeftOut("Segments of the model arrive one by one."),
    },
    Requirement {
        id: "SHLD-31",
        section: "3.10.7.4",
        sentence: "Segments with higher numbers are held.",
        fate: Fate::LeftOut(
            "Reassembly is not modelled: a segment beyond a gap is acknowledged as such, and has to come again.",
        ),
    },
    Requirement {
        id: "second",
        section: "3.10.7.4",
        sentence: "RST: exact resets, in the window is challenged, outside is dropped.",
        fate: Fate::Deviates(
            &[
                Rule::RstWithWrongAckIgnored,
                Rule::FastOpenChildReset,
                Rule::ConnectionReset,
                Rule::RstChallenged,
                Rule::RstRemovesRequest,
                Rule::RequestChallengesRst,
                Rule::SimultaneousOpenReset,
                Rule::TimeWaitAssassinated,
                Rule::RstEndsFinWait2,
            ],
            "Before 3.8 any RST in the window resets, and for a request before 6.1.191, 6.12.105 and 6.18.44 (tcp_check_req); TIME-WAIT ends by an exact one only (tcp_timewait_state_process).",
        ),
    },
    Requirement {
        id: "fourth",
        section: "3.10.7.4",
        sentence: "SYN is challenged; in TIME-WAIT it may open anew.",
        fate: Fate::Deviates(
            &[
                Rule::FastOpenResetsOtherSyn,
                Rule::RepeatedSynAckAcked,
                Rule::SynAckedAsOldData,
                Rule::SynChallenged,
                Rule::SynDiscarded,
                Rule::SynAborts,
                Rule::OtherSynRemovesRequest,
                Rule::RepeatedSynAnswered,
                Rule::NewerSynEndsTimeWait,
                Rule::NewerTimestampEndsTimeWait,
            ],
            "A request is removed by another SYN (tcp_check_req); 3.8 to 3.16 drop a SYN, and before it resets (tcp_validate_incoming).",
        ),
    },
    Requirement {
        id: "MAY-12",
        section: "3.10.7.4",
        sentence: "RFC 5961 §5: an ACK outside SND.UNA - MAX.SND.WND to SND.NXT is answered and dropped.",
        fate: Fate::Deviates(
            &[
                Rule::OldAckInClosingChallenged,
                Rule::AckOfUnsentAnswered,
                Rule::AckOfUnsentIgnored,
                Rule::TooOldAckChallenged,
            ],
            "An ACK of something never sent is ignored in ESTABLISHED up to 6.12, and in every state up to 4.12 (tcp_ack, tcp_rcv_state_process).",
        ),
    },
    Requirement {
        id: "fifth",
        section: "3.10.7.4",
        sentence: "No ACK: dropped.",
        fate: Fate::Covered(&[
            Rule::RequestIgnoresSegmentWithoutAck,
            Rule::EstablishedIgnoresSegmentWithoutAck,
        ]),
    },
    Requirement {
        id: "fifth, SYN-RECEIVED",
        section: "3.10.7.4",
        sentence: "An acceptable ACK establishes, any other is answered with RST.",
        fate: Fate::Deviates(
            &[
                Rule::FastOpenResetsWrongAck,
                Rule::HandshakeAckMakesChild,
                Rule::HandshakeAckIgnored,
                Rule::HandshakeAckReset,
                Rule::WrongAckReset,
                Rule::SimultaneousOpenCompletes,
                Rule::SimultaneousOpenResetsWrongAck,
            ],
            "Unless the accept queue is full: the ACK is ignored, or answered with RST if tcp_abort_on_overflow (tcp_v4_syn_recv_sock).",
        ),
    },
    Requirement {
        id: "fifth, ESTABLISHED",
        section: "3.10.7.4",
        sentence: "An ACK moves SND.UNA; a duplicate is ignored.",
        fate: Fate::Covered(&[Rule::DataAcknowledged, Rule::AckBringsNothingNew]),
    },
    Requirement {
        id: "fifth, FIN-WAIT-1",
        section: "3.10.7.4",
        sentence: "The FIN is acknowledged: FIN-WAIT-2.",
        fate: Fate::Covered(&[Rule::FinAcknowledged]),
    },
    Requirement {
        id: "fifth, CLOSING",
        section: "3.10.7.4",
        sentence: "The FIN is acknowledged: TIME-WAIT.",
        fate: Fate::Covered(&[Rule::FinAcknowledgedInClosing]),
    },
    Requirement {
        id: "fifth, LAST-ACK",
        section: "3.10.7.4",
        sentence: "The FIN is acknowledged: CLOSED.",
        fate: Fate::Covered(&[Rule::LastFinAcknowledged]),
    },
    Requirement {
        id: "fifth, TIME-WAIT",
        section: "3.10.7.4",
        sentence: "The other end's FIN comes again: ACK, and the time starts anew.",
        fate: Fate::Covered(&[Rule::TimeWaitRestarts, Rule::TimeWaitAcknowledges]),
    },
    Requirement {
        id: "MAY-13",
        section: "3.10.7.4",
        sentence: "A segment that is not at the left edge may be acknowledged.",
        fate: Fate::Covered(&[Rule::GapAcked]),
    },
    Requirement {
        id: "seventh",
        section: "3.10.7.4",
        sentence: "Data is delivered and acknowledged; after a FIN it is ignored.",
        fate: Fate::Deviates(
            &[
                Rule::DataDelivered,
                Rule::HandshakeDataMakesChild,
                Rule::ContentAfterFinIgnored,
                Rule::OrphanResetsData,
            ],
            "Data for a connection that no program holds is answered with RST (tcp_rcv_state_process).",
        ),
    },
    Requirement {
        id: "eighth",
        section: "3.10.7.4",
        sentence: "FIN: CLOSE-WAIT, CLOSING or TIME-WAIT.",
        fate: Fate::Covered(&[
            Rule::FinArrives,
            Rule::FinsCross,
            Rule::HandshakeFinMakesChild,
            Rule::TimeWaitBegins,
        ]),
    },
    Requirement {
        id: "user timeout",
        section: "3.10.8",
        sentence: "The connection is given up, and the program told.",
        fate: Fate::LeftOut(
            "TCP_USER_TIMEOUT is not modelled; what ends retransmission is MUST-20.",
        ),
    },
    Requirement {
        id: "retransmission timeout",
        section: "3.10.8",
        sentence: "The first unacknowledged segment is sent again.",
        fate: Fate::Covered(&[
            Rule::DataSentAgain,
            Rule::SynSentAgain,
            Rule::SynAckSentAgain,
        ]),
    },
    Requirement {
        id: "time-wait timeout",
        section: "3.10.8",
        sentence: "CLOSED.",
        fate: Fate::Covered(&[Rule::TimeWaitEnds]),
    },
];
