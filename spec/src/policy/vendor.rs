//! Vendor kernels: a number of kernel.org and the backports that change its behaviour.

use super::linux::{self, after};
use super::profile::Profile;
use super::*;

/// Every vendor profile.
pub(super) fn profiles() -> Vec<Profile> {
    vec![rhel_6(), rhel_7(), rhel_8()]
}

#[expect(
    clippy::expect_used,
    reason = "only this file calls it, with names of linux.rs; each call is made whenever profiles are listed"
)]
fn kernel_org(name: &str) -> Profile {
    linux::profiles()
        .into_iter()
        .find(|profile| profile.name == name)
        .expect("the vendor kernels start from built-in profiles")
}

fn rhel_6() -> Profile {
    let mut profile = after(
        kernel_org("linux-2.6.32"),
        "rhel-6",
        "2.6.32-642.6.2.el6",
        "Unclear: whether the distribution sets tcp_syncookies = 1 in /etc/sysctl.conf; the kernel's own default is 0.",
    );
    let policies = &mut profile.kernel.policies;
    policies.syn_fin_in_listen = SynFinInListen::Ignored;
    policies.initial_timeout = InitialTimeout::OneSecond;
    policies.syn_expiry = SynExpiry::Elapsed;
    policies.syn_in_established = SynInEstablished::ChallengeAck;
    policies.repeated_syn_ack = RepeatedSynAck::ChallengeAck;
    policies.rst_in_established = RstInEstablished::ExactElseChallenge;
    profile.kernel.sysctls.tcp_max_syn_backlog = 512;
    profile
}

fn rhel_7() -> Profile {
    let mut profile = after(kernel_org("linux-3.10"), "rhel-7", "3.10.0-1160.el7", "");
    let policies = &mut profile.kernel.policies;
    policies.syncookies_two = SyncookiesTwo::Unconditional;
    policies.repeated_syn = RepeatedSyn::RestartsTimerRateLimited;
    policies.syn_in_established = SynInEstablished::ChallengeAck;
    profile
}

fn rhel_8() -> Profile {
    after(kernel_org("linux-4.19"), "rhel-8", "4.18.0-147.el8", "")
}
