//! The kernels of kernel.org: each is the one before it and what changed.

use super::profile::{Kernel, Profile};
use super::*;

/// Every kernel.org profile, oldest first.
pub(super) fn profiles() -> Vec<Profile> {
    vec![
        linux_2_6_18(),
        linux_2_6_32(),
        linux_3_10(),
        linux_4_4(),
        linux_4_9(),
        linux_4_10(),
        linux_4_14(),
        linux_4_19(),
        linux_5_4(),
        linux_5_10(),
        linux_6_1(),
        linux_6_5(),
        linux_6_12(),
        linux_6_18(),
    ]
}

/// A profile that starts as a copy of an older one.
pub(super) fn after(older: Profile, name: &str, read_in: &str, caveat: &str) -> Profile {
    Profile {
        name: name.to_owned(),
        read_in: read_in.to_owned(),
        caveat: caveat.to_owned(),
        ..older
    }
}

fn linux_2_6_18() -> Profile {
    Profile {
        name: "linux-2.6.18".to_owned(),
        read_in: "tag v2.6.18".to_owned(),
        caveat: "Red Hat's own 2.6.18-xxx.el5 sources were not read.".to_owned(),
        kernel: Kernel {
            policies: Policies {
                backlog_width: BacklogWidth::SixteenBit,
                syn_queue_full: SynQueueFull::TableOfMaxSynBacklog,
                syn_when_accept_queue_full: SynAdmission::AtMostOneYoung,
                syncookies_two: SyncookiesTwo::LikeOne,
                proven_peers: ProvenPeers::Nobody,
                syn_fin_in_listen: SynFinInListen::TakenAsSyn,
                syn_drop_counters: SynDropCounters::Uncounted,
                initial_timeout: InitialTimeout::ThreeSeconds,
                timer_wheel: TimerWheel::EachTick,
                syn_ack_timer: SynAckTimer::ListenerScan,
                early_expiry: EarlyExpiry::HalfOfTable,
                acked_request: AckedRequest::ExemptFromEarlyExpiry,
                deferred_bare_ack: DeferredBareAck::NeverAccepted,
                syn_ack_counters: SynAckCounters::Uncounted,
                repeated_syn: RepeatedSyn::Answered,
                rst_in_syn_received: RstInSynReceived::InWindow,
                syn_in_established: SynInEstablished::OldDataOrAbort,
                paws_syn: PawsSyn::Refused,
                repeated_syn_ack: RepeatedSynAck::DuplicateAck,
                rst_in_established: RstInEstablished::InWindow,
                ack_of_unsent: AckOfUnsent::Ignored,
                too_old_ack: TooOldAck::None,
                old_ack_in_closing: OldAckInClosing::Processed,
                syn_expiry: SynExpiry::Count,
                bad_ack_in_syn_sent: BadAckInSynSent::Reset,
                simultaneous_syn_ack: SimultaneousSynAck::Established,
                listener_close: ListenerClose::RequestsFreed,
                cookie_window: CookieWindow::ThreeSeconds,
                cookie_mss_table: CookieMssTable::EightValues,
                wrong_ack_of_request: WrongAckOfRequest::Reset,
                stale_cookie_counter: StaleCookieCounter::Failed,
                retransmit_limit: RetransmitLimit::Count,
                time_wait_syn: TimeWaitSyn::BypassesSynQueue,
                request_tsecr: RequestTsecr::Any,
                request_ts_recent: RequestTsRecent::EverySegment,
                paws_old_ack: PawsOldAck::Answered,
                paws_time_wait_counter: PawsTimeWaitCounter::Estab,
                tw_reuse_two: TwReuseTwo::LikeOne,
                tw_reuse_age: TwReuseAge::MoreThanOneSecond,
                tw_reuse_fin_wait_2: TwReuseFinWait2::Reused,
                rfc1337_rst: Rfc1337Rst::RestartsTimer,
                time_wait_overflow_counter: TimeWaitOverflowCounter::Uncounted,
                time_wait_timer: TimeWaitTimer::Slots,
            },
            sysctls: Sysctls {
                somaxconn: 128,
                tcp_max_syn_backlog: 1024,
                tcp_syncookies: 0,
                tcp_abort_on_overflow: 0,
                tcp_synack_retries: 5,
                tcp_syn_retries: 5,
                tcp_syn_linear_timeouts: 0,
                tcp_retries2: 15,
                tcp_orphan_retries: 0,
                tcp_fin_timeout: 60,
                tcp_max_tw_buckets: 180_000,
                tcp_rfc1337: 0,
                tcp_fastopen: 0,
                tcp_timestamps: 1,
                tcp_tw_reuse: 0,
                tcp_tw_reuse_delay: 1_000,
                tcp_keepalive_time: 7_200,
                tcp_keepalive_intvl: 75,
                tcp_keepalive_probes: 9,
            },
        },
        absent: vec![
            Sysctl::TcpSynLinearTimeouts,
            Sysctl::TcpTwReuseDelay,
            Sysctl::TcpFastopen,
        ],
    }
}

