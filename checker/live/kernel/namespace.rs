//! A kernel of one's own: new user and network namespaces, which end with the process, or why they cannot be had.
//!
//! A network namespace belongs to the thread that made it. Its TUN device, sockets, sysctls and counters are gone when the thread
//! ends, however it ends: nothing has to be cleaned up after a crash or Ctrl-C.

use super::Refused;
use nix::errno::Errno;
use nix::sched::{CloneFlags, unshare};
use nix::unistd::{getgid, getuid};
use std::fs;

/// Makes the process root in a user namespace of its own, so that it may make networks without being root outside.
///
/// Where that is not permitted, root can do without. To be called while the process has one thread.
///
/// # Errors
///
/// When neither is possible.
pub fn enter_user_namespace() -> Result<(), Refused> {
    let (user, group) = (getuid(), getgid());
    match unshare(CloneFlags::CLONE_NEWUSER) {
        Ok(()) => {
            write_map("setgroups", "deny")?;
            write_map("uid_map", &format!("0 {user} 1"))?;
            write_map("gid_map", &format!("0 {group} 1"))
        }
        Err(_) if user.is_root() => Ok(()),
        Err(error) => Err(Refused {
            what: format!("a user namespace: unshare(CLONE_NEWUSER) says {error}"),
            remedy: user_namespace_remedy(error),
        }),
    }
}

fn write_map(file: &str, text: &str) -> Result<(), Refused> {
    fs::write(format!("/proc/self/{file}"), text).map_err(|error| Refused {
        what: format!("a user namespace: /proc/self/{file} cannot be written: {error}"),
        remedy: "run as root, or where an ordinary user may make user namespaces".to_owned(),
    })
}

fn user_namespace_remedy(error: Errno) -> String {
    if error == Errno::ENOSPC {
        "raise user.max_user_namespaces (sysctl), or run as root"
    } else {
        "run as root; or allow user namespaces: kernel.unprivileged_userns_clone=1 (Debian), \
         kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), --security-opt seccomp=unconfined (containers)"
    }
    .to_owned()
}

/// Gives the calling thread a network of its own.
///
/// # Errors
///
/// When the system does not permit it.
pub fn enter_network_namespace() -> Result<(), Refused> {
    unshare(CloneFlags::CLONE_NEWNET).map_err(|error| Refused {
        what: format!("a network namespace: unshare(CLONE_NEWNET) says {error}"),
        remedy: if error == Errno::ENOSPC {
            "raise user.max_net_namespaces (sysctl)"
        } else {
            "run as root, or where an ordinary user may make user namespaces; the kernel needs CONFIG_NET_NS"
        }
        .to_owned(),
    })
}
