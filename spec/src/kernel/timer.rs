//! Every timer: who holds it, what for, and how late it may fire.

use super::state::{HostId, Tuple};
use super::time_wait::TIME_WAIT_LENGTH;
use crate::policy::{InitialTimeout, Policies, SynAckTimer, TimeWaitTimer, TimerWheel};
use std::fmt;
use std::ops::Range;
use std::time::Duration;

/// An armed timer. It names its owner, so that two hosts never hold equal timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Timer {
    /// The host that armed it.
    pub owner: HostId,
    /// What happens when it fires.
    pub purpose: Purpose,
}

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub enum Purpose {
    /// Sends the SYN again, or the SYN,ACK of a simultaneous open.
    SynAgain(Tuple),
    /// Sends a request's SYN,ACK again.
    SynAckAgain(Tuple),
    /// Sends the first unacknowledged data or FIN again.
    DataAgain(Tuple),
    /// Asks whether the other end is still there.
    Keepalive(Tuple),
    /// Ends the time that an orphan in FIN-WAIT-2 spends as a full socket.
    FinWait2Ends(Tuple),
    /// Ends a mini-socket, in FIN-WAIT-2 or TIME-WAIT.
    TimeWaitEnds(Tuple),
    /// Ends the time for which the kernel does not choose a port in TIME-WAIT again (tcp_tw_reuse).
    PortReusable(Tuple),
    /// Ends the time in which a request answers no further SYN (tcp_invalid_ratelimit).
    AnswerSynAgain(Tuple),
    /// Ends the time for which a child of Fast Open that was reset counts against TCP_FASTOPEN.
    FastOpenPlaceFree(Tuple),
    /// Ends the time in which SYN cookies are accepted.
    ForgetCookies,
}

impl Purpose {
    /// The four-tuple that it concerns, if it concerns one.
    #[must_use]
    pub const fn tuple(self) -> Option<Tuple> {
        match self {
            Self::SynAgain(tuple)
            | Self::SynAckAgain(tuple)
            | Self::DataAgain(tuple)
            | Self::Keepalive(tuple)
            | Self::FinWait2Ends(tuple)
            | Self::TimeWaitEnds(tuple)
            | Self::PortReusable(tuple)
            | Self::AnswerSynAgain(tuple)
            | Self::FastOpenPlaceFree(tuple) => Some(tuple),
            Self::ForgetCookies => None,
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SynAgain(_) => "SYN timer",
            Self::SynAckAgain(_) => "SYN,ACK timer",
            Self::DataAgain(_) => "retransmission timer",
            Self::Keepalive(_) => "keepalive timer",
            Self::FinWait2Ends(_) => "FIN-WAIT-2 timer",
            Self::TimeWaitEnds(_) => "TIME-WAIT timer",
            Self::PortReusable(_) => "end of the time without tcp_tw_reuse",
            Self::AnswerSynAgain(_) => "end of tcp_invalid_ratelimit",
            Self::FastOpenPlaceFree(_) => {
                "end of the time for which TCP_FASTOPEN counts a reset child"
            }
            Self::ForgetCookies => "end of the cookie window",
        })
    }
}

/// include/net/tcp.h: TCP_RTO_MAX, the longest interval between two retransmissions.
pub(super) const LONGEST_TIMEOUT: Duration = Duration::from_secs(120);

/// include/net/tcp.h: TCP_RTO_MIN, the first retransmission timeout of data on a short path.
pub(super) const DATA_TIMEOUT: Duration = Duration::from_millis(200);

/// include/net/tcp.h: TCP_TIMEOUT_MIN, two ticks; 8 ms at 250 ticks a second.
pub(super) const SHORTEST_TIMEOUT: Duration = Duration::from_millis(8);

/// net.ipv4.tcp_invalid_ratelimit, default 500 ms.
pub(super) const INVALID_RATE_LIMIT: Duration = Duration::from_millis(500);

/// The first timeout of SYN and SYN,ACK (TCP_TIMEOUT_INIT).
pub(super) fn initial_timeout(policies: &Policies) -> Duration {
    match policies.initial_timeout {
        InitialTimeout::ThreeSeconds => Duration::from_secs(3),
        InitialTimeout::OneSecond => Duration::from_secs(1),
    }
}

/// `first` doubled `times` times, at most [`LONGEST_TIMEOUT`].
pub(super) fn doubled(first: Duration, times: u32) -> Duration {
    1_u32
        .checked_shl(times)
        .and_then(|factor| first.checked_mul(factor))
        .map_or(LONGEST_TIMEOUT, |timeout| timeout.min(LONGEST_TIMEOUT))
}

/// include/linux/param.h: a tick at 100 ticks a second, the fewest that a kernel is built with: a timer waits for the next one.
const LONGEST_TICK: Duration = Duration::from_millis(10);

/// A tick at 250 ticks a second: a short timer waits for what is left of the present one. Seen on 6.18: 10 ms for 8 ms.
const TICK: Duration = Duration::from_millis(4);

