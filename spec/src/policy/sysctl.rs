//! The sysctls that the rules read: name, range, and when the kernel reads them.

/// Writes [`Sysctls`], [`Sysctl`] and the conversions between them, one line a sysctl.
macro_rules! sysctls {
    ($($field:ident: $type:ty, $Variant:ident = $name:literal, $range:expr, $when:ident, $meaning:literal;)+) => {
        /// The values of a network namespace, under their kernel names.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct Sysctls {
            $(
                #[doc = $meaning]
                pub $field: $type,
            )+
        }

        /// One sysctl by its name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Sysctl {
            $(
                #[doc = $meaning]
                $Variant,
            )+
        }

        impl Sysctl {
            /// Every modelled sysctl.
            pub const ALL: &'static [Self] = &[$(Self::$Variant),+];

            /// Its full name, for example `net.ipv4.tcp_syncookies`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$Variant => $name,)+ }
            }

            /// The values that the kernel takes.
            #[must_use]
            pub const fn range(self) -> std::ops::RangeInclusive<i64> {
                match self { $(Self::$Variant => $range,)+ }
            }

            /// When a change takes effect.
            #[must_use]
            pub const fn when_read(self) -> WhenRead {
                match self { $(Self::$Variant => WhenRead::$when,)+ }
            }

            /// What it sets, in one sentence.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$Variant => $meaning,)+ }
            }
        }

        impl Sysctls {
            /// The value of one sysctl.
            #[must_use]
            pub fn get(&self, sysctl: Sysctl) -> i64 {
                match sysctl { $(Sysctl::$Variant => i64::from(self.$field),)+ }
            }

            /// Sets one sysctl.
            ///
            /// # Errors
            ///
            /// When the kernel would refuse the value.
            pub fn set(&mut self, sysctl: Sysctl, value: i64) -> Result<(), SysctlError> {
                let refused = || SysctlError::OutOfRange { sysctl, value };
                if !sysctl.range().contains(&value) {
                    return Err(refused());
                }
                match sysctl {
                    $(Sysctl::$Variant => self.$field = <$type>::try_from(value).map_err(|_| refused())?,)+
                }
                Ok(())
            }
        }
    };
}

