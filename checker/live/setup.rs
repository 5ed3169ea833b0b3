//! How a kernel is set up before a case begins: its listener, its sysctls, what its programs may do later.

use super::case::Peer;
use halfopen_spec::host::Host;
use halfopen_spec::kernel::{HostId, Tuple};
use halfopen_spec::policy::{Profile, Sysctl, SysctlError};
use halfopen_spec::program::{Accepts, Connects, Ends, Listens, Others, Program, SynQueueBefore};
use halfopen_spec::wire::Port;
use std::fmt;
use std::str::FromStr;

/// The port that a listener has.
pub const SERVER_PORT: Port = Port(80);
/// The port that whoever connects has.
pub const CLIENT_PORT: Port = Port(1024);
/// Octets in each piece of data.
pub const OCTETS: u8 = 5;

/// How a kernel is set up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Setup {
    /// The backlog of the listener; `None` where nobody listens.
    pub listen: Option<i64>,
    /// TCP_DEFER_ACCEPT in SYN,ACK timeouts; 0 is off.
    pub defer_accept: u8,
    /// Whether a program may connect to A; the other end of each segment is a client's then.
    pub connects: bool,
    /// The backlog of a second listen().
    pub listen_again: Option<i64>,
    /// Whether tcp_invalid_ratelimit has its default; otherwise it is off, so that several odd segments in a row are each answered.
    pub rate_limit: bool,
    /// Whether the kernel has a round-trip time of every peer, from an earlier connection (tcp_metrics).
    pub peers_cached: bool,
    /// Whether connect() leaves the choice of the port to the kernel, which has only one to choose.
    pub unbound: bool,
    /// Whether programs never read what arrives.
    pub never_reads: bool,
    /// Whether connections have SO_KEEPALIVE.
    pub keepalive: bool,
    /// TCP_FASTOPEN of the listener: how many children of Fast Open may wait for their handshake ACK; 0 is off.
    pub fast_open: u8,
    /// Whether connect() gives data along, by Fast Open.
    pub connects_fast: bool,
    /// Sysctls that differ from the profile's.
    pub sysctls: Vec<(Sysctl, i64)>,
    /// Sysctls that the administrator may write later.
    pub writes: Vec<(Sysctl, i64)>,
}

impl Setup {
    /// The four-tuple of the connection with a peer, seen from the kernel.
    #[must_use]
    pub fn tuple(&self, peer: Peer) -> Tuple {
        let (local, remote) = if self.connects {
            (CLIENT_PORT, SERVER_PORT)
        } else {
            (SERVER_PORT, CLIENT_PORT)
        };
        Tuple {
            peer: HostId(peer.0),
            local,
            remote,
        }
    }

    /// The model's host that is set up like this.
    ///
    /// # Errors
    ///
    /// When this profile does not have a sysctl, or refuses its value.
    pub fn host(&self, profile: &Profile) -> Result<Host, String> {
        let mut profile = profile.clone();
        // Segments carry timestamps only where a case says so.
        profile.kernel = profile.kernel.without_timestamps();
        for (sysctl, value) in &self.sysctls {
            match profile.set_sysctl(*sysctl, *value) {
                // A kernel without the sysctl does what this value asks for.
                Err(SysctlError::Absent(_)) if profile.kernel.sysctls.get(*sysctl) == *value => {}
                set => set.map_err(|error| format!("{}={value}: {error:?}", sysctl.name()))?,
            }
        }
        let listens = self.listen.map(|backlog| Listens {
            port: SERVER_PORT,
            backlog,
            defer_accept: self.defer_accept,
            accepts: Accepts::Never,
            sends: OCTETS,
            ends: Ends::Close,
            reads: !self.never_reads,
            fast_open: self.fast_open,
            keepalive: self.keepalive,
            may_close: true,
            listens_again: self.listen_again,
            queued_before: 0,
            syn_queue_before: SynQueueBefore::Requests(0),
        });
        let connects = self.connects.then(|| Connects {
            tuple: self.tuple(Peer(1)),
            times: u8::MAX,
            sends: OCTETS,
            ends: Ends::Close,
            reads: !self.never_reads,
            keepalive: self.keepalive,
            binds: !self.unbound,
            fast_open: self.connects_fast,
        });
        Ok(Host {
            id: HostId(0),
            name: "kernel".to_owned(),
            kernel: profile.kernel,
            isn_step: 10_000,
            peers_cached: self.peers_cached,
            loopback: false,
            timers: true,
            earlier_peers: HostId(27),
            program: Program {
                listens,
                connects,
                writes: self.writes.clone(),
                clock_ticks: 0,
                others: Others::default(),
            },
        })
    }
}