fn linux_2_6_32() -> Profile {
    let mut profile = after(
        linux_2_6_18(),
        "linux-2.6.32",
        "2.6.32.2",
        "2.6.33 turned tcp_syncookies on (e994b7c901d); 2.6.34 counts TCPTimeouts; 2.6.36 repaired syn-expiry (4d22f7d372f).",
    );
    let policies = &mut profile.kernel.policies;
    // 72a3effaf6, v2.6.20-rc2: the table is sized from the backlog.
    policies.syn_queue_full = SynQueueFull::TableOfBacklog;
    policies.acked_request = AckedRequest::ExpiresLikeAnyOther;
    // d1b99ba41d6, October 2009.
    policies.deferred_bare_ack = DeferredBareAck::AcceptedAfterPeriod;
    // 6fa12c85031, August 2009.
    policies.syn_expiry = SynExpiry::ElapsedOfDataTimeout;
    policies.retransmit_limit = RetransmitLimit::Elapsed;
    profile
}

fn linux_3_10() -> Profile {
    let mut profile = after(
        linux_2_6_32(),
        "linux-3.10",
        "3.10.4, 3.10.105",
        "3.16.81 and later drop every SYN while the accept queue is full.",
    );
    let policies = &mut profile.kernel.policies;
    policies.syn_fin_in_listen = SynFinInListen::Ignored;
    policies.syn_drop_counters = SynDropCounters::CookiesCountAsDrops;
    policies.initial_timeout = InitialTimeout::OneSecond;
    // 3bbb9ec9464, 2.6.35.
    policies.timer_wheel = TimerWheel::Slack;
    policies.syn_ack_counters = SynAckCounters::TimeoutsAndSegments;
    policies.repeated_syn = RepeatedSyn::RestartsTimer;
    policies.syn_in_established = SynInEstablished::Discarded;
    policies.repeated_syn_ack = RepeatedSynAck::ChallengeAck;
    policies.rst_in_established = RstInEstablished::ExactElseChallenge;
    policies.too_old_ack = TooOldAck::BeyondWindow;
    policies.syn_expiry = SynExpiry::Elapsed;
    policies.simultaneous_syn_ack = SimultaneousSynAck::ChallengeAck;
    policies.time_wait_overflow_counter = TimeWaitOverflowCounter::Counted;
    // Clients from 3.6 on, servers from 3.7 on; off by default up to 3.12.
    profile
        .absent
        .retain(|sysctl| *sysctl != Sysctl::TcpFastopen);
    // e994b7c901d, 2.6.33.
    profile.kernel.sysctls.tcp_syncookies = 1;
    profile.kernel.sysctls.tcp_syn_retries = 6;
    // max(128, ehash / 256) since 2.6.36 (c5ed63d66f2); this is the value of a host with 131072 hash buckets.
    profile.kernel.sysctls.tcp_max_syn_backlog = 512;
    profile
}