/// When a socket's own timer fires: how late depends on the kernel's timer wheel.
pub(super) fn wheel(policies: &Policies, timeout: Duration) -> Range<Duration> {
    let late = match policies.timer_wheel {
        TimerWheel::EachTick => LONGEST_TICK,
        TimerWheel::Slack => LONGEST_TICK.saturating_add(part(timeout, 256)),
        TimerWheel::Granular => TICK.max(part(timeout, 8)),
    };
    timeout..timeout.saturating_add(late)
}

/// One of so many equal parts of a duration.
fn part(whole: Duration, parts: u32) -> Duration {
    whole.checked_div(parts).unwrap_or(whole)
}

/// include/net/inet_timewait_sock.h: INET_TWDR_TWKILL_SLOTS, so many slots serve TCP_TIMEWAIT_LEN.
const SLOTS: u32 = 8;

/// When the mini-socket of TIME-WAIT or FIN-WAIT-2 ends.
///
/// Up to 4.0 slots of 7.5 s go round. A mini-socket waits for the slot that is furthest away, or that comes after its time; the current one is
/// partly over, so that TIME-WAIT lasts 52.5 to 60 s. Times up to 4 s have finer slots of their own.
// net/ipv4/inet_timewait_sock.c: inet_twsk_schedule, inet_twdr_hangman
pub(super) fn mini_socket_ends(policies: &Policies, timeout: Duration) -> Range<Duration> {
    match policies.time_wait_timer {
        TimeWaitTimer::OnePerSocket => wheel(policies, timeout),
        TimeWaitTimer::Slots if timeout <= Duration::from_secs(4) => {
            timeout..timeout.saturating_add(Duration::from_millis(160))
        }
        TimeWaitTimer::Slots => {
            let slot = part(TIME_WAIT_LENGTH, SLOTS);
            let last = slot.saturating_mul(SLOTS.saturating_sub(1));
            let whole = (1..SLOTS)
                .map(|slots| slot.saturating_mul(slots))
                .find(|whole| *whole >= timeout)
                .unwrap_or(last);
            whole..whole.saturating_add(slot)
        }
    }
}

/// When a request's SYN,ACK timer fires.
///
/// Up to 4.0 a scan of the listener's table comes by: it visits two rounds of the table in each initial timeout, so a
/// request waits for it up to half of that, plus one interval of 200 ms.
pub(super) fn syn_ack_firing(policies: &Policies, timeout: Duration) -> Range<Duration> {
    match policies.syn_ack_timer {
        SynAckTimer::ListenerScan => {
            let half = part(initial_timeout(policies), 2);
            let scan = half.saturating_add(Duration::from_millis(100));
            timeout..timeout.saturating_add(scan)
        }
        SynAckTimer::OnePerRequest => wheel(policies, timeout),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timer_has_a_name_and_says_whom_it_concerns() {
        let tuple = Tuple {
            peer: HostId(1),
            local: crate::wire::Port(80),
            remote: crate::wire::Port(1024),
        };
        assert_eq!(Purpose::SynAckAgain(tuple).tuple(), Some(tuple));
        assert_eq!(Purpose::ForgetCookies.tuple(), None);
        assert_eq!(
            Purpose::DataAgain(tuple).to_string(),
            "retransmission timer"
        );
    }

    #[test]
    fn backoff_doubles_up_to_two_minutes() {
        let first = Duration::from_secs(3);
        let seconds: Vec<u64> = (0..7).map(|n| doubled(first, n).as_secs()).collect();
        assert_eq!(seconds, [3, 6, 12, 24, 48, 96, 120]);
        assert_eq!(doubled(first, 255), LONGEST_TIMEOUT);
    }

    fn policies_of(profile: &str) -> Policies {
        crate::policy::profile(profile)
            .expect("a built-in profile")
            .kernel
            .policies
    }

    #[test]
    fn timers_were_exact_to_a_tick_then_got_slack_then_an_eighth() {
        let late = |profile| {
            let minute = Duration::from_secs(64);
            wheel(&policies_of(profile), minute).end - minute
        };
        assert_eq!(late("linux-2.6.32"), Duration::from_millis(10));
        assert_eq!(late("linux-4.4"), Duration::from_millis(260));
        assert_eq!(late("linux-4.9"), Duration::from_secs(8));
    }

    #[test]
    fn time_wait_ended_in_slots_of_seven_and_a_half_seconds() {
        let ends = |profile, seconds| {
            let range = mini_socket_ends(&policies_of(profile), Duration::from_secs(seconds));
            (range.start.as_millis(), range.end.as_millis())
        };
        assert_eq!(ends("linux-3.10", 60), (52_500, 60_000));
        assert_eq!(ends("linux-3.10", 20), (22_500, 30_000));
        assert_eq!(ends("linux-3.10", 2), (2_000, 2_160));
        assert_eq!(ends("linux-4.9", 60), (60_000, 67_500));
    }
}
