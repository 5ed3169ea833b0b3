//! Numbers that claims speak of, computed by the functions that the rules use.

use crate::kernel::{listener, syn_queue, timetable};
use crate::policy::{Profile, Sysctl};
use crate::scenarios::SERVER_PORT;

/// The kernel with these sysctls, which every kernel has.
#[expect(
    clippy::expect_used,
    reason = "claims write small values, and the test of the claims computes them on every kernel"
)]
fn with(profile: &Profile, sysctls: &[(Sysctl, i64)]) -> Profile {
    let mut profile = profile.clone();
    for (sysctl, value) in sysctls {
        profile
            .set_sysctl(*sysctl, *value)
            .expect("every kernel has these sysctls, and the values are small");
    }
    profile
}

/// The kernel with these limits.
fn limits(profile: &Profile, somaxconn: i64, max_syn_backlog: i64, syncookies: i64) -> Profile {
    let limits = [
        (Sysctl::Somaxconn, somaxconn),
        (Sysctl::TcpMaxSynBacklog, max_syn_backlog),
        (Sysctl::TcpSyncookies, syncookies),
    ];
    with(profile, &limits)
}

/// The most requests that the SYN queue holds, of peers that are not proven.
pub(super) fn syn_queue_size(
    profile: &Profile,
    (backlog, somaxconn, max_syn_backlog): (i64, i64, i64),
    syncookies: i64,
) -> u32 {
    let kernel = limits(profile, somaxconn, max_syn_backlog, syncookies).kernel;
    syn_queue::most_unproven_requests(
        &kernel,
        &listener::new_listener(&kernel, SERVER_PORT, backlog, 0),
    )
}

/// The backlog that listen() grants.
pub(super) fn granted_backlog(profile: &Profile, backlog: i64, somaxconn: i64) -> u32 {
    let kernel = limits(profile, somaxconn, 1024, 1).kernel;
    listener::effective_backlog(&kernel, backlog)
}

/// How often the FIN of an orphan is sent again that nobody acknowledges.
pub(super) fn orphan_fin_repetitions(profile: &Profile, orphan_retries: i64) -> usize {
    let profile = with(profile, &[(Sysctl::TcpOrphanRetries, orphan_retries)]);
    timetable::unanswered_fin_of_an_orphan(&profile.kernel).repetitions()
}

/// How often the FIN of a connection that a program holds is sent again.
pub(super) fn held_fin_repetitions(profile: &Profile, orphan_retries: i64) -> usize {
    let profile = with(profile, &[(Sysctl::TcpOrphanRetries, orphan_retries)]);
    timetable::unanswered_data(&profile.kernel).repetitions()
}
