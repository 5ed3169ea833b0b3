//! Every rule: its id, its sentence, and where it comes from. A step of a run says why by naming rules.

/// Where a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// A stable code, for `halfopen explain L1`.
    pub id: &'static str,
    /// What happens, in one sentence.
    pub sentence: &'static str,
    /// The section of RFC 9293 that speaks of it, or the other document that does.
    pub rfc: &'static str,
    /// The kernel functions that do it.
    pub kernel: &'static str,
    /// The kernel versions in which it holds.
    pub versions: &'static str,
    /// The file of the specification that applies it, below `spec/src/`.
    pub file: &'static str,
}

macro_rules! rules {
    ($($Rule:ident: $id:literal $sentence:literal $rfc:literal $kernel:literal $versions:literal $file:literal;)+) => {
        /// What a step did, and why.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        pub enum Rule {
            $(
                #[doc = $sentence]
                $Rule,
            )+
        }

        impl Rule {
            /// Every rule, in the order of their ids.
            pub const ALL: &'static [Self] = &[$(Self::$Rule),+];

            /// Id, sentence and sources.
            #[must_use]
            pub const fn source(self) -> Source {
                match self {
                    $(Self::$Rule => Source {
                        id: $id,
                        sentence: $sentence,
                        rfc: $rfc,
                        kernel: $kernel,
                        versions: $versions,
                        file: $file,
                    },)+
                }
            }
        }
    };
}