fn short(sysctl: Sysctl) -> &'static str {
    sysctl.name().rsplit('.').next().unwrap_or(sysctl.name())
}

/// `listen=1 defer-accept=3 tcp_syncookies=0 write:tcp_abort_on_overflow=1`
impl fmt::Display for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = vec![match self.listen {
            Some(backlog) => format!("listen={backlog}"),
            None => "no-listener".to_owned(),
        }];
        if self.defer_accept > 0 {
            words.push(format!("defer-accept={}", self.defer_accept));
        }
        if self.fast_open > 0 {
            words.push(format!("fast-open={}", self.fast_open));
        }
        if self.connects {
            words.push("connects".to_owned());
        }
        words.extend(
            self.listen_again
                .map(|backlog| format!("listen-again={backlog}")),
        );
        let flags = [
            (self.rate_limit, "rate-limit"),
            (self.peers_cached, "peers-cached"),
            (self.unbound, "unbound"),
            (self.never_reads, "never-reads"),
            (self.keepalive, "keepalive"),
            (self.connects_fast, "connects-fast"),
        ];
        let set = flags.into_iter().filter(|(set, _)| *set);
        words.extend(set.map(|(_, name)| name.to_owned()));
        let sysctls = self.sysctls.iter();
        words.extend(sysctls.map(|(sysctl, value)| format!("{}={value}", short(*sysctl))));
        let writes = self.writes.iter();
        words.extend(writes.map(|(sysctl, value)| format!("write:{}={value}", short(*sysctl))));
        f.write_str(&words.join(" "))
    }
}

impl FromStr for Setup {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut setup = Self::default();
        for word in text.split_whitespace() {
            match word.split_once('=') {
                None if word == "no-listener" => setup.listen = None,
                None if word == "connects" => setup.connects = true,
                None if word == "rate-limit" => setup.rate_limit = true,
                None if word == "peers-cached" => setup.peers_cached = true,
                None if word == "unbound" => setup.unbound = true,
                None if word == "never-reads" => setup.never_reads = true,
                None if word == "keepalive" => setup.keepalive = true,
                None if word == "connects-fast" => setup.connects_fast = true,
                None => return Err(format!("`{word}` is neither a flag nor name=value")),
                Some(("listen", value)) => setup.listen = Some(number(word, value)?),
                Some(("listen-again", value)) => setup.listen_again = Some(number(word, value)?),
                Some(("defer-accept", value)) => setup.defer_accept = number(word, value)?,
                Some(("fast-open", value)) => setup.fast_open = number(word, value)?,
                Some((name, value)) => {
                    let (name, list) = match name.strip_prefix("write:") {
                        Some(name) => (name, &mut setup.writes),
                        None => (name, &mut setup.sysctls),
                    };
                    let sysctl = Sysctl::named(name).map_err(|_| format!("no sysctl `{name}`"))?;
                    list.push((sysctl, number(word, value)?));
                }
            }
        }
        Ok(setup)
    }
}

fn number<T: FromStr>(word: &str, value: &str) -> Result<T, String> {
    value
        .parse()
        .map_err(|_| format!("expected a number after `=` in `{word}`"))
}
