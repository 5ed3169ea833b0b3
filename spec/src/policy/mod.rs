//! Where kernels differ: named policies, sysctls, and the profiles that bundle them.
//!
//! A rule never asks for a version; it asks a policy. `choices.rs` is the table of all policies with their values and
//! sources; `sysctl.rs` the table of sysctls; `linux.rs` and `vendor.rs` say which kernel has which.

mod choices;
mod define;
mod linux;
mod profile;
mod sysctl;
mod vendor;

pub use choices::*;
pub use define::{PolicyError, PolicyQuestion, PolicyValue};
pub use profile::{Kernel, Profile};
pub use sysctl::{Sysctl, SysctlError, Sysctls, WhenRead};

/// The kernel that `halfopen` takes when none is named: the newest one that was observed running.
pub const DEFAULT_PROFILE: &str = "linux-6.18";

/// Every built-in profile, oldest kernel first, vendor kernels last.
#[must_use]
pub fn profiles() -> Vec<Profile> {
    let mut all = linux::profiles();
    all.extend(vendor::profiles());
    all
}

/// The built-in profile of this name.
#[must_use]
pub fn profile(name: &str) -> Option<Profile> {
    profiles().into_iter().find(|profile| profile.name == name)
}