fn linux_4_4() -> Profile {
    let mut profile = after(
        linux_3_10(),
        "linux-4.4",
        "4.4.11, 4.4.155",
        "4.4.186 (perhaps from 4.4.178) drops every SYN while the accept queue is full: --policy syn-when-accept-queue-full=room-in-accept-queue.",
    );
    let policies = &mut profile.kernel.policies;
    policies.backlog_width = BacklogWidth::ThirtyTwoBit;
    policies.syn_queue_full = SynQueueFull::AtLeastBacklog;
    policies.syncookies_two = SyncookiesTwo::Unconditional;
    policies.syn_ack_timer = SynAckTimer::OnePerRequest;
    // 789f558cfb3, 4.1.
    policies.time_wait_timer = TimeWaitTimer::OnePerSocket;
    policies.early_expiry = EarlyExpiry::HalfOfBacklog;
    policies.syn_ack_counters = SynAckCounters::TimeoutsSegmentsAndSyns;
    policies.repeated_syn = RepeatedSyn::RestartsTimerRateLimited;
    policies.syn_in_established = SynInEstablished::ChallengeAck;
    policies.listener_close = ListenerClose::RequestsLeft;
    policies.cookie_window = CookieWindow::TwoMinutes;
    policies.cookie_mss_table = CookieMssTable::FourValues;
    // Requests moved from the listener's table to the table of connections.
    policies.wrong_ack_of_request = WrongAckOfRequest::TriedAsCookie;
    policies.stale_cookie_counter = StaleCookieCounter::Uncounted;
    // Clients since 3.13.
    profile.kernel.sysctls.tcp_fastopen = 1;
    profile
}

fn linux_4_9() -> Profile {
    let mut profile = after(
        linux_4_4(),
        "linux-4.9",
        "4.9.0, 4.9.80",
        "Unclear: whether a 4.9 stable release after 4.9.80 drops every SYN while the accept queue is full.",
    );
    let policies = &mut profile.kernel.policies;
    policies.syn_drop_counters = SynDropCounters::DropsOnly;
    // 500462a9de6, 4.8.
    policies.timer_wheel = TimerWheel::Granular;
    profile
}

fn linux_4_10() -> Profile {
    let mut profile = after(linux_4_9(), "linux-4.10", "4.10.1", "");
    // 5ea8ea2cb7f1, October 2016.
    profile.kernel.policies.syn_when_accept_queue_full = SynAdmission::RoomInAcceptQueue;
    profile
}

fn linux_4_14() -> Profile {
    let mut profile = after(linux_4_10(), "linux-4.14", "4.14.177", "");
    profile.kernel.policies.proven_peers = ProvenPeers::CachedRtt;
    profile.kernel.policies.rfc1337_rst = Rfc1337Rst::Ignored;
    // d0e1a1b5a833, May 2017.
    profile.kernel.policies.ack_of_unsent = AckOfUnsent::AnsweredUnlessEstablished;
    profile.kernel.policies.old_ack_in_closing = OldAckInClosing::Challenged;
    profile.kernel.policies.syn_expiry = SynExpiry::Count;
    profile
}

fn linux_4_19() -> Profile {
    let mut profile = after(
        linux_4_14(),
        "linux-4.19",
        "4.19.40",
        "Unclear: time-wait-syn; observed on 6.1 only.",
    );
    profile.kernel.policies.time_wait_syn = TimeWaitSyn::LikeAnyOther;
    profile.kernel.policies.tw_reuse_two = TwReuseTwo::LoopbackOnly;
    profile.kernel.policies.tw_reuse_age = TwReuseAge::NextSecond;
    profile.kernel.sysctls.tcp_tw_reuse = 2;
    profile
}

