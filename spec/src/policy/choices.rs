//! Every policy: what it decides, its values, and which kernels have which.
//!
//! Versions are those in which the source was read or the running kernel observed; stable and vendor kernels may
//! differ by a backport, which is why each policy can be set by itself.

use super::define::{PolicyError, PolicyQuestion, PolicyValue, policies};

policies! {
    backlog_width: BacklogWidth = "backlog-width",
    "How wide is the field that holds a listener's backlog?",
    "include/net/sock.h: sk_max_ack_backlog" {
        SixteenBit = "16-bit", "The backlog is cut to its low 16 bits, so that 65536 becomes 0.", "up to 4.0";
        ThirtyTwoBit = "32-bit", "The backlog is kept whole.", "4.1 and later";
    }

    syn_queue_full: SynQueueFull = "syn-queue-full",
    "When is the SYN queue full?",
    "include/net/inet_connection_sock.h: inet_csk_reqsk_queue_is_full" {
        TableOfMaxSynBacklog = "table-of-max-syn-backlog",
            "At max(64, tcp_max_syn_backlog rounded up to a power of two) requests, fixed at the first listen().", "2.6.18";
        TableOfBacklog = "table-of-backlog",
            "At (max(8, min(backlog, tcp_max_syn_backlog)) + 1 rounded up to a power of two) requests, fixed at the first listen().", "2.6.20 to 4.3";
        AtLeastBacklog = "at-least",
            "When it holds at least as many requests as the backlog.", "4.4 to 6.12 (6.1 before 6.1.125, 6.12 before 6.12.10)";
        GreaterThanBacklog = "greater",
            "When it holds more requests than the backlog.", "6.13 and later, 6.12.10, 6.1.125";
    }

    syn_when_accept_queue_full: SynAdmission = "syn-when-accept-queue-full",
    "Is a new SYN admitted while the accept queue is full?",
    "net/ipv4/tcp_input.c: tcp_conn_request; net/ipv4/tcp_ipv4.c: tcp_v4_conn_request" {
        AtMostOneYoung = "at-most-one-young",
            "Yes, as long as at most one queued request is young (its SYN,ACK timer has never fired).", "2.6.18 to 4.9; removed by commit 5ea8ea2cb7f1 (4.10, 4.4.186, 3.16.81)";
        RetransmittedSyn = "retransmitted-syn",
            "Only if the same SYN was refused before: a hypothesis of article 000, which needs a memory that no kernel has.", "no kernel";
        RoomInAcceptQueue = "room-in-accept-queue",
            "No: it is dropped until there is room in the accept queue.", "4.10 and later, 4.4.186, 3.16.81";
    }

    syncookies_two: SyncookiesTwo = "tcp-syncookies-2",
    "What does tcp_syncookies = 2 mean?",
    "net/ipv4/tcp_input.c: tcp_conn_request" {
        LikeOne = "like-one", "The same as 1: cookies only when the SYN queue is full.", "up to 3.11";
        Unconditional = "unconditional", "Every SYN is answered with a cookie.", "3.13 and later, el7";
    }

    proven_peers: ProvenPeers = "proven-peers",
    "Which peers may use the last quarter of tcp_max_syn_backlog?",
    "net/ipv4/tcp_metrics.c: tcp_peer_is_proven" {
        Nobody = "nobody", "None: the route is looked up too late to know the peer.", "up to 4.12";
        CachedRtt = "cached-rtt", "Those with a round-trip time in the metrics cache from an earlier connection.", "4.14 and later";
    }

    syn_fin_in_listen: SynFinInListen = "syn-fin-in-listen",
    "What does a listener do with a segment that has SYN and FIN?",
    "net/ipv4/tcp_input.c: tcp_rcv_state_process" {
        TakenAsSyn = "taken-as-syn", "It takes it as a SYN.", "up to 3.1";
        Ignored = "ignored", "It ignores it.", "3.4 and later, el6";
    }

    syn_drop_counters: SynDropCounters = "syn-drop-counters",
    "Which counters does a dropped SYN raise?",
    "net/ipv4/tcp_input.c: tcp_conn_request" {
        Uncounted = "none", "None.", "2.6.18, 2.6.32, el6";
        CookiesCountAsDrops = "cookies-count-as-drops",
            "ListenDrops, and ListenOverflows when the accept queue is full; a SYN answered with a cookie counts as dropped too.", "3.8 to 4.4, el7";
        DropsOnly = "drops-only",
            "ListenDrops, and ListenOverflows when the accept queue is full; a cookie is not a drop.", "4.9 and later";
    }

    initial_timeout: InitialTimeout = "initial-timeout",
    "What is the first retransmission timeout of SYN and SYN,ACK?",
    "include/net/tcp.h: TCP_TIMEOUT_INIT" {
        ThreeSeconds = "three-seconds", "3 s.", "up to 3.0";
        OneSecond = "one-second", "1 s (RFC 6298).", "3.1 and later, el6";
    }

    timer_wheel: TimerWheel = "timer-wheel",
    "How late may a socket's timer be?",
    "kernel/time/timer.c: mod_timer, apply_slack, calc_wheel_index" {
        EachTick = "each-tick", "Until the next tick.", "up to 2.6.34; Unclear: el6, whose timer.c was not read";
        Slack = "slack", "A 256th of its time and the next tick.", "2.6.35 to 4.7";
        Granular = "granular", "An eighth of its time: the further away, the coarser the wheel.", "4.8 and later";
    }

    syn_ack_timer: SynAckTimer = "syn-ack-timer",
    "What drives the retransmission of SYN,ACK?",
    "net/ipv4/inet_connection_sock.c: inet_csk_reqsk_queue_prune, reqsk_timer_handler" {
        ListenerScan = "listener-scan", "A scan of the listener's table every 200 ms, which comes to each request late.", "up to 4.0";
        OnePerRequest = "one-per-request", "A timer of each request.", "4.1 and later";
    }

    early_expiry: EarlyExpiry = "early-expiry",
    "When are old requests given fewer retries?",
    "net/ipv4/inet_connection_sock.c: inet_csk_reqsk_queue_prune, reqsk_timer_handler" {
        HalfOfTable = "half-of-table", "When the SYN queue is at least half full.", "up to 4.3";
        HalfOfBacklog = "half-of-backlog", "When twice the requests exceed max(8, backlog).", "4.4 and later";
    }

    acked_request: AckedRequest = "acked-request",
    "Does a request whose handshake ACK was ignored expire early?",
    "net/ipv4/inet_connection_sock.c: inet_csk_reqsk_queue_prune" {
        ExemptFromEarlyExpiry = "exempt-from-early-expiry", "No: it keeps all of tcp_synack_retries.", "2.6.18";
        ExpiresLikeAnyOther = "expires-like-any-other", "Yes, like any other.", "2.6.32 and later";
    }

    deferred_bare_ack: DeferredBareAck = "deferred-bare-ack",
    "With TCP_DEFER_ACCEPT, what becomes of a handshake ACK without payload?",
    "net/ipv4/tcp_minisocks.c: tcp_check_req" {
        NeverAccepted = "never-accepted", "It is ignored, however often it comes.", "2.6.18";
        AcceptedAfterPeriod = "accepted-after-period", "It is ignored until the period of TCP_DEFER_ACCEPT has passed.", "2.6.32 and later";
    }

    syn_ack_counters: SynAckCounters = "syn-ack-counters",
    "Which counters does the SYN,ACK timer raise?",
    "net/ipv4/tcp_timer.c: tcp_syn_ack_timeout; net/ipv4/tcp_output.c: tcp_rtx_synack" {
        Uncounted = "none", "None.", "2.6.18, 2.6.32";
        TimeoutsAndSegments = "timeouts-and-segments", "TCPTimeouts at each firing, RetransSegs at each SYN,ACK sent again.", "3.10";
        TimeoutsSegmentsAndSyns = "timeouts-segments-and-syns", "TCPTimeouts at each firing, RetransSegs and TCPSynRetrans at each SYN,ACK sent again.", "4.4 and later";
    }

    repeated_syn: RepeatedSyn = "repeated-syn",
    "What does a repeated SYN do to its request?",
    "net/ipv4/tcp_minisocks.c: tcp_check_req" {
        Answered = "answered", "It is answered with another SYN,ACK; the timer runs on.", "2.6.18, 2.6.32, el6";
        RestartsTimer = "restarts-timer", "It is answered with another SYN,ACK, and the SYN,ACK timer starts again.", "3.10";
        RestartsTimerRateLimited = "restarts-timer-rate-limited",
            "As before, but at most once in tcp_invalid_ratelimit (500 ms).", "4.0 and later, el7";
    }

    rst_in_syn_received: RstInSynReceived = "rst-in-syn-received",
    "Which RST removes a request?",
    "net/ipv4/tcp_minisocks.c: tcp_check_req" {
        InWindow = "in-window", "Any RST whose sequence number is in the window.", "up to 6.18.19 (6.1 before 6.1.191, 6.12 before 6.12.105)";
        Exact = "exact", "Only one that is exactly the next expected; another in the window gets a challenge ACK.", "6.18.44, 6.12.105, 6.1.191";
    }

    syn_in_established: SynInEstablished = "syn-in-established",
    "What does an ESTABLISHED connection do with a SYN?",
    "net/ipv4/tcp_input.c: tcp_validate_incoming, tcp_rcv_established" {
        OldDataOrAbort = "old-data-or-abort", "A SYN in the window resets the connection; an old one is answered as old data.", "2.6.18, 2.6.32";
        Discarded = "discarded", "It is dropped without an answer.", "3.8 to 3.16";
        ChallengeAck = "challenge-ack", "It is answered with a challenge ACK (RFC 5961 §4).", "3.19 and later, el6, el7";
    }

    paws_syn: PawsSyn = "paws-syn",
    "Does PAWS refuse a SYN with an older timestamp?",
    "net/ipv4/tcp_input.c: tcp_validate_incoming" {
        Refused = "refused", "Yes, before it is looked at: it is answered with ACK and counted as PAWSEstab.", "up to 6.3 (observed on 6.1.176)";
        Exempt = "exempt", "No: it is answered like any other SYN.", "6.4 and later (ee05d90d0ac7), 6.18 (observed)";
    }

    repeated_syn_ack: RepeatedSynAck = "repeated-syn-ack",
    "What does an ESTABLISHED client do with a repeated SYN,ACK?",
    "net/ipv4/tcp_input.c: tcp_validate_incoming" {
        DuplicateAck = "duplicate-ack", "It answers with an ACK, as to old data.", "2.6.18, 2.6.32";
        ChallengeAck = "challenge-ack", "It answers with a challenge ACK and counts it.", "3.8 and later, el6";
    }

    rst_in_established: RstInEstablished = "rst-in-established",
    "Which RST resets an ESTABLISHED connection?",
    "net/ipv4/tcp_input.c: tcp_validate_incoming" {
        InWindow = "in-window", "Any RST whose sequence number is in the window.", "2.6.18, 2.6.32";
        ExactElseChallenge = "exact-else-challenge", "Only one that is exactly the next expected; another in the window gets a challenge ACK (RFC 5961 §3).", "3.8 and later, el6";
    }

    ack_of_unsent: AckOfUnsent = "ack-of-unsent",
    "What does a connection do with an ACK of something it never sent?",
    "net/ipv4/tcp_input.c: tcp_ack, tcp_rcv_state_process" {
        Ignored = "ignored", "It drops the segment without an answer.", "up to 4.12; Unclear: data in such a segment, which closing states take there";
        AnsweredUnlessEstablished = "answered-unless-established",
            "It drops the segment, without an answer when ESTABLISHED and with an ACK in any later state.",
            "4.13 (d0e1a1b5a833) to 6.12 (observed on 6.1.176); stable releases of 4.4 and 4.9 from 2018 on; Unclear: 6.5, 6.12";
        Answered = "answered", "It drops the segment and answers with an ACK, as RFC 9293 asks.", "6.18 (observed in every state)";
    }

    too_old_ack: TooOldAck = "too-old-ack",
    "Which acknowledgement numbers are so low that a segment is not processed?",
    "net/ipv4/tcp_input.c: tcp_ack" {
        None = "none", "None: an old number is ignored, and what the segment carries is taken.", "up to 3.7";
        BeyondWindow = "beyond-window",
            "Those further than a window below what is acknowledged: challenge ACK (RFC 5961 §5).", "3.8 to 6.6 (5.4, 5.10, 6.1 before 5.4.264, 5.10.204, 6.1.68)";
        BeyondAcked = "beyond-acked",
            "Those below what was ever sent too: what was acknowledged bounds the window.",
            "6.7 and later (3d501dd326fb), 5.4.264, 5.10.204, 6.1.68 (observed on 6.18.44)";
    }

    old_ack_in_closing: OldAckInClosing = "old-ack-in-closing",
    "Is a segment with an old acknowledgement number processed when the connection closes?",
    "net/ipv4/tcp_input.c: tcp_rcv_state_process" {
        Processed = "processed", "Yes, as in ESTABLISHED.", "up to 4.12, 6.9 and later (observed on 6.18.44); stable releases of 2026 (observed on 6.1.176)";
        Challenged = "challenged", "No: it is dropped, and answered with a challenge ACK.", "4.13 (d0e1a1b5a833) to 6.8; Unclear: 6.6 of 2026, where the repair was sent";
    }

    syn_expiry: SynExpiry = "syn-expiry",
    "When does connect() give up?",
    "net/ipv4/tcp_timer.c: tcp_write_timeout, retransmits_timed_out" {
        Count = "count", "After tcp_syn_retries retransmissions.", "2.6.18, 4.14, 4.19";
        ElapsedOfDataTimeout = "elapsed-of-data-timeout",
            "When the time since the first SYN reaches what tcp_syn_retries backoffs of 200 ms would take: a bug.", "2.6.32 to 2.6.35";
        Elapsed = "elapsed", "When the time since the first SYN reaches what tcp_syn_retries backoffs take.", "2.6.36 to 4.12, el6, el7";
        CountOrElapsed = "count-or-elapsed",
            "After tcp_syn_retries + tcp_syn_linear_timeouts retransmissions, or when that time has passed.", "5.4 and later";
    }

    bad_ack_in_syn_sent: BadAckInSynSent = "bad-ack-in-syn-sent",
    "What does a connecting host do with an ACK of something it never sent?",
    "net/ipv4/tcp_input.c: tcp_rcv_synsent_state_process" {
        Reset = "reset", "It answers with RST and waits.", "up to 5.7";
        ResetAndSynAgain = "reset-and-syn-again", "It answers with RST and sends its SYN again almost at once.", "5.8 and later";
    }

    simultaneous_syn_ack: SimultaneousSynAck = "simultaneous-syn-ack",
    "In a simultaneous open, what does SYN-RECEIVED do with the SYN,ACK?",
    "net/ipv4/tcp_input.c: tcp_rcv_state_process, tcp_validate_incoming" {
        Established = "established", "It completes the connection.", "2.6.18, 2.6.32, 6.12 and later, 6.1.192";
        ChallengeAck = "challenge-ack", "It is answered with a challenge ACK, which completes the other end.", "3.8 to 6.10";
    }

    listener_close: ListenerClose = "listener-close",
    "What becomes of half-open requests when the listener closes?",
    "net/ipv4/inet_connection_sock.c: inet_csk_listen_stop" {
        RequestsFreed = "requests-freed", "They are freed at once.", "up to 4.3";
        RequestsLeft = "requests-left", "They stay until a segment or their timer finds that the listener is gone.", "4.4 and later";
    }

    cookie_window: CookieWindow = "cookie-window",
    "How long is a SYN cookie accepted?",
    "include/net/tcp.h: tcp_synq_no_recent_overflow, MAX_SYNCOOKIE_AGE" {
        ThreeSeconds = "three-seconds", "Until 3 s after the last cookie was sent.", "up to 4.1";
        TwoMinutes = "two-minutes", "60 to 120 s, until the minute counter has moved on twice.", "4.2 and later";
    }

    cookie_mss_table: CookieMssTable = "cookie-mss-table",
    "How many segment sizes does a cookie encode?",
    "net/ipv4/syncookies.c: __cookie_v4_check" {
        EightValues = "eight-values", "Eight, so that a segment up to seven octets further on validates too.", "2.6.18 to 3.10";
        FourValues = "four-values", "Four, so that a segment up to three octets further on validates too.", "3.13 and later";
    }

    wrong_ack_of_request: WrongAckOfRequest = "wrong-ack-of-request",
    "What does an ACK that is not of its request's SYN,ACK meet?",
    "net/ipv4/tcp_ipv4.c: tcp_v4_hnd_req, tcp_v4_rcv, tcp_v4_cookie_check" {
        Reset = "reset", "It is answered with RST.", "up to 4.3";
        TriedAsCookie = "tried-as-cookie",
            "The listener tries it as a cookie, finds it wrong, counts that, and answers with RST.", "4.4 and later (observed on 6.18.44)";
    }

    stale_cookie_counter: StaleCookieCounter = "stale-cookie-counter",
    "Is an ACK counted that comes when no cookie was sent recently?",
    "net/ipv4/syncookies.c: cookie_v4_check" {
        Failed = "failed", "Yes: SyncookiesFailed.", "up to 3.13";
        Uncounted = "uncounted", "No.", "3.19 and later";
    }

    retransmit_limit: RetransmitLimit = "retransmit-limit",
    "When does an ESTABLISHED connection give up retransmitting?",
    "net/ipv4/tcp_timer.c: tcp_write_timeout, retransmits_timed_out" {
        Count = "count", "After tcp_retries2 retransmissions.", "2.6.18";
        Elapsed = "elapsed", "When the time since the first retransmission reaches what tcp_retries2 backoffs of 200 ms take.", "2.6.32 and later";
    }

    time_wait_syn: TimeWaitSyn = "time-wait-syn",
    "How is a SYN admitted that ended TIME-WAIT?",
    "net/ipv4/tcp_ipv4.c: tcp_v4_rcv; net/ipv4/tcp_input.c: tcp_conn_request" {
        BypassesSynQueue = "bypasses-syn-queue",
            "Without the tests of the SYN queue, of tcp_syncookies = 2 and of the last quarter; the new initial number follows the old one.",
            "up to 4.14, 6.10 and later (6.18 observed); Unclear: where between 6.5 and 6.12 it came back";
        LikeAnyOther = "like-any-other",
            "Like any other SYN: the number that TIME-WAIT derived is cleared before it is read.",
            "6.1 (observed on 6.1.176); Unclear: 4.15 to 6.9, where tcp_v4_fill_cb clears it";
    }

    request_tsecr: RequestTsecr = "request-tsecr",
    "Which echoed timestamps does a request believe?",
    "net/ipv4/tcp_minisocks.c: tcp_check_req" {
        Any = "any", "All.", "up to 6.14";
        WithinSynAcks = "within-syn-acks",
            "Those between the values of its first and of its last SYN,ACK; an ACK that it sends in between carries a newer one, and what echoes that is refused until the next SYN,ACK.",
            "6.15 and later (read in 6.18.19, observed on 6.18.44)";
    }

    request_ts_recent: RequestTsRecent = "request-ts-recent",
    "Which segments renew the timestamp that a request echoes?",
    "net/ipv4/tcp_minisocks.c: tcp_check_req" {
        EverySegment = "every-segment", "Every segment inside the window, also one that is then ignored.", "up to 6.13; Unclear: stable releases of 2025";
        OnlyChild = "only-child", "None: the child takes over that of the segment that makes it.", "6.14 and later (observed on 6.18.44), 6.1.176 (observed)";
    }

    paws_old_ack: PawsOldAck = "paws-old-ack",
    "What does a connection do with a pure ACK that is older by its timestamp and by its number?",
    "net/ipv4/tcp_input.c: tcp_validate_incoming, tcp_disordered_ack_check" {
        Answered = "answered", "It answers with ACK, as to any segment that PAWS refuses.", "up to 6.12";
        Ignored = "ignored", "It drops it, and counts PAWSOldAck.", "6.14 and later";
    }

    paws_time_wait_counter: PawsTimeWaitCounter = "paws-time-wait-counter",
    "Which counter rises when TIME-WAIT refuses a segment with an older timestamp?",
    "net/ipv4/tcp_minisocks.c: tcp_timewait_state_process" {
        Estab = "estab", "PAWSEstab, as for a connection.", "up to 6.12";
        Timewait = "timewait", "PAWSTimewait.", "6.18 (read); Unclear: 6.13 to 6.17";
    }

    tw_reuse_two: TwReuseTwo = "tw-reuse-2",
    "What does tcp_tw_reuse = 2 mean?",
    "net/ipv4/tcp_ipv4.c: tcp_twsk_unique" {
        LikeOne = "like-one", "The same as 1: every connection.", "up to 4.18";
        LoopbackOnly = "loopback-only", "Only connections through the loopback interface.", "4.19 and later, el8";
    }

    tw_reuse_age: TwReuseAge = "tw-reuse-age",
    "How old must a connection in TIME-WAIT be for tcp_tw_reuse?",
    "net/ipv4/tcp_ipv4.c: tcp_twsk_unique" {
        MoreThanOneSecond = "more-than-one-second", "Its last timestamp came at least two seconds of the clock ago: 1 s to 2 s.", "up to 4.18";
        NextSecond = "next-second", "Its last timestamp came in an earlier second of the clock: up to 1 s.", "4.19 to 6.13";
        ReuseDelay = "reuse-delay", "It has been in TIME-WAIT for tcp_tw_reuse_delay.", "6.14 and later";
    }

    tw_reuse_fin_wait_2: TwReuseFinWait2 = "tw-reuse-fin-wait-2",
    "Does tcp_tw_reuse give a port in FIN-WAIT-2 that no program holds?",
    "net/ipv4/tcp_ipv4.c: tcp_twsk_unique" {
        Reused = "reused", "Yes, as one in TIME-WAIT.", "up to 6.5";
        Kept = "kept", "No.", "6.12 and later, 6.1.176 (observed)";
    }

    rfc1337_rst: Rfc1337Rst = "rfc1337-rst",
    "With tcp_rfc1337, what does the exact RST do to TIME-WAIT?",
    "net/ipv4/tcp_minisocks.c: tcp_timewait_state_process" {
        RestartsTimer = "restarts-timer", "It starts the 60 s again.", "up to 4.4.155 and 4.9.80";
        Ignored = "ignored", "Nothing.", "4.14 and later, 4.4.186";
    }

    time_wait_overflow_counter: TimeWaitOverflowCounter = "time-wait-overflow-counter",
    "Is it counted when tcp_max_tw_buckets refuses a mini-socket?",
    "net/ipv4/tcp_minisocks.c: tcp_time_wait" {
        Uncounted = "none", "No, it is only logged.", "up to 2.6.36";
        Counted = "counted", "Yes: TCPTimeWaitOverflow.", "3.1 and later";
    }

    time_wait_timer: TimeWaitTimer = "time-wait-timer",
    "What ends the mini-sockets of TIME-WAIT and FIN-WAIT-2?",
    "net/ipv4/inet_timewait_sock.c: inet_twsk_schedule, inet_twdr_hangman" {
        Slots = "slots", "Eight slots of 7.5 s that go round: TIME-WAIT lasts 52.5 to 60 s.", "up to 4.0; Unclear: el7, whose inet_timewait_sock.c was not read";
        OnePerSocket = "one-per-socket", "A timer of each mini-socket, of 60 s.", "4.1 and later";
    }
}
