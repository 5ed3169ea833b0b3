//! The private network's sysctls: those of the model, and those that keep what is not modelled out of the way.

use halfopen_spec::policy::{Sysctl, Sysctls};
use std::io::Error;

/// Whether the kernel forgets the round-trip times of connections that are over.
const FORGET_ROUND_TRIPS: &str = "net/ipv4/tcp_no_metrics_save";

/// Settings that every case has: options and shortcuts that the model leaves out are off.
const OUT_OF_THE_WAY: [(&str, &str); 7] = [
    ("net/ipv4/tcp_sack", "0"),
    ("net/ipv4/tcp_window_scaling", "0"),
    // Tail loss probes would send data before the retransmission timer does.
    ("net/ipv4/tcp_early_retrans", "0"),
    (FORGET_ROUND_TRIPS, "1"),
    ("net/ipv4/tcp_ecn", "0"),
    // A client whose SYNs with data are lost would do without Fast Open for an hour.
    ("net/ipv4/tcp_fastopen_blackhole_timeout_sec", "0"),
    // A congestion control without pacing.
    ("net/ipv4/tcp_congestion_control", "reno"),
];

/// Writes a sysctl of the calling thread's network.
///
/// # Errors
///
/// When the kernel does not have it or refuses the value.
pub fn write(path: &str, value: &str) -> Result<(), Error> {
    let told = |error: Error| {
        let name = path.replace('/', ".");
        let mut message = format!("cannot set {name} to {value}: {error}");
        if error.kind() == std::io::ErrorKind::NotFound {
            message += "; a user namespace may hide it: as root, try --as-root";
        }
        Error::new(error.kind(), message)
    };
    std::fs::write(format!("/proc/sys/{path}"), value).map_err(told)
}

/// Sets the modelled sysctls and keeps the rest out of the way.
///
/// `answer_every_segment` turns off tcp_invalid_ratelimit, so that several odd segments in a row are each answered.
///
/// # Errors
///
/// When the kernel refuses one of the modelled sysctls.
pub fn set_up(sysctls: &Sysctls, answer_every_segment: bool) -> Result<(), Error> {
    for (path, value) in OUT_OF_THE_WAY {
        // An old kernel may not have it; what it switches off is then missing too.
        let _ = write(path, value);
    }
    let limit = if answer_every_segment { "0" } else { "500" };
    write("net/ipv4/tcp_invalid_ratelimit", limit)?;
    for sysctl in Sysctl::ALL {
        set(*sysctl, sysctls.get(*sysctl))?;
    }
    Ok(())
}

/// Lets the kernel keep what it learns of its peers.
///
/// # Errors
///
/// When the kernel refuses it.
pub fn keep_round_trips() -> Result<(), Error> {
    write(FORGET_ROUND_TRIPS, "0")
}

/// Lets the kernel give Fast Open cookies to whoever asks a listener with TCP_FASTOPEN.
///
/// # Errors
///
/// When the kernel refuses it.
pub fn give_cookies() -> Result<(), Error> {
    set(Sysctl::TcpFastopen, 2)
}

/// Leaves the kernel one port to choose from.
///
/// # Errors
///
/// When the kernel refuses it.
pub fn only_port(port: u16) -> Result<(), Error> {
    write("net/ipv4/ip_local_port_range", &format!("{port} {port}"))
}

/// Sets one modelled sysctl. One that older kernels do not have may stay away.
///
/// # Errors
///
/// When the kernel refuses the value.
pub fn set(sysctl: Sysctl, value: i64) -> Result<(), Error> {
    match write(&sysctl.path(), &value.to_string()) {
        Err(error)
            if error.kind() == std::io::ErrorKind::NotFound && may_be_missing(sysctl, value) =>
        {
            Ok(())
        }
        other => other,
    }
}

/// Whether a kernel that does not have the sysctl does what one does on which it has this value. Before tcp_tw_reuse_delay (6.14) the age was
/// fixed, which is a policy (tw-reuse-age).
fn may_be_missing(sysctl: Sysctl, value: i64) -> bool {
    value == 0 || sysctl == Sysctl::TcpTwReuseDelay
}
