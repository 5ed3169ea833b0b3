//! The timetables that retransmission follows when nothing answers, from the same functions that the rules use.

use super::timer::{DATA_TIMEOUT, LONGEST_TIMEOUT, doubled, initial_timeout};
use crate::policy::{Kernel, RetransmitLimit, SynExpiry};
use std::time::Duration;

/// When segments are sent and when the sender gives up, in time since the first; timers taken to fire on time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timetable {
    /// When each copy is sent, the first at 0.
    pub sent: Vec<Duration>,
    /// When the sender forgets.
    pub ends: Duration,
}

impl Timetable {
    /// How often the segment is sent again after the first time.
    #[must_use]
    pub fn repetitions(&self) -> usize {
        self.sent.len().saturating_sub(1)
    }

    fn later(&mut self, interval: Duration) {
        self.ends = self.ends.saturating_add(interval);
    }
}

/// What the round trip adds to the least retransmission timeout, at 250 ticks a second.
const ONE_TICK: Duration = Duration::from_millis(4);

/// The time from one SYN to the next after `retransmits` retransmissions: the first
/// `tcp_syn_linear_timeouts` keep their length.
pub(super) fn syn_interval(first: Duration, linear: u8, retransmits: u8) -> Duration {
    doubled(first, u32::from(retransmits.saturating_sub(linear)))
}

/// The time that `retries` doubled timeouts take, as retransmits_timed_out computes it: linear after two minutes.
fn boundary(base: Duration, retries: u8) -> Duration {
    let ratio = LONGEST_TIMEOUT.as_millis().checked_div(base.as_millis());
    let doublings = ratio.and_then(u128::checked_ilog2).unwrap_or(0);
    let retries = u32::from(retries);
    // 1 + 2 + 4 + … is one less than the next power of two.
    let powers = 2_u32
        .checked_shl(retries.min(doublings))
        .unwrap_or(u32::MAX);
    let doubled = base.saturating_mul(powers.saturating_sub(1));
    let linear = LONGEST_TIMEOUT.saturating_mul(retries.saturating_sub(doublings));
    doubled.saturating_add(linear)
}

/// Whether connect() gives up at the firing that follows `retransmits` retransmissions, of which `linear` keep their interval.
#[must_use]
pub fn syn_gives_up(kernel: &Kernel, linear: u8, retransmits: u8) -> bool {
    let base = initial_timeout(&kernel.policies);
    let retries = kernel.sysctls.tcp_syn_retries;
    let elapsed: Duration = (0..=retransmits)
        .map(|done| syn_interval(base, linear, done))
        .sum();
    match kernel.policies.syn_expiry {
        SynExpiry::Count => retransmits >= retries,
        SynExpiry::ElapsedOfDataTimeout => elapsed >= boundary(DATA_TIMEOUT, retries),
        SynExpiry::Elapsed => elapsed >= boundary(base, retries),
        SynExpiry::CountOrElapsed => {
            retransmits >= retries.saturating_add(linear) || elapsed >= boundary(base, retries)
        }
    }
}

/// Whether data is given up at the firing that follows `retransmits` retransmissions: the time since the first
/// retransmission counts.
///
/// What `limit` backoffs of exactly 200 ms take is compared with what was waited, which is a little more: 200 ms are only the least
/// timeout, to which the round trip adds a tick or more. On 6.18 tcp_orphan_retries = 1, 2, 3 and 8 gave 2, 3, 4 and 8 repetitions.
/// With 3 or 4 the round trip decides: from 15 or 7 ms on (`boundary` over the doublings that are summed) it is one repetition less,
/// and both were seen on 6.18.44 (`halfopen live`).
fn data_timed_out(limit: u8, retransmits: u8) -> bool {
    let since_first: Duration = (1..=retransmits)
        .map(|done| doubled(DATA_TIMEOUT.saturating_add(ONE_TICK), u32::from(done)))
        .sum();
    // Before the first nothing was waited, and no limit is less than one timeout.
    since_first >= boundary(DATA_TIMEOUT, limit)
}

/// An unanswered connect().
#[must_use]
pub fn unanswered_connect(kernel: &Kernel) -> Timetable {
    let base = initial_timeout(&kernel.policies);
    let linear = kernel.sysctls.tcp_syn_linear_timeouts;
    let mut timetable = Timetable {
        sent: vec![Duration::ZERO],
        ends: Duration::ZERO,
    };
    for retransmits in 0..=u8::MAX {
        timetable.later(syn_interval(base, linear, retransmits));
        if syn_gives_up(kernel, linear, retransmits) {
            break;
        }
        timetable.sent.push(timetable.ends);
    }
    timetable
}

/// A request whose SYN,ACK is never answered, in a SYN queue without pressure.
#[must_use]
pub fn unanswered_syn_ack(kernel: &Kernel) -> Timetable {
    unanswered_syn_ack_with(kernel, kernel.sysctls.tcp_synack_retries)
}

/// A request that is granted only so many retries.
#[must_use]
pub fn unanswered_syn_ack_with(kernel: &Kernel, retries: u8) -> Timetable {
    let base = initial_timeout(&kernel.policies);
    let mut timetable = Timetable {
        sent: vec![Duration::ZERO],
        ends: Duration::ZERO,
    };
    for timeouts in 0..=retries {
        timetable.later(doubled(base, u32::from(timeouts)));
        if timeouts < retries {
            timetable.sent.push(timetable.ends);
        }
    }
    timetable
}

/// Data that is never acknowledged on a connection that a program holds.
#[must_use]
pub fn unanswered_data(kernel: &Kernel) -> Timetable {
    unanswered(kernel, kernel.sysctls.tcp_retries2)
}

