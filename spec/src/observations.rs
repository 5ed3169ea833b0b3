//! What was seen of running kernels, in seconds, and which measure of which scenario has to contain it.
//!
//! Packets were captured exactly; states were sampled, and lag by up to [`LAG`].

use crate::policy::Sysctl;
use crate::scenarios::{self, Scenario};
use std::time::Duration;

/// How late the end of a state may have been seen.
pub const LAG: Duration = Duration::from_millis(300);

/// Something that a running kernel took so long for.
#[derive(Clone, Copy, Debug)]
pub struct Observation {
    /// In words.
    pub sentence: &'static str,
    /// The kernel that was observed.
    pub kernel: &'static str,
    /// The profile that has to agree.
    pub profile: &'static str,
    /// The scenario.
    pub scenario: fn() -> Scenario,
    /// The name of the measure.
    pub measure: &'static str,
    /// When what the measure notes was seen, in seconds since it begins.
    pub noted: &'static [f64],
    /// When its end was seen.
    pub ended: Option<f64>,
}

/// The client's FIN is acknowledged, and the server never closes, with this tcp_fin_timeout.
fn fin_timeout(seconds: i64) -> Scenario {
    scenarios::server_never_closes().sysctl(Sysctl::TcpFinTimeout, seconds)
}

/// The other end is gone when a program closes, with this tcp_orphan_retries.
fn orphan_retries(retries: i64) -> Scenario {
    scenarios::vanished_peer().sysctl(Sysctl::TcpOrphanRetries, retries)
}

macro_rules! observed {
    ($sentence:literal, $kernel:literal, $profile:literal, $scenario:expr, $measure:literal, $noted:expr, $ended:expr) => {
        Observation {
            sentence: $sentence,
            kernel: $kernel,
            profile: $profile,
            scenario: || $scenario,
            measure: $measure,
            noted: $noted,
            ended: $ended,
        }
    };
}