rules! {
    // The listener.
    Listen: "L1" "listen() fixes the backlog at min(backlog, somaxconn)."
        "RFC 9293 §3.10.1" "__sys_listen, inet_listen, inet_csk_listen_start" "all" "kernel/listener.rs";
    ListenAgain: "L2" "listen() on a listening socket changes the backlog and evicts nothing."
        "RFC 9293 §3.10.1" "__sys_listen, inet_listen" "all" "kernel/listener.rs";
    ListenerIgnoresRst: "L3" "A listener ignores RST."
        "RFC 9293 §3.10.7.2" "tcp_rcv_state_process" "all" "kernel/listener.rs";
    ListenerResetsAck: "L4" "An ACK to a listener that belongs to nothing is answered with RST."
        "RFC 9293 §3.10.7.2" "tcp_rcv_state_process, tcp_v4_send_reset" "all" "kernel/listener.rs";
    ListenerIgnoresSegmentWithoutAck: "L5" "A listener ignores a segment with neither SYN, ACK nor RST."
        "RFC 9293 §3.10.7.2" "tcp_rcv_state_process" "all" "kernel/listener.rs";
    ListenerCloses: "L6" "The listener closes; its SYN queue is empty."
        "RFC 9293 §3.10.4" "inet_csk_listen_stop" "all" "kernel/listener.rs";
    ListenerCloseResetsQueued: "L7" "The listener closes, and each connection in its accept queue is reset."
        "RFC 9293 §3.10.4" "inet_csk_listen_stop, inet_child_forget, tcp_disconnect" "all" "kernel/listener.rs";
    ListenerCloseFreesRequests: "L8" "The listener closes, and its half-open requests are freed without a segment."
        "RFC 9293 §3.10.4" "inet_csk_listen_stop, reqsk_queue_destroy" "up to 4.3" "kernel/listener.rs";
    ListenerCloseLeavesRequests: "L9" "The listener closes, and its half-open requests stay until a segment or their timer finds it gone."
        "RFC 9293 §3.10.4" "inet_csk_listen_stop" "4.4 and later" "kernel/listener.rs";
    ListenerIgnoresSynFin: "L10" "A listener ignores a segment with SYN and FIN."
        "RFC 9293 §3.10.7.2 would take it" "tcp_rcv_state_process" "3.4 and later, el6" "kernel/listener.rs";

    // A SYN arrives at the listener.
    SynMakesRequest: "S1" "A SYN to a listener makes a request and is answered with SYN,ACK."
        "RFC 9293 §3.10.7.2" "tcp_conn_request" "all" "kernel/admission.rs";
    SynDroppedSynQueueFull: "S2" "A SYN is dropped: the SYN queue is full and tcp_syncookies is 0."
        "RFC 9293 §3.10.7.2 is silent" "tcp_conn_request, inet_csk_reqsk_queue_is_full" "all" "kernel/admission.rs";
    SynDroppedAcceptQueueFull: "S3" "A SYN is dropped: the accept queue is full."
        "RFC 9293 §3.10.7.2 is silent" "tcp_conn_request, sk_acceptq_is_full" "4.10 and later, 4.4.186, 3.16.81" "kernel/admission.rs";
    SynDroppedTwoYoung: "S4" "A SYN is dropped: the accept queue is full and more than one request is young."
        "RFC 9293 §3.10.7.2 is silent" "tcp_v4_conn_request, inet_csk_reqsk_queue_young" "up to 4.9" "kernel/admission.rs";
    SynAdmittedOneYoung: "S5" "A SYN makes a request although the accept queue is full: at most one request is young."
        "RFC 9293 §3.10.7.2" "tcp_v4_conn_request, inet_csk_reqsk_queue_young" "up to 4.9" "kernel/admission.rs";
    SynDroppedLastQuarter: "S6" "A SYN is dropped: the last quarter of tcp_max_syn_backlog is kept for proven peers."
        "RFC 9293 §3.10.7.2 is silent" "tcp_conn_request, tcp_peer_is_proven" "all" "kernel/admission.rs";
    SynAnsweredWithCookie: "S7" "A SYN is answered with a cookie, and nothing is kept."
        "RFC 4987 §3.6" "tcp_conn_request, cookie_v4_init_sequence" "all" "kernel/admission.rs";
    SynRefusedAndRemembered: "S8" "A SYN is dropped and remembered: a hypothesis."
        "none" "none" "no kernel" "kernel/admission.rs";
    SynAdmittedAsRetransmission: "S9" "A SYN makes a request although the accept queue is full, because it was refused before: a hypothesis."
        "none" "none" "no kernel" "kernel/admission.rs";

    // A half-open request.
    RepeatedSynAnswered: "Q1" "The SYN of a request comes again and is answered with SYN,ACK, whatever the queues hold."
        "RFC 9293 §3.10.7.4" "tcp_check_req, tcp_rtx_synack" "all" "kernel/request.rs";
    RepeatedSynRateLimited: "Q2" "The SYN of a request comes again within tcp_invalid_ratelimit and is ignored."
        "none" "tcp_check_req, tcp_oow_rate_limited" "4.0 and later, el7" "kernel/request.rs";
    RateLimitEnds: "Q3" "A repeated SYN may be answered again."
        "none" "tcp_oow_rate_limited" "4.0 and later, el7" "kernel/request.rs";
    SynAckSentAgain: "Q4" "The SYN,ACK timer fires: SYN,ACK is sent again, and the request is no longer young."
        "RFC 9293 §3.8.1" "reqsk_timer_handler, inet_csk_reqsk_queue_prune" "all" "kernel/syn_ack_timer.rs";
    SynAckWithheld: "Q5" "The SYN,ACK timer fires, but nothing is sent: the ACK was seen and TCP_DEFER_ACCEPT waits for data."
        "none" "syn_ack_recalc" "2.6.32 and later" "kernel/syn_ack_timer.rs";
    RequestExpires: "Q6" "tcp_synack_retries are spent: the request is forgotten, and no segment says so."
        "RFC 9293 §3.8.3" "reqsk_timer_handler, inet_csk_reqsk_queue_drop" "all" "kernel/syn_ack_timer.rs";
    RequestExpiresEarly: "Q7" "The SYN queue is under pressure: an old request is forgotten before tcp_synack_retries are spent."
        "none" "reqsk_timer_handler, inet_csk_reqsk_queue_prune" "all" "kernel/syn_ack_timer.rs";
    TimerFindsListenerGone: "Q8" "The SYN,ACK timer fires and finds no listener: the request is forgotten."
        "none" "reqsk_timer_handler" "4.4 and later" "kernel/syn_ack_timer.rs";
    SegmentFindsListenerGone: "Q9" "A segment for a request finds no listener: the request is forgotten."
        "none" "tcp_v4_rcv" "4.4 and later" "kernel/request.rs";
    WrongAckReset: "Q10" "A segment acknowledges another SYN,ACK: the listener answers RST, and the request stays."
        "RFC 9293 §3.10.7.4" "tcp_check_req, tcp_v4_send_reset" "all" "kernel/request.rs";
    RstWithWrongAckIgnored: "Q11" "An RST that acknowledges another SYN,ACK is ignored, and the request stays."
        "RFC 9293 §3.10.7.4" "tcp_check_req" "before 6.1.191, 6.12.105, 6.18.44" "kernel/request.rs";
    RequestIgnoresRst: "Q12" "An RST outside the window is ignored, and the request stays."
        "RFC 9293 §3.10.7.4" "tcp_check_req" "all" "kernel/request.rs";
    RequestAcksOutsideSegment: "Q13" "A segment outside the window is answered with ACK, and the request stays."
        "RFC 9293 §3.10.7.4" "tcp_check_req" "all" "kernel/request.rs";
    RequestChallengesRst: "Q14" "An RST inside the window that is not exact is answered with a challenge ACK, and the request stays."
        "RFC 5961 §3.2" "tcp_check_req" "6.1.191, 6.12.105, 6.18.44 and later" "kernel/request.rs";
    RstRemovesRequest: "Q15" "An RST removes the request."
        "RFC 9293 §3.10.7.4" "tcp_check_req, inet_csk_reqsk_queue_drop" "all" "kernel/request.rs";
    OtherSynRemovesRequest: "Q16" "A SYN with another initial number inside the window is answered with RST and removes the request."
        "RFC 9293 §3.10.7.4" "tcp_check_req" "all" "kernel/request.rs";
    RequestIgnoresSegmentWithoutAck: "Q17" "A segment without ACK is ignored, and the request stays."
        "RFC 9293 §3.10.7.4" "tcp_check_req" "all" "kernel/request.rs";

    RequestRejectsOlder: "Q18" "A segment with an older timestamp is answered with ACK, and the request stays."
        "RFC 7323 §5.3" "tcp_check_req, tcp_paws_reject" "all" "kernel/request.rs";
    RequestRejectsEcho: "Q19" "A segment echoes a timestamp that no SYN,ACK had: it is answered with ACK, and the request stays."
        "none: RFC 7323 does not ask for it" "tcp_check_req" "6.15 and later" "kernel/request.rs";

    // The handshake ACK.
    HandshakeAckMakesChild: "H1" "The handshake ACK moves the request to the accept queue."
        "RFC 9293 §3.10.7.4" "tcp_check_req, tcp_v4_syn_recv_sock" "all" "kernel/handshake_ack.rs";
    HandshakeDataMakesChild: "H2" "A segment with data completes the handshake, and its data is kept for the program."
        "RFC 9293 §3.10.7.4" "tcp_check_req, tcp_child_process" "all" "kernel/handshake_ack.rs";
    HandshakeFinMakesChild: "H3" "A FIN completes the handshake, and the child goes to CLOSE-WAIT."
        "RFC 9293 §3.10.7.4" "tcp_check_req, tcp_child_process" "all" "kernel/handshake_ack.rs";
    HandshakeAckIgnored: "H4" "The handshake ACK is ignored: the accept queue is full. The request stays."
        "RFC 9293 is silent" "tcp_v4_syn_recv_sock, tcp_check_req" "all" "kernel/handshake_ack.rs";
    HandshakeAckReset: "H5" "The handshake ACK is answered with RST: the accept queue is full and tcp_abort_on_overflow is set."
        "RFC 9293 is silent" "tcp_v4_syn_recv_sock, tcp_check_req" "all" "kernel/handshake_ack.rs";
    HandshakeAckDeferred: "H6" "The handshake ACK is ignored: TCP_DEFER_ACCEPT waits for data. The request stays."
        "none" "tcp_check_req" "all" "kernel/handshake_ack.rs";

    // Cookies.
    CookieMakesChild: "C1" "The ACK carries a valid cookie: a child enters the accept queue."
        "RFC 4987 §3.6" "cookie_v4_check, tcp_get_cookie_sock" "all" "kernel/cookie.rs";
    CookieSkipsOctets: "C2" "A later segment carries a cookie that still validates: the child starts there, and the octets before are skipped."
        "none" "__cookie_v4_check" "all" "kernel/cookie.rs";
    CookieAckDropped: "C3" "The ACK carries a valid cookie, but the accept queue is full: dropped without a word, and nothing is kept."
        "RFC 4987 §3.6" "cookie_v4_check, tcp_v4_syn_recv_sock" "all" "kernel/cookie.rs";
    CookieWrong: "C4" "The ACK carries no valid cookie: RST."
        "RFC 4987 §3.6" "cookie_v4_check, __cookie_v4_check" "all" "kernel/cookie.rs";
    CookieTooOld: "C5" "An ACK comes when no cookie was sent recently: RST."
        "RFC 4987 §3.6" "cookie_v4_check, tcp_synq_no_recent_overflow" "all" "kernel/cookie.rs";
    CookieWindowEnds: "C6" "The last cookie is too old to be believed."
        "RFC 4987 §3.6" "tcp_synq_no_recent_overflow, check_tcp_syn_cookie" "all" "kernel/cookie.rs";

    // accept().
    AcceptReturnsOldest: "P1" "accept() returns the oldest connection of the accept queue."
        "RFC 9293 §3.10.1" "inet_csk_accept" "all" "kernel/accept_queue.rs";
    AcceptReturnsResetConnection: "P2" "accept() returns a connection that was reset while it waited."
        "RFC 9293 §3.10.1" "inet_csk_accept" "all" "kernel/accept_queue.rs";

    // connect().
    Connect: "A1" "connect() sends SYN."
        "RFC 9293 §3.10.1" "tcp_v4_connect, tcp_connect" "all" "kernel/active_open.rs";
    SynSentAgain: "A2" "The SYN was not answered in time and is sent again."
        "RFC 9293 §3.8.1" "tcp_retransmit_timer" "all" "kernel/retransmission.rs";
    ConnectTimesOut: "A3" "connect() fails with ETIMEDOUT; nothing is sent."
        "RFC 9293 §3.8.3" "tcp_write_timeout, tcp_write_err" "all" "kernel/retransmission.rs";
    SynAckEstablishes: "A4" "SYN,ACK makes the client ESTABLISHED; it answers with the handshake ACK."
        "RFC 9293 §3.10.7.3" "tcp_rcv_synsent_state_process" "all" "kernel/active_open.rs";
    ConnectRefused: "A5" "RST that acknowledges the SYN: connect() fails with ECONNREFUSED."
        "RFC 9293 §3.10.7.3" "tcp_rcv_synsent_state_process, tcp_reset" "all" "kernel/active_open.rs";
    SynSentIgnoresBareRst: "A6" "SYN-SENT ignores an RST without ACK."
        "RFC 9293 §3.10.7.3" "tcp_rcv_synsent_state_process" "all" "kernel/active_open.rs";
    SynSentIgnoresRstForAnotherSyn: "A7" "SYN-SENT ignores an RST that acknowledges another SYN; from 5.8 on it repeats its SYN almost at once."
        "RFC 9293 §3.10.7.3" "tcp_rcv_synsent_state_process" "all" "kernel/active_open.rs";
    BadAckReset: "A8" "SYN-SENT answers an ACK of something it never sent with RST."
        "RFC 9293 §3.10.7.3" "tcp_rcv_synsent_state_process" "all" "kernel/active_open.rs";
    BadAckResetAndSynAgain: "A9" "SYN-SENT answers an ACK of something it never sent with RST, and repeats its SYN almost at once."
        "RFC 9293 §3.5.1" "tcp_rcv_synsent_state_process" "5.8 and later" "kernel/active_open.rs";
    SynSentIgnoresSegmentWithoutSyn: "A10" "SYN-SENT ignores a segment with neither SYN nor RST."
        "RFC 9293 §3.10.7.3" "tcp_rcv_synsent_state_process" "all" "kernel/active_open.rs";
    SynMeetsSyn: "A11" "A SYN in SYN-SENT: both ends open at once; SYN,ACK is sent."
        "RFC 9293 §3.5" "tcp_rcv_synsent_state_process" "all" "kernel/active_open.rs";
    SimultaneousOpenCompletes: "A12" "The SYN is acknowledged: the simultaneous open is complete at this end."
        "RFC 9293 §3.5" "tcp_rcv_state_process" "all" "kernel/simultaneous_open.rs";
    SimultaneousSynAckChallenged: "A13" "The SYN,ACK of a simultaneous open is answered with a challenge ACK."
        "RFC 5961 §4.2" "tcp_validate_incoming" "3.8 to 6.10; later for another initial number" "kernel/simultaneous_open.rs";
    SimultaneousOpenReset: "A14" "RST ends a simultaneous open."
        "RFC 9293 §3.10.7.4" "tcp_validate_incoming, tcp_reset" "all" "kernel/simultaneous_open.rs";
    SimultaneousOpenResetsWrongAck: "A15" "In a simultaneous open, an ACK of something never sent is answered with RST."
        "RFC 9293 §3.10.7.4" "tcp_rcv_state_process" "all" "kernel/simultaneous_open.rs";
    ConnectFindsTimeWait: "A16" "connect() from a port in TIME-WAIT, of a connection without timestamps, fails with EADDRNOTAVAIL."
        "RFC 9293 §3.10.1" "__inet_check_established, tcp_twsk_unique" "all" "kernel/active_open.rs";

    ConnectReusesPort: "A17" "connect() from a port in TIME-WAIT, of a connection with timestamps, ends the old connection."
        "RFC 6191 §2" "__inet_check_established, tcp_twsk_unique" "all" "kernel/port_reuse.rs";
    ConnectFindsPortTooYoung: "A18" "connect() finds no port: tcp_tw_reuse does not give the one in TIME-WAIT, or not yet."
        "RFC 9293 §3.10.1" "__inet_hash_connect, tcp_twsk_unique" "all" "kernel/port_reuse.rs";
    PortIsReusable: "A19" "A port in TIME-WAIT is old enough for tcp_tw_reuse."
        "RFC 6191 §2" "tcp_twsk_unique" "all" "kernel/port_reuse.rs";

    // TCP Fast Open.
    FastOpenCookieRequested: "O1" "The SYN asks for a Fast Open cookie."
        "RFC 7413 §4.1.1" "tcp_fastopen_cookie_check, tcp_send_syn_data" "3.6 and later" "kernel/fast_open.rs";
    FastOpenCookieGiven: "O2" "The SYN,ACK brings a Fast Open cookie."
        "RFC 7413 §4.2.2" "tcp_try_fastopen" "3.7 and later" "kernel/admission.rs";
    FastOpenCookieKept: "O3" "The Fast Open cookie is kept for the next connection."
        "RFC 7413 §4.1.3" "tcp_rcv_fastopen_synack, tcp_fastopen_cache_set" "3.6 and later" "kernel/fast_open.rs";
    FastOpenDataInSyn: "O4" "The SYN carries the program's data."
        "RFC 7413 §4.2.1" "tcp_send_syn_data" "3.6 and later" "kernel/fast_open.rs";
    FastOpenMakesChild: "O5" "A SYN with a Fast Open cookie makes a child in the accept queue before the handshake is complete; its data can be read."
        "RFC 7413 §4.2.2" "tcp_try_fastopen, tcp_fastopen_create_child" "3.7 and later" "kernel/fast_open.rs";
    FastOpenQueueFull: "O6" "TCP_FASTOPEN children wait for their handshake ACK already: Fast Open is off for this SYN."
        "RFC 7413 §5.1" "tcp_fastopen_queue_check" "3.7 and later" "kernel/fast_open.rs";
    FastOpenCompletes: "O7" "The handshake ACK completes a child of Fast Open."
        "RFC 7413 §4.2.2" "tcp_rcv_state_process, tcp_rcv_synrecv_state_fastopen" "3.7 and later" "kernel/fast_open.rs";
    FastOpenSynAckAgain: "O8" "The SYN,ACK of a child of Fast Open is sent again."
        "RFC 9293 §3.8.1" "tcp_fastopen_synack_timer" "3.7 and later" "kernel/fast_open.rs";
    FastOpenGivesUp: "O9" "tcp_synack_retries + 1 are spent: the child of Fast Open is gone, and its program gets ETIMEDOUT."
        "RFC 9293 §3.8.3" "tcp_fastopen_synack_timer, tcp_write_err" "3.7 and later" "kernel/fast_open.rs";
    FastOpenChildReset: "O10" "RST ends a child of Fast Open; it keeps its place in the accept queue, or, once accepted, counts against TCP_FASTOPEN for 60 s."
        "RFC 9293 §3.10.7.4" "tcp_check_req, tcp_reset, reqsk_fastopen_remove" "3.7 and later" "kernel/fast_open.rs";
    FastOpenDataRepeated: "O11" "The SYN,ACK does not acknowledge the data of the SYN: it is sent again at once."
        "RFC 7413 §4.2.1" "tcp_rcv_fastopen_synack" "3.6 and later" "kernel/fast_open.rs";
    FastOpenResetsOtherSyn: "O12" "A SYN with another initial number is answered with RST, and the child of Fast Open stays."
        "RFC 9293 §3.10.7.4 would challenge it" "tcp_check_req" "3.7 and later (observed on 6.18.44)" "kernel/fast_open.rs";

    FastOpenResetsWrongAck: "O13" "An ACK of something never sent to a child of Fast Open is answered with RST, and the child stays."
        "RFC 9293 §3.10.7.4" "tcp_rcv_state_process" "3.7 and later" "kernel/fast_open.rs";
    FastOpenPlaceFree: "O14" "A child of Fast Open that was reset counts against TCP_FASTOPEN no longer."
        "RFC 7413 §5.1" "tcp_fastopen_queue_check" "3.7 and later" "kernel/fast_open.rs";

    // Synchronised connections.
    DataSent: "E1" "The program sends data."
        "RFC 9293 §3.10.2" "tcp_sendmsg, tcp_write_xmit" "all" "kernel/retransmission.rs";
    DataSentAgain: "E2" "Data or FIN was not acknowledged in time and is sent again."
        "RFC 9293 §3.8.1" "tcp_retransmit_timer" "all" "kernel/retransmission.rs";
    ConnectionTimesOut: "E3" "Retransmission is given up; nothing is sent."
        "RFC 9293 §3.8.3" "tcp_write_timeout, tcp_write_err" "all" "kernel/retransmission.rs";
    DataDelivered: "E4" "Data arrives in order and is kept for the program."
        "RFC 9293 §3.10.7.4" "tcp_data_queue" "all" "kernel/established.rs";
    DataAcknowledged: "E5" "The other end acknowledges what was sent."
        "RFC 9293 §3.10.7.4" "tcp_ack" "all" "kernel/established.rs";
    AckBringsNothingNew: "E6" "An ACK acknowledges nothing new."
        "RFC 9293 §3.10.7.4" "tcp_ack" "all" "kernel/established.rs";
    OldSegmentAcked: "E7" "A segment that was received before, or lies outside the window, is answered with ACK."
        "RFC 9293 §3.10.7.4" "tcp_validate_incoming, tcp_data_queue" "all" "kernel/established.rs";
    GapAcked: "E8" "A segment beyond a gap is answered with an ACK of what came before."
        "RFC 9293 §3.10.7.4" "tcp_data_queue" "all" "kernel/established.rs";
    AckOfUnsentIgnored: "E9" "A segment that acknowledges something never sent is ignored."
        "RFC 9293 §3.10.7.4 asks for an ACK" "tcp_ack" "up to 4.12; in ESTABLISHED up to 6.12" "kernel/established.rs";
    EstablishedIgnoresSegmentWithoutAck: "E10" "A segment without ACK is ignored."
        "RFC 9293 §3.10.7.4" "tcp_rcv_established" "3.8 and later" "kernel/established.rs";
    ConnectionReset: "E11" "RST ends the connection: ECONNRESET."
        "RFC 9293 §3.10.7.4" "tcp_validate_incoming, tcp_reset" "all" "kernel/established.rs";
    RstChallenged: "E12" "An RST inside the window that is not exact is answered with a challenge ACK."
        "RFC 5961 §3.2" "tcp_validate_incoming, tcp_send_challenge_ack" "3.8 and later, el6" "kernel/established.rs";
    RstOutsideWindowIgnored: "E13" "An RST outside the window is ignored."
        "RFC 9293 §3.10.7.4" "tcp_validate_incoming" "all" "kernel/established.rs";
    RepeatedSynAckAcked: "E14" "A repeated SYN,ACK is acknowledged once more, as old data."
        "RFC 9293 §3.10.7.4" "tcp_data_queue" "2.6.18, 2.6.32" "kernel/established.rs";
    RepeatedSynAckChallenged: "E15" "A repeated SYN,ACK is answered with a challenge ACK."
        "RFC 5961 §4.2" "tcp_validate_incoming, tcp_send_challenge_ack" "3.8 and later, el6" "kernel/established.rs";
    SynAckedAsOldData: "E16" "An old SYN is acknowledged as old data."
        "RFC 9293 §3.10.7.4" "tcp_data_queue" "2.6.18, 2.6.32" "kernel/established.rs";
    SynDiscarded: "E17" "A SYN to an ESTABLISHED connection is dropped without an answer."
        "none" "tcp_rcv_established" "3.8 to 3.16" "kernel/established.rs";
    SynChallenged: "E18" "A SYN to an ESTABLISHED connection is answered with a challenge ACK."
        "RFC 5961 §4.2" "tcp_validate_incoming, tcp_send_challenge_ack" "3.19 and later, el6, el7" "kernel/established.rs";
    SynAborts: "E19" "A SYN inside the window resets the connection."
        "RFC 793 §3.9" "tcp_validate_incoming, tcp_reset" "2.6.18, 2.6.32" "kernel/established.rs";
    OrphanResetsData: "E20" "Data for a connection that no program holds is answered with RST."
        "RFC 1122 §4.2.2.13" "tcp_rcv_state_process" "all" "kernel/established.rs";

    AckOfUnsentAnswered: "E21" "A segment that acknowledges something never sent is answered with ACK."
        "RFC 9293 §3.10.7.4" "tcp_ack, tcp_rcv_state_process" "6.18; after ESTABLISHED from 4.13 on" "kernel/established.rs";

    ContentAfterFinIgnored: "E22" "What comes after the other end's FIN is ignored."
        "RFC 9293 §3.10.7.4" "tcp_rcv_state_process" "all" "kernel/established.rs";

    PawsRejects: "E23" "A segment with an older timestamp is answered with ACK, and not processed."
        "RFC 7323 §5.3" "tcp_validate_incoming, tcp_paws_check" "all" "kernel/timestamps.rs";
    PawsIgnoresOldAck: "E24" "A pure ACK with an older timestamp and number is ignored."
        "RFC 7323 §5.3 asks for an ACK" "tcp_validate_incoming, tcp_disordered_ack_check" "6.14 and later" "kernel/timestamps.rs";

    TooOldAckChallenged: "E25" "A segment that acknowledges far too little is answered with a challenge ACK, and not processed."
        "RFC 9293 §3.10.7.4" "tcp_ack, tcp_send_challenge_ack" "3.8 and later" "kernel/established.rs";
    OldAckInClosingChallenged: "E26" "While the connection closes, a segment with an old ACK is answered with a challenge ACK, and not processed."
        "RFC 9293 §3.10.7.4 would process it" "tcp_rcv_state_process" "4.13 to 6.8" "kernel/established.rs";

    // Closing.
    FinSent: "F1" "The program closes: FIN."
        "RFC 9293 §3.10.4" "tcp_close, tcp_send_fin" "all" "kernel/teardown.rs";
    FinArrives: "F2" "FIN arrives in order."
        "RFC 9293 §3.10.7.4" "tcp_fin" "all" "kernel/teardown.rs";
    FinAcknowledged: "F3" "The FIN is acknowledged: FIN-WAIT-2."
        "RFC 9293 §3.10.7.4" "tcp_rcv_state_process" "all" "kernel/teardown.rs";
    Abort: "F4" "The program closes with SO_LINGER of zero seconds: RST."
        "RFC 9293 §3.10.5" "tcp_close, tcp_disconnect" "all" "kernel/teardown.rs";
    CloseWithUnreadPayload: "F5" "The program closes and has not read everything: RST."
        "RFC 2525 §2.17" "tcp_close" "all" "kernel/teardown.rs";
    ShutDown: "F6" "The program calls shutdown(SHUT_WR): FIN, and it still reads."
        "RFC 9293 §3.6" "tcp_shutdown, tcp_send_fin" "all" "kernel/teardown.rs";
    CloseAfterShutDown: "F7" "The program closes after shutdown(): nothing is sent, and nobody holds the connection any more."
        "RFC 9293 §3.10.4" "tcp_close" "all" "kernel/teardown.rs";
    CloseInSynSent: "F8" "The program closes in SYN-SENT: nothing is sent, and the connection is gone."
        "RFC 9293 §3.10.4" "tcp_close, tcp_close_state" "all" "kernel/teardown.rs";
    FinsCross: "F9" "FIN arrives before our own is acknowledged: both ends close at once."
        "RFC 9293 §3.10.7.4" "tcp_fin" "all" "kernel/teardown.rs";
    FinAcknowledgedInClosing: "F10" "The FIN is acknowledged in CLOSING."
        "RFC 9293 §3.10.7.4" "tcp_rcv_state_process" "all" "kernel/teardown.rs";
    LastFinAcknowledged: "F11" "The FIN is acknowledged in LAST-ACK: the connection is over."
        "RFC 9293 §3.10.7.4" "tcp_rcv_state_process" "all" "kernel/teardown.rs";

    // SO_KEEPALIVE.
    KeepaliveProbes: "K1" "Nothing came for tcp_keepalive_time, or since the last probe: a segment with an old number asks for an ACK."
        "RFC 9293 §3.8.4" "tcp_keepalive_timer, tcp_write_wakeup" "all" "kernel/keepalive.rs";
    KeepaliveGivesUp: "K2" "tcp_keepalive_probes were not answered: RST, and ETIMEDOUT."
        "RFC 9293 §3.8.4" "tcp_keepalive_timer" "all" "kernel/keepalive.rs";
    KeepaliveWaits: "K3" "The keepalive timer fires while something is not acknowledged: retransmission asks already."
        "RFC 9293 §3.8.4" "tcp_keepalive_timer" "all" "kernel/keepalive.rs";

    // FIN-WAIT-2 that no program holds, and TIME-WAIT.
    OrphanInFinWait2IsShrunk: "T1" "No program holds FIN-WAIT-2: a mini-socket waits for the other end's FIN, as long as tcp_fin_timeout."
        "none: RFC 9293 waits for ever" "tcp_rcv_state_process, tcp_close, tcp_time_wait" "all" "kernel/time_wait.rs";
    OrphanInFinWait2StaysFull: "T2" "No program holds FIN-WAIT-2 and tcp_fin_timeout is above 60 s: the full socket waits for the excess, then a mini-socket does once more."
        "none" "tcp_rcv_state_process, tcp_close, tcp_keepalive_timer" "all" "kernel/fin_wait_2.rs";
    OrphanInFinWait2Ends: "T3" "The other end's FIN did not come in time: FIN-WAIT-2 is forgotten, and no segment says so."
        "none: RFC 9293 waits for ever" "tcp_time_wait, inet_twsk_kill" "all" "kernel/time_wait.rs";
    RstEndsFinWait2: "T4" "An RST in the window ends FIN-WAIT-2 that no program holds."
        "RFC 9293 §3.10.7.4" "tcp_timewait_state_process" "all" "kernel/time_wait.rs";
    FinWait2IgnoresOld: "T5" "FIN-WAIT-2 that no program holds ignores a segment that brings nothing new."
        "RFC 9293 §3.10.7.4" "tcp_timewait_state_process" "all" "kernel/time_wait.rs";
    TimeWaitBegins: "T6" "Both ends have sent FIN and this one closed first: TIME-WAIT for 60 s."
        "RFC 9293 §3.6.1 asks for 2 MSL, 4 minutes" "tcp_time_wait" "all" "kernel/time_wait.rs";
    TimeWaitEnds: "T7" "TIME-WAIT is over."
        "RFC 9293 §3.10.8" "tcp_time_wait, inet_twsk_kill" "all" "kernel/time_wait.rs";
    TimeWaitRefused: "T8" "There are tcp_max_tw_buckets mini-sockets already: the connection is gone at once, and no segment says so."
        "none" "tcp_time_wait, inet_twsk_alloc" "all" "kernel/time_wait.rs";
    TimeWaitAcknowledges: "T9" "A segment to TIME-WAIT, or outside the window of FIN-WAIT-2 that no program holds, is answered with ACK."
        "RFC 9293 §3.10.7.4" "tcp_timewait_state_process, tcp_v4_timewait_ack" "all" "kernel/time_wait.rs";
    TimeWaitRestarts: "T10" "A segment that TIME-WAIT expects starts its 60 s again."
        "RFC 9293 §3.10.7.4" "tcp_timewait_state_process" "all" "kernel/time_wait.rs";
    TimeWaitAssassinated: "T11" "An RST with the next expected number ends TIME-WAIT."
        "RFC 1337 §2" "tcp_timewait_state_process" "all" "kernel/time_wait.rs";
    TimeWaitSurvivesRst: "T12" "With tcp_rfc1337 an RST does not end TIME-WAIT."
        "RFC 1337 §3" "tcp_timewait_state_process" "all" "kernel/time_wait.rs";
    TimeWaitIgnoresRst: "T14" "TIME-WAIT ignores an RST with any other number."
        "RFC 5961 §3.2 would challenge it" "tcp_timewait_state_process" "all" "kernel/time_wait.rs";
    NewerSynEndsTimeWait: "T13" "A SYN with a later number ends TIME-WAIT, whatever the listener then does with it."
        "RFC 9293 §3.6.1" "tcp_timewait_state_process, tcp_v4_rcv" "all" "kernel/time_wait.rs";

    NewerTimestampEndsTimeWait: "T15" "A SYN with a newer timestamp ends TIME-WAIT, whatever its number, and whatever the listener then does with it."
        "RFC 6191 §2" "tcp_timewait_state_process, tcp_v4_rcv" "all" "kernel/time_wait.rs";
    TimeWaitRejectsOlder: "T16" "A segment with an older timestamp to TIME-WAIT, or to FIN-WAIT-2 that no program holds, is answered with ACK."
        "RFC 7323 §5.3" "tcp_timewait_state_process, tcp_paws_reject" "all" "kernel/time_wait.rs";

    // Nobody.
    NobodyResets: "N1" "A segment that belongs to nothing is answered with RST."
        "RFC 9293 §3.10.7.1" "tcp_v4_rcv, tcp_v4_send_reset" "all" "kernel/no_socket.rs";
    NobodyIgnoresRst: "N2" "An RST that belongs to nothing is ignored."
        "RFC 9293 §3.10.7.1" "tcp_v4_rcv, tcp_v4_send_reset" "all" "kernel/no_socket.rs";

    // Outside the kernels.
    SysctlsWritten: "W1" "The administrator writes sysctls."
        "none" "proc_dointvec" "all" "host.rs";
    ClockTicks: "W5" "The timestamp clock moves on."
        "RFC 7323 §5.4" "tcp_clock_ms, tcp_time_stamp" "all" "host.rs";
    FloodSyn: "W2" "A SYN is sent from an address that never answers."
        "RFC 4987 §2" "none" "all" "flooder.rs";
    ForgedSegment: "W3" "A segment is forged for a connection of an address that never answers."
        "RFC 5961 §1" "none" "all" "flooder.rs";
    NobodyThere: "W4" "A segment reaches an address that never answers."
        "RFC 4987 §2" "none" "all" "flooder.rs";
}

impl Rule {
    /// The rule with this id or name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| {
            rule.source().id.eq_ignore_ascii_case(name)
                || format!("{rule:?}").eq_ignore_ascii_case(name)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_unique() {
        let ids: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.source().id).collect();
        assert_eq!(ids.len(), Rule::ALL.len());
    }
}