/// A FIN that is never acknowledged on a connection that no program holds.
#[must_use]
pub fn unanswered_fin_of_an_orphan(kernel: &Kernel) -> Timetable {
    unanswered(kernel, orphan_limit(kernel))
}

/// tcp_orphan_retries, where 0 means 8 (tcp_orphan_retries()).
pub(super) fn orphan_limit(kernel: &Kernel) -> u8 {
    match kernel.sysctls.tcp_orphan_retries {
        0 => 8,
        retries => retries,
    }
}

/// Whether retransmission is given up at the firing that follows `retransmits` retransmissions.
pub(super) fn gives_up(kernel: &Kernel, limit: u8, retransmits: u8) -> bool {
    match kernel.policies.retransmit_limit {
        RetransmitLimit::Count => retransmits >= limit,
        RetransmitLimit::Elapsed => data_timed_out(limit, retransmits),
    }
}

fn unanswered(kernel: &Kernel, limit: u8) -> Timetable {
    let mut timetable = Timetable {
        sent: vec![Duration::ZERO],
        ends: Duration::ZERO,
    };
    for retransmits in 0..=u8::MAX {
        timetable.later(doubled(DATA_TIMEOUT, u32::from(retransmits)));
        if gives_up(kernel, limit, retransmits) {
            break;
        }
        timetable.sent.push(timetable.ends);
    }
    timetable
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Sysctl, profile};

    fn seconds(timetable: &Timetable) -> (Vec<u64>, u64) {
        (
            timetable.sent.iter().map(Duration::as_secs).collect(),
            timetable.ends.as_secs(),
        )
    }

    fn connect(profile_name: &str) -> (Vec<u64>, u64) {
        seconds(&unanswered_connect(
            &profile(profile_name).expect("a built-in profile").kernel,
        ))
    }

    /// kernel-rules.md §8; 6.18 and 6.1 observed.
    #[test]
    fn connect_follows_the_timetable_of_each_kernel() {
        assert_eq!(connect("linux-2.6.18"), (vec![0, 3, 9, 21, 45, 93], 189));
        assert_eq!(connect("linux-2.6.32"), (vec![0, 3, 9], 21));
        assert_eq!(connect("rhel-6").1, 63);
        for name in [
            "linux-3.10",
            "linux-4.4",
            "linux-4.10",
            "linux-4.14",
            "linux-5.4",
            "linux-6.1",
        ] {
            assert_eq!(connect(name), (vec![0, 1, 3, 7, 15, 31, 63], 127), "{name}");
        }
        assert_eq!(
            connect("linux-6.18"),
            (vec![0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67], 131)
        );
    }

    /// kernel-observations.md §5, 6.18 with tcp_syn_linear_timeouts = 4: small retries lose the linear ones.
    #[test]
    fn few_syn_retries_cut_the_linear_timeouts_short() {
        for (retries, syns, fails) in [(1, 3, 3), (2, 6, 7), (3, 8, 19), (4, 9, 35), (5, 10, 67)] {
            let mut profile = profile("linux-6.18").expect("a built-in profile");
            profile
                .set_sysctl(Sysctl::TcpSynRetries, retries)
                .expect("in range");
            let timetable = unanswered_connect(&profile.kernel);
            assert_eq!(
                (timetable.sent.len(), timetable.ends.as_secs()),
                (syns, fails),
                "retries {retries}"
            );
        }
    }

    /// kernel-rules.md §5 and kernel-observations.md §5.
    #[test]
    fn a_request_is_forgotten_when_its_retries_are_spent() {
        let forgotten = |name| {
            seconds(&unanswered_syn_ack(
                &profile(name).expect("a built-in profile").kernel,
            ))
        };
        assert_eq!(forgotten("linux-2.6.18"), (vec![0, 3, 9, 21, 45, 93], 189));
        assert_eq!(forgotten("linux-3.10"), (vec![0, 1, 3, 7, 15, 31], 63));
        assert_eq!(forgotten("linux-6.18"), (vec![0, 1, 3, 7, 15, 31], 63));
    }

    /// kernel-observations.md §7, 6.18: 1, 2, 3 and 0 gave 2, 3, 4 and 8 repetitions. kernel-rules.md §9: 2.6.18 counts.
    #[test]
    fn a_fin_of_an_orphan_is_repeated_a_little_more_often_than_tcp_orphan_retries_says() {
        for (name, retries, repeated) in [
            ("linux-6.18", 1, 2),
            ("linux-6.18", 2, 3),
            ("linux-6.18", 3, 4),
            ("linux-6.18", 0, 8),
            ("linux-2.6.18", 1, 1),
            ("linux-2.6.18", 3, 3),
            ("linux-2.6.18", 0, 8),
        ] {
            let mut profile = profile(name).expect("a built-in profile");
            profile
                .set_sysctl(Sysctl::TcpOrphanRetries, retries)
                .expect("in range");
            let timetable = unanswered_fin_of_an_orphan(&profile.kernel);
            assert_eq!(timetable.repetitions(), repeated, "{name}, {retries}");
        }
    }

    /// retransmits_timed_out asks for one retransmission before it looks at the time; here no limit is less than one timeout.
    #[test]
    fn data_is_sent_again_once_even_with_no_retries() {
        let mut profile = profile("linux-6.18").expect("a built-in profile");
        profile
            .set_sysctl(Sysctl::TcpRetries2, 0)
            .expect("in range");
        assert_eq!(unanswered_data(&profile.kernel).repetitions(), 1);
    }

    /// Documentation/networking/ip-sysctl: tcp_retries2 = 15 gives 924.6 s.
    #[test]
    fn fifteen_retries_of_data_take_924_seconds() {
        assert_eq!(boundary(DATA_TIMEOUT, 15), Duration::from_millis(924_600));
    }
}