/// Every observation, teardown first.
pub const OBSERVATIONS: &[Observation] = &[
    observed!(
        "TIME-WAIT lasts",
        "6.18.44",
        "linux-6.18",
        scenarios::server_closes_late(),
        "time-wait-time",
        &[],
        Some(61.5)
    ),
    observed!(
        "TIME-WAIT lasts after a repeated FIN came to it at 32 s",
        "6.18.44",
        "linux-6.18",
        scenarios::slow_close_with_rfc1337(),
        "touched-time-wait-time",
        &[],
        Some(62.046)
    ),
    observed!(
        "TIME-WAIT on a path of 0.4 s gets a repeated FIN, and is ended by RST (shared capture normal-close-time-wait-assassinated)",
        "6.18.44",
        "linux-6.18",
        scenarios::slow_close(),
        "assassination-time",
        &[0.213],
        Some(1.017)
    ),
    observed!(
        "FIN-WAIT-2 of an orphan lasts, tcp_fin_timeout = 60",
        "6.18.44",
        "linux-6.18",
        fin_timeout(60),
        "fin-wait-2-time",
        &[],
        Some(60.5)
    ),
    observed!(
        "FIN-WAIT-2 of an orphan lasts, tcp_fin_timeout = 5",
        "6.18.44",
        "linux-6.18",
        fin_timeout(5),
        "fin-wait-2-time",
        &[],
        Some(5.2)
    ),
    observed!(
        "FIN-WAIT-2 of an orphan lasts, tcp_fin_timeout = 1",
        "6.18.44",
        "linux-6.18",
        fin_timeout(1),
        "fin-wait-2-time",
        &[],
        Some(1.0)
    ),
    observed!(
        "FIN-WAIT-2 of an orphan lasts, tcp_fin_timeout = 0",
        "6.18.44",
        "linux-6.18",
        fin_timeout(0),
        "fin-wait-2-time",
        &[],
        Some(0.8)
    ),
    observed!(
        "FIN-WAIT-2 of an orphan lasts, tcp_fin_timeout = 61",
        "6.18.44",
        "linux-6.18",
        fin_timeout(61),
        "fin-wait-2-time",
        &[],
        Some(2.1)
    ),
    observed!(
        "FIN-WAIT-2 of an orphan lasts, tcp_fin_timeout = 61",
        "6.1.176",
        "linux-6.1",
        fin_timeout(61),
        "fin-wait-2-time",
        &[],
        Some(2.1)
    ),
    observed!(
        "FIN-WAIT-2 of an orphan lasts, tcp_fin_timeout = 65",
        "6.18.44",
        "linux-6.18",
        fin_timeout(65),
        "fin-wait-2-time",
        &[],
        Some(10.2)
    ),
    observed!(
        "FIN-WAIT-2 of an orphan lasts, tcp_fin_timeout = 90",
        "6.18.44",
        "linux-6.18",
        fin_timeout(90),
        "fin-wait-2-time",
        &[],
        Some(62.3)
    ),
    observed!(
        "FIN-WAIT-2 of an orphan lasts, tcp_fin_timeout = 120",
        "6.18.44",
        "linux-6.18",
        fin_timeout(120),
        "fin-wait-2-time",
        &[],
        Some(122.5)
    ),
    observed!(
        "The FIN of an orphan is sent again, and given up, tcp_orphan_retries = 1",
        "6.18.44",
        "linux-6.18",
        orphan_retries(1),
        "fin-times",
        &[0.21, 0.64],
        Some(1.5)
    ),
    observed!(
        "The FIN of an orphan is sent again, and given up, tcp_orphan_retries = 3",
        "6.18.44",
        "linux-6.18",
        orphan_retries(3),
        "fin-times",
        &[0.21, 0.64, 1.47, 3.13],
        Some(6.7)
    ),
    observed!(
        "The FIN of an orphan is sent again, and given up, tcp_orphan_retries = 8",
        "6.18.44",
        "linux-6.18",
        orphan_retries(8),
        "fin-times",
        &[0.21, 0.65, 1.5, 3.1, 6.6, 13.3, 26.6, 53.7],
        Some(107.0)
    ),
    observed!(
        "The FIN of an orphan is sent again, and given up, tcp_orphan_retries = 0, which means 8",
        "6.18.44",
        "linux-6.18",
        orphan_retries(0),
        "fin-times",
        &[0.21, 0.65, 1.5, 3.1, 6.6, 13.3, 26.6, 53.7],
        Some(107.0)
    ),
    observed!(
        "The SYN is sent again after the ACK of a stale peer",
        "6.18.44",
        "linux-6.18",
        scenarios::stale_peer(),
        "syn-after-bad-ack",
        &[],
        Some(0.010)
    ),
    observed!(
        "A request answers a repeated SYN again, asked every 0.06 s",
        "6.18.44",
        "linux-6.18",
        scenarios::slow_handshake(),
        "repeated-syn-time",
        &[],
        Some(0.561)
    ),
    observed!(
        "connect() takes a port in TIME-WAIT that the kernel chooses, tcp_tw_reuse = 1",
        "6.18.44",
        "linux-6.18",
        scenarios::port_of_an_old_connection(),
        "young-port-time",
        &[],
        Some(1.12)
    ),
    observed!(
        "SYN,ACK is sent again although the bare ACK was seen, TCP_DEFER_ACCEPT = 5 s",
        "6.18.44",
        "linux-6.18",
        scenarios::deferred_accept_idle(),
        "deferred-syn-ack-time",
        &[],
        Some(7.3)
    ),
    observed!(
        "SYN,ACK of a child of Fast Open is sent again, and given up, tcp_synack_retries = 1",
        "6.18.44",
        "linux-6.18",
        scenarios::fast_open_never_answered(),
        "fast-open-times",
        &[1.03, 3.04],
        Some(7.29)
    ),
];