sysctls! {
    somaxconn: i32, Somaxconn = "net.core.somaxconn", 0..=i32::MAX as i64, AtListen,
        "The largest backlog that listen() grants.";
    tcp_max_syn_backlog: i32, TcpMaxSynBacklog = "net.ipv4.tcp_max_syn_backlog", 0..=i32::MAX as i64, Live,
        "Requests that a listener keeps; up to 4.3 it sizes the table at listen(), later it only reserves its last quarter for proven peers when tcp_syncookies = 0.";
    tcp_syncookies: u8, TcpSyncookies = "net.ipv4.tcp_syncookies", 0..=255, Live,
        "0 never, 1 when the SYN queue is full, 2 always: answer a SYN with a cookie and keep nothing.";
    tcp_abort_on_overflow: u8, TcpAbortOnOverflow = "net.ipv4.tcp_abort_on_overflow", 0..=255, Live,
        "Whether a handshake ACK that finds the accept queue full is answered with RST.";
    tcp_synack_retries: u8, TcpSynackRetries = "net.ipv4.tcp_synack_retries", 0..=255, Live,
        "How often a SYN,ACK is sent again.";
    tcp_syn_retries: u8, TcpSynRetries = "net.ipv4.tcp_syn_retries", 1..=127, Live,
        "How often a SYN is sent again.";
    tcp_syn_linear_timeouts: u8, TcpSynLinearTimeouts = "net.ipv4.tcp_syn_linear_timeouts", 0..=127, Live,
        "How many SYN timeouts keep their length before they double.";
    tcp_retries2: u8, TcpRetries2 = "net.ipv4.tcp_retries2", 0..=255, Live,
        "How long a connection that a program holds retransmits before it gives up.";
    tcp_orphan_retries: u8, TcpOrphanRetries = "net.ipv4.tcp_orphan_retries", 0..=255, Live,
        "How long a connection that no program holds retransmits before it gives up; 0 means 8.";
    tcp_fin_timeout: i32, TcpFinTimeout = "net.ipv4.tcp_fin_timeout", 0..=i32::MAX as i64 / 1000, Live,
        "How many seconds FIN-WAIT-2 lasts that no program holds; what lies above 60 s counts twice.";
    tcp_max_tw_buckets: i32, TcpMaxTwBuckets = "net.ipv4.tcp_max_tw_buckets", 0..=i32::MAX as i64, Live,
        "How many connections may be in TIME-WAIT, or in FIN-WAIT-2 without a program; those beyond are gone at once.";
    tcp_rfc1337: u8, TcpRfc1337 = "net.ipv4.tcp_rfc1337", 0..=255, Live,
        "Whether TIME-WAIT survives an RST with the next expected number.";
    tcp_fastopen: i32, TcpFastopen = "net.ipv4.tcp_fastopen", 0..=i32::MAX as i64, Live,
        "Bits: 1 clients use Fast Open, 2 servers do, 4 clients without a cookie, 0x200 servers without a cookie, 0x400 every listener without TCP_FASTOPEN.";
    tcp_timestamps: u8, TcpTimestamps = "net.ipv4.tcp_timestamps", 0..=2, Live,
        "Whether segments carry timestamps, if the other end agrees. A scenario that does not set it leaves them out.";
    tcp_tw_reuse: u8, TcpTwReuse = "net.ipv4.tcp_tw_reuse", 0..=2, Live,
        "Whether connect() takes a port in TIME-WAIT when the kernel chooses: 0 no, 1 yes, 2 over loopback only (from 4.19 on; before, the same as 1).";
    tcp_tw_reuse_delay: u32, TcpTwReuseDelay = "net.ipv4.tcp_tw_reuse_delay", 1..=60_000, Live,
        "After how many milliseconds in TIME-WAIT tcp_tw_reuse takes a port.";
    tcp_keepalive_time: u16, TcpKeepaliveTime = "net.ipv4.tcp_keepalive_time", 1..=32_767, Live,
        "After how many idle seconds a connection with SO_KEEPALIVE sends its first probe.";
    tcp_keepalive_intvl: u16, TcpKeepaliveIntvl = "net.ipv4.tcp_keepalive_intvl", 1..=32_767, Live,
        "How many seconds lie between two probes.";
    tcp_keepalive_probes: u8, TcpKeepaliveProbes = "net.ipv4.tcp_keepalive_probes", 1..=127, Live,
        "How many probes in a row may stay unanswered.";
}

/// When the kernel looks at a sysctl.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenRead {
    /// Once, when listen() is called; listen() again reads it anew.
    AtListen,
    /// At each use.
    Live,
}

/// Why a sysctl could not be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SysctlError {
    /// The model has no sysctl of this name.
    Unknown(String),
    /// This kernel does not have it yet.
    Absent(Sysctl),
    /// The kernel would answer EINVAL.
    OutOfRange {
        /// The sysctl that was written.
        sysctl: Sysctl,
        /// The value that was refused.
        value: i64,
    },
}

impl Sysctl {
    /// The sysctl of this name; the short form `tcp_syncookies` and the form with slashes are understood too.
    ///
    /// # Errors
    ///
    /// When the model has none of that name.
    pub fn named(name: &str) -> Result<Self, SysctlError> {
        let dotted = name.replace('/', ".");
        Self::ALL
            .iter()
            .copied()
            .find(|sysctl| {
                sysctl.name() == dotted || sysctl.name().rsplit('.').next() == Some(&dotted)
            })
            .ok_or_else(|| SysctlError::Unknown(name.to_owned()))
    }

    /// Where the running kernel shows it, below `/proc/sys`.
    #[must_use]
    pub fn path(self) -> String {
        self.name().replace('.', "/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sysctl_answers_to_its_full_and_its_short_name() {
        assert_eq!(Sysctl::named("net.core.somaxconn"), Ok(Sysctl::Somaxconn));
        assert_eq!(Sysctl::named("tcp_syncookies"), Ok(Sysctl::TcpSyncookies));
        assert_eq!(
            Sysctl::named("net/ipv4/tcp_retries2"),
            Ok(Sysctl::TcpRetries2)
        );
        assert!(Sysctl::named("tcp_syncookie").is_err());
    }
}
