//! A profile: the policies and sysctl defaults of one kernel version.

use super::{Policies, PolicyError, Sysctl, SysctlError, Sysctls};

/// How one kernel behaves: its policies and the sysctls of its network namespace.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Kernel {
    /// What was compiled in.
    pub policies: Policies,
    /// What the administrator can change.
    pub sysctls: Sysctls,
}

impl Kernel {
    /// The same with tcp_timestamps = 0, for whoever leaves timestamps out.
    #[must_use]
    pub fn without_timestamps(mut self) -> Self {
        self.sysctls.tcp_timestamps = 0;
        self
    }
}

/// A kernel version by name.
///
/// ```
/// use halfopen_spec::policy::{Sysctl, SysctlError, profile};
///
/// let mut kernel = profile("linux-6.1").expect("a built-in profile");
/// kernel.set_sysctl(Sysctl::Somaxconn, 128).expect("every kernel has it");
/// kernel.set_policy("syn-queue-full", "greater").expect("a backport of 6.1.125");
///
/// assert_eq!(kernel.kernel.sysctls.somaxconn, 128);
/// assert!(matches!(
///     kernel.set_sysctl(Sysctl::TcpTwReuseDelay, 500),
///     Err(SysctlError::Absent(_)),
/// ));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// For example `linux-6.1`.
    pub name: String,
    /// The source tree that was read, or the kernel that was observed.
    pub read_in: String,
    /// What stable or vendor releases of the same number do differently.
    pub caveat: String,
    /// Its policies and its sysctl defaults.
    pub kernel: Kernel,
    /// Sysctls that this kernel does not have.
    pub absent: Vec<Sysctl>,
}

impl Profile {
    /// Sets a sysctl, as an administrator of that kernel could.
    ///
    /// # Errors
    ///
    /// When the kernel does not have it or refuses the value.
    pub fn set_sysctl(&mut self, sysctl: Sysctl, value: i64) -> Result<(), SysctlError> {
        if self.absent.contains(&sysctl) {
            return Err(SysctlError::Absent(sysctl));
        }
        self.kernel.sysctls.set(sysctl, value)
    }

    /// Sets a policy, as a backport would.
    ///
    /// # Errors
    ///
    /// When there is no such policy or value.
    pub fn set_policy(&mut self, policy: &str, value: &str) -> Result<(), PolicyError> {
        self.kernel.policies.set(policy, value)
    }
}
