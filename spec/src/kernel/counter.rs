//! The kernel's counters that set-up raises, under the names that `nstat` prints.

use std::fmt;

/// One counter of /proc/net/snmp (Tcp…) or /proc/net/netstat (TcpExt…).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[expect(
    missing_docs,
    reason = "the names are the kernel's own and say what they count"
)]
pub enum Counter {
    ActiveOpens,
    PassiveOpens,
    AttemptFails,
    EstabResets,
    RetransSegs,
    OutRsts,
    ListenOverflows,
    ListenDrops,
    TCPReqQFullDrop,
    TCPReqQFullDoCookies,
    SyncookiesSent,
    SyncookiesRecv,
    SyncookiesFailed,
    EmbryonicRsts,
    TCPTimeouts,
    TCPSynRetrans,
    TCPACKSkippedSynRecv,
    TCPDeferAcceptDrop,
    TCPChallengeACK,
    TCPSYNChallenge,
    TCPAbortOnTimeout,
    TCPAbortOnSyn,
    TCPAbortOnData,
    TCPAbortOnClose,
    TCPTimeWaitOverflow,
    TCPKeepAlive,
    PAWSEstab,
    PAWSOldAck,
    PAWSTimewait,
    TSEcrRejected,
    TCPFastOpenActive,
    TCPFastOpenActiveFail,
    TCPFastOpenPassive,
    TCPFastOpenPassiveFail,
    TCPFastOpenListenOverflow,
    TCPFastOpenCookieReqd,
}

impl Counter {
    /// Every counter, in declaration order.
    pub const ALL: &'static [Self] = &[
        Self::ActiveOpens,
        Self::PassiveOpens,
        Self::AttemptFails,
        Self::EstabResets,
        Self::RetransSegs,
        Self::OutRsts,
        Self::ListenOverflows,
        Self::ListenDrops,
        Self::TCPReqQFullDrop,
        Self::TCPReqQFullDoCookies,
        Self::SyncookiesSent,
        Self::SyncookiesRecv,
        Self::SyncookiesFailed,
        Self::EmbryonicRsts,
        Self::TCPTimeouts,
        Self::TCPSynRetrans,
        Self::TCPACKSkippedSynRecv,
        Self::TCPDeferAcceptDrop,
        Self::TCPChallengeACK,
        Self::TCPSYNChallenge,
        Self::TCPAbortOnTimeout,
        Self::TCPAbortOnSyn,
        Self::TCPAbortOnData,
        Self::TCPAbortOnClose,
        Self::TCPTimeWaitOverflow,
        Self::TCPKeepAlive,
        Self::PAWSEstab,
        Self::PAWSOldAck,
        Self::PAWSTimewait,
        Self::TSEcrRejected,
        Self::TCPFastOpenActive,
        Self::TCPFastOpenActiveFail,
        Self::TCPFastOpenPassive,
        Self::TCPFastOpenPassiveFail,
        Self::TCPFastOpenListenOverflow,
        Self::TCPFastOpenCookieReqd,
    ];
}

impl fmt::Display for Counter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = match self {
            Self::ActiveOpens
            | Self::PassiveOpens
            | Self::AttemptFails
            | Self::EstabResets
            | Self::RetransSegs
            | Self::OutRsts => "Tcp",
            Self::ListenOverflows
            | Self::ListenDrops
            | Self::TCPReqQFullDrop
            | Self::TCPReqQFullDoCookies
            | Self::SyncookiesSent
            | Self::SyncookiesRecv
            | Self::SyncookiesFailed
            | Self::EmbryonicRsts
            | Self::TCPTimeouts
            | Self::TCPSynRetrans
            | Self::TCPACKSkippedSynRecv
            | Self::TCPDeferAcceptDrop
            | Self::TCPChallengeACK
            | Self::TCPSYNChallenge
            | Self::TCPAbortOnTimeout
            | Self::TCPAbortOnSyn
            | Self::TCPAbortOnData
            | Self::TCPAbortOnClose
            | Self::TCPTimeWaitOverflow
            | Self::TCPKeepAlive
            | Self::PAWSEstab
            | Self::PAWSOldAck
            | Self::PAWSTimewait
            | Self::TSEcrRejected
            | Self::TCPFastOpenActive
            | Self::TCPFastOpenActiveFail
            | Self::TCPFastOpenPassive
            | Self::TCPFastOpenPassiveFail
            | Self::TCPFastOpenListenOverflow
            | Self::TCPFastOpenCookieReqd => "TcpExt",
        };
        write!(f, "{table}{self:?}")
    }
}
