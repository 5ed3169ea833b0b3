//! How many half-open requests a listener may hold, and how many it holds.

use super::stack::{Context, Listener, Stack};
use crate::policy::{EarlyExpiry, Kernel, SynQueueFull};

/// Requests in the SYN queue (`Q`; reqsk_queue_len).
#[must_use]
pub fn length(stack: &Stack) -> u32 {
    let here = u32::try_from(stack.requests().count()).unwrap_or(u32::MAX);
    here.saturating_add(stack.elsewhere.requests.into())
}

/// Requests whose SYN,ACK timer has never fired (`Y`; reqsk_queue_len_young).
#[must_use]
pub fn young(stack: &Stack) -> u32 {
    let young = stack.requests().filter(|(_, request)| request.is_young());
    let here = u32::try_from(young.count()).unwrap_or(u32::MAX);
    here.saturating_add(stack.elsewhere.young.into())
}

/// The size of the SYN table that the first listen() makes, where kernels have one.
///
/// Linux 2.6.18: reqsk_queue_alloc takes the sysctl alone; 2.6.20 to 4.3: the backlog too.
#[must_use]
pub fn table_size(kernel: &Kernel, backlog: u32) -> Option<u32> {
    let max_syn_backlog = kernel.sysctls.tcp_max_syn_backlog.unsigned_abs();
    match kernel.policies.syn_queue_full {
        SynQueueFull::TableOfMaxSynBacklog => max_syn_backlog.max(64).checked_next_power_of_two(),
        SynQueueFull::TableOfBacklog => {
            let above = backlog.min(max_syn_backlog).max(8).saturating_add(1);
            above.checked_next_power_of_two()
        }
        SynQueueFull::AtLeastBacklog | SynQueueFull::GreaterThanBacklog => None,
    }
}

/// The most requests that the queue-full test lets the SYN queue hold.
#[must_use]
pub fn capacity(kernel: &Kernel, listener: &Listener) -> u32 {
    let table = listener.table.unwrap_or(listener.backlog);
    match kernel.policies.syn_queue_full {
        SynQueueFull::TableOfMaxSynBacklog | SynQueueFull::TableOfBacklog => table,
        SynQueueFull::AtLeastBacklog => listener.backlog,
        SynQueueFull::GreaterThanBacklog => listener.backlog.saturating_add(1),
    }
}

/// How many requests put the SYN queue under pressure: from then on old ones are forgotten early.
///
/// Linux up to 4.3: half of the table (inet_csk_reqsk_queue_prune); later: more than half of the backlog, and of 8 (reqsk_timer_handler).
#[must_use]
pub fn pressed_from(kernel: &Kernel, listener: &Listener) -> u32 {
    match kernel.policies.early_expiry {
        EarlyExpiry::HalfOfTable => capacity(kernel, listener) / 2,
        EarlyExpiry::HalfOfBacklog => (listener.backlog.max(8) / 2).saturating_add(1),
    }
}

/// Whether the SYN queue is full (inet_csk_reqsk_queue_is_full).
#[must_use]
pub fn is_full(cx: &Context<'_>, listener: &Listener) -> bool {
    length(cx.stack) >= capacity(cx.kernel, listener)
}

/// Whether only the last quarter of tcp_max_syn_backlog is left: `M - Q < M >> 2` in signed arithmetic.
#[must_use]
pub fn only_last_quarter_left(cx: &Context<'_>) -> bool {
    let max_syn_backlog = i64::from(cx.sysctls().tcp_max_syn_backlog);
    max_syn_backlog.saturating_sub(length(cx.stack).into()) < max_syn_backlog >> 2
}

/// The most requests of peers that are not proven: the capacity, and with cookies off what the last quarter leaves.
#[must_use]
pub fn most_unproven_requests(kernel: &Kernel, listener: &Listener) -> u32 {
    let max_syn_backlog = kernel.sysctls.tcp_max_syn_backlog.unsigned_abs();
    let last_quarter = max_syn_backlog >> 2;
    let outside_last_quarter = max_syn_backlog
        .saturating_sub(last_quarter)
        .saturating_add(1);
    match kernel.sysctls.tcp_syncookies {
        0 => capacity(kernel, listener).min(outside_last_quarter),
        _ => capacity(kernel, listener),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Sysctl, profile};

    fn kernel(profile_name: &str, max_syn_backlog: i64) -> Kernel {
        let mut profile = profile(profile_name).expect("a built-in profile");
        profile
            .set_sysctl(Sysctl::TcpMaxSynBacklog, max_syn_backlog)
            .expect("in range");
        profile.kernel
    }

    /// kernel-observations.md §1: M-(M>>2)+1 requests with cookies off, if the SYN queue holds them; B+1 with cookies on.
    #[test]
    fn the_last_quarter_is_kept_from_peers_that_are_not_proven() {
        let most = |max_syn_backlog: i64, backlog: i64, syncookies: u8| {
            let mut kernel = kernel("linux-6.18", max_syn_backlog);
            kernel.sysctls.tcp_syncookies = syncookies;
            let listener =
                super::super::listener::new_listener(&kernel, crate::wire::Port(80), backlog, 0);
            most_unproven_requests(&kernel, &listener)
        };
        assert_eq!(
            [most(8, 64, 0), most(128, 1000, 0), most(128, 4, 0)],
            [7, 97, 5]
        );
        assert_eq!([most(8, 64, 1), most(128, 1000, 1)], [65, 1001]);
    }

    /// What other peers hold is counted too, when the search looks at one of them.
    #[test]
    fn requests_elsewhere_count() {
        let stack = Stack {
            elsewhere: super::super::stack::Elsewhere {
                requests: 3,
                young: 2,
            },
            ..Stack::default()
        };
        assert_eq!((length(&stack), young(&stack)), (3, 2));
    }

    /// kernel-rules.md §2: capacities in all their historical forms.
    #[test]
    fn the_syn_table_has_the_size_that_the_sources_give() {
        assert_eq!(table_size(&kernel("linux-2.6.18", 1), 1), Some(64));
        assert_eq!(table_size(&kernel("linux-2.6.18", 65), 1), Some(128));
        assert_eq!(table_size(&kernel("linux-3.10", 128), 0), Some(16));
        assert_eq!(table_size(&kernel("linux-3.10", 128), 128), Some(256));
        assert_eq!(table_size(&kernel("linux-4.4", 128), 128), None);
    }
}