fn linux_5_4() -> Profile {
    let mut profile = after(linux_4_19(), "linux-5.4", "5.4.0, 5.4.273", "");
    profile.kernel.policies.syn_expiry = SynExpiry::CountOrElapsed;
    profile.kernel.sysctls.somaxconn = 4096;
    // max(128, ehash / 128) since 5.4; the same host as above.
    profile.kernel.sysctls.tcp_max_syn_backlog = 1024;
    profile
}

fn linux_5_10() -> Profile {
    let mut profile = after(linux_5_4(), "linux-5.10", "5.10.223", "");
    profile.kernel.policies.bad_ack_in_syn_sent = BadAckInSynSent::ResetAndSynAgain;
    // 3d501dd326fb, December 2023, in 5.10.204.
    profile.kernel.policies.too_old_ack = TooOldAck::BeyondAcked;
    profile
}

fn linux_6_1() -> Profile {
    let mut profile = after(
        linux_5_10(),
        "linux-6.1",
        "6.1.176 (observed), 6.1.192 (read)",
        "Before 6.1.125: --policy syn-queue-full=at-least. From 6.1.191: --policy rst-in-syn-received=exact.",
    );
    let policies = &mut profile.kernel.policies;
    policies.syn_queue_full = SynQueueFull::GreaterThanBacklog;
    policies.simultaneous_syn_ack = SimultaneousSynAck::Established;
    // Seen on 6.1.176 (`halfopen live` under user-mode-linux): backports of later kernels.
    policies.request_ts_recent = RequestTsRecent::OnlyChild;
    policies.tw_reuse_fin_wait_2 = TwReuseFinWait2::Kept;
    policies.old_ack_in_closing = OldAckInClosing::Processed;
    profile
}

fn linux_6_5() -> Profile {
    let mut profile = after(linux_5_10(), "linux-6.5", "6.5.0", "6.6 was not read.");
    profile.absent = vec![Sysctl::TcpTwReuseDelay];
    // ee05d90d0ac7, March 2023, 6.4.
    profile.kernel.policies.paws_syn = PawsSyn::Exempt;
    profile.kernel.policies.too_old_ack = TooOldAck::BeyondWindow;
    profile.kernel.sysctls.tcp_syn_linear_timeouts = 4;
    profile
}

fn linux_6_12() -> Profile {
    let mut profile = after(
        linux_6_5(),
        "linux-6.12",
        "6.12.107",
        "Before 6.12.10: --policy syn-queue-full=at-least. Before 6.12.105: --policy rst-in-syn-received=in-window.",
    );
    profile.kernel.policies.syn_queue_full = SynQueueFull::GreaterThanBacklog;
    profile.kernel.policies.rst_in_syn_received = RstInSynReceived::Exact;
    profile.kernel.policies.time_wait_syn = TimeWaitSyn::BypassesSynQueue;
    profile.kernel.policies.tw_reuse_fin_wait_2 = TwReuseFinWait2::Kept;
    profile.kernel.policies.too_old_ack = TooOldAck::BeyondAcked;
    profile.kernel.policies.old_ack_in_closing = OldAckInClosing::Processed;
    profile.kernel.policies.simultaneous_syn_ack = SimultaneousSynAck::Established;
    profile
}

fn linux_6_18() -> Profile {
    let mut profile = after(
        linux_6_12(),
        "linux-6.18",
        "6.18.44 (observed), 6.18.19 (read)",
        "Up to 6.18.19: --policy rst-in-syn-received=in-window.",
    );
    profile.absent.clear();
    let policies = &mut profile.kernel.policies;
    policies.ack_of_unsent = AckOfUnsent::Answered;
    policies.request_ts_recent = RequestTsRecent::OnlyChild;
    policies.request_tsecr = RequestTsecr::WithinSynAcks;
    policies.paws_old_ack = PawsOldAck::Ignored;
    policies.paws_time_wait_counter = PawsTimeWaitCounter::Timewait;
    policies.tw_reuse_age = TwReuseAge::ReuseDelay;
    profile
}
