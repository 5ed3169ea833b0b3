//! A kernel that was started minutes ago is not asked for a while.
//!
//! Its tick counter begins five minutes before the end of 32 bits (INITIAL_JIFFIES). When that is over, a listener that never sent a cookie
//! looks for two minutes as if it just had: the time of its last cookie is 0 too (tcp_synq_no_recent_overflow). Then an ACK that belongs
//! to nothing is tried as a cookie and counted as SyncookiesFailed: seen on 6.1.176. The specification's listeners know whether they
//! sent one.

use std::time::Duration;

/// From then on a case could last until the counter begins anew.
const FROM: Duration = Duration::from_secs(240);
/// Until then a listener may seem to have sent a cookie: five minutes, the two for which cookies count, and a second.
const UNTIL: Duration = Duration::from_secs(421);

/// Waits until the running kernel's listeners know what they did.
pub(super) fn wait_until_grown_up() {
    let uptime = std::fs::read_to_string("/proc/uptime").unwrap_or_default();
    if let Some(wait) = age(&uptime).and_then(still_to_wait) {
        std::thread::sleep(wait);
    }
}

/// The first number of /proc/uptime: seconds since the kernel was started.
fn age(uptime: &str) -> Option<Duration> {
    let seconds: f64 = uptime.split_whitespace().next()?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

fn still_to_wait(age: Duration) -> Option<Duration> {
    (age >= FROM)
        .then(|| UNTIL.checked_sub(age))
        .flatten()
        .filter(|wait| !wait.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_kernel_in_its_fifth_to_seventh_minute_is_waited_for() {
        let wait = |uptime: &str| {
            let wait = age(uptime).and_then(still_to_wait);
            wait.map(|wait| wait.as_secs())
        };
        assert_eq!(wait("12.40 3.00\n"), None);
        assert_eq!(wait("239.99 3.00\n"), None);
        assert_eq!(wait("301.00 3.00\n"), Some(120));
        assert_eq!(wait("421.00 3.00\n"), None);
        assert_eq!(wait("27000.12 3.00\n"), None);
        assert_eq!(wait(""), None);
    }
}
