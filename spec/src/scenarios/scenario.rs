//! A scenario: who takes part, what they may do, and with which bounds.

use crate::clock::{Clock, Times};
use crate::flooder::Forgery;
use crate::network::{Loss, Network};
use crate::policy::{Profile, Sysctl, SysctlError};
use crate::program::{Accepts, Duty, Ends, SynQueueBefore};

/// Who opens connections to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Roles {
    /// Clients connect to a server that listens.
    ClientsAndListener,
    /// Clients connect to a host on which nobody listens.
    ClientsOnly,
    /// Clients connect to an address that never answers.
    NobodyAnswers,
    /// Two hosts connect to each other.
    BothConnect,
}

/// A set-up to explore. Field names are those of the command line and of scenario files.
///
/// ```
/// use halfopen_spec::policy::{Sysctl, profile};
/// use halfopen_spec::scenarios::Scenario;
///
/// let scenario = Scenario::new("two", "Two clients, one place.", "Two clients race for it.")
///     .with(|s| s.clients = 2)
///     .with(|s| s.backlog = 0)
///     .sysctl(Sysctl::TcpAbortOnOverflow, 1);
/// let world = scenario.world(&profile("linux-6.18").expect("a built-in profile"));
///
/// // The server and two clients, as a stateright `ActorModel`.
/// assert_eq!(world.actors.len(), 3);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// What happens in it, in one sentence.
    pub summary: String,
    /// Why these bounds and not others.
    pub bounds: String,
    /// Who opens connections to whom.
    pub roles: Roles,
    /// How many clients.
    pub clients: u8,
    /// Clients beside these that are not looked at one by one ([`Scenario::among_others`]).
    pub beside: u32,
    /// How often each client calls connect().
    pub connects: u8,
    /// Octets that each client may send; 0 is none.
    pub client_sends: u8,
    /// How clients may leave.
    pub client_ends: Ends,
    /// Whether clients read what arrives.
    pub client_reads: bool,
    /// Whether clients set SO_KEEPALIVE.
    pub client_keepalive: bool,
    /// Whether clients bind their port before connect(); otherwise the kernel chooses, and has no other.
    pub client_binds: bool,
    /// Whether clients connect with Fast Open: data with the SYN if they have a cookie.
    pub client_fast_open: bool,
    /// The backlog that the server gives to listen().
    pub backlog: i64,
    /// When the server accepts.
    pub accept: Accepts,
    /// Octets that the server may send on each accepted connection; 0 is none.
    pub server_sends: u8,
    /// How the server may leave each accepted connection.
    pub server_ends: Ends,
    /// Whether the server reads what arrives on accepted connections.
    pub server_reads: bool,
    /// Whether the server's connections have SO_KEEPALIVE.
    pub server_keepalive: bool,
    /// TCP_FASTOPEN of the listener: how many children of Fast Open may wait for their handshake ACK; 0 is off.
    pub fast_open: u8,
    /// Whether the server may close its listener.
    pub close_listener: bool,
    /// TCP_DEFER_ACCEPT in SYN,ACK timeouts; 0 is off.
    pub defer_accept: u8,
    /// The backlog of a second listen().
    pub listen_again: Option<i64>,
    /// Connections in the accept queue when the run begins.
    pub queued_before: u8,
    /// Half-open requests in the SYN queue when the run begins.
    pub syn_queue_before: SynQueueBefore,
    /// Sysctls that the administrator may write during the run.
    pub writes: Vec<(Sysctl, i64)>,
    /// SYNs from addresses that never answer.
    pub flood: u8,
    /// What may be forged for those addresses.
    pub forgeries: Vec<Forgery>,
    /// What the network may do.
    pub network: Network,
    /// Whether timers may fire. Without them every segment arrives before any timer would fire.
    pub timers: bool,
    /// Whether the server has every peer's round-trip time in its metrics cache.
    pub peers_cached: bool,
    /// How often each client's timestamp clock may move on.
    pub client_ticks: u8,
    /// How often the server's timestamp clock may move on.
    pub server_ticks: u8,
    /// Whether all hosts are one machine, which speaks to itself through the loopback interface.
    pub loopback: bool,
    /// How far apart the initial sequence numbers of successive incarnations lie; the receive window is 1000.
    pub isn_step: u32,
    /// Calls that programs make in the end; for liveness only.
    pub fair: Vec<Duty>,
    /// How time passes.
    pub clock: Clock,
    /// When things happen under the calibrated clock.
    pub times: Times,
    /// How often segments are sent again when no durations are read: seldom, because only the first repetitions differ in what they lead to.
    /// The calibrated clock leaves the kernel its own numbers.
    pub few_retries: Vec<(Sysctl, i64)>,
    /// Sysctls that the scenario needs, on every host, under any clock. One that does not set tcp_timestamps is not about timestamps, and
    /// leaves them out.
    pub sysctls: Vec<(Sysctl, i64)>,
    /// Policies that the scenario needs, on every host.
    pub policies: Vec<(String, String)>,
    /// The properties that it is about.
    pub properties: Vec<String>,
    /// What is measured under the calibrated clock.
    pub measures: Vec<String>,
}

impl Scenario {
    /// One client, one listener with room, a network that may reorder, few retries: the start of every scenario.
    #[must_use]
    pub fn new(name: &str, summary: &str, bounds: &str) -> Self {
        Self {
            name: name.to_owned(),
            summary: summary.to_owned(),
            bounds: bounds.to_owned(),
            roles: Roles::ClientsAndListener,
            clients: 1,
            beside: 0,
            connects: 1,
            client_sends: 0,
            client_ends: Ends::Never,
            client_reads: true,
            client_keepalive: false,
            client_binds: true,
            client_fast_open: false,
            backlog: 1,
            accept: Accepts::Never,
            server_sends: 0,
            server_ends: Ends::Never,
            server_reads: true,
            server_keepalive: false,
            fast_open: 0,
            close_listener: false,
            defer_accept: 0,
            listen_again: None,
            queued_before: 0,
            syn_queue_before: SynQueueBefore::Requests(0),
            writes: Vec::new(),
            flood: 0,
            forgeries: Vec::new(),
            network: Network {
                loss: Loss::Never,
                duplicate: false,
                reorder: true,
            },
            timers: true,
            peers_cached: false,
            client_ticks: 0,
            server_ticks: 0,
            loopback: false,
            isn_step: 100,
            fair: Vec::new(),
            clock: Clock::AnyOrder,
            times: Times::DEFAULT,
            few_retries: vec![
                (Sysctl::TcpSynRetries, 1),
                (Sysctl::TcpSynLinearTimeouts, 0),
                (Sysctl::TcpSynackRetries, 1),
                (Sysctl::TcpRetries2, 1),
                (Sysctl::TcpOrphanRetries, 1),
            ],
            sysctls: Vec::new(),
            policies: Vec::new(),
            properties: Vec::new(),
            measures: Vec::new(),
        }
    }

    /// Changes one thing.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// Names the properties that the scenario is about.
    #[must_use]
    pub fn about(mut self, properties: &[&str]) -> Self {
        self.properties = properties.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    /// Names what is measured under the calibrated clock.
    #[must_use]
    pub fn measuring(mut self, measures: &[&str]) -> Self {
        self.measures = measures.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    /// Lets time pass as the durations say.
    #[must_use]
    pub fn calibrated(self) -> Self {
        self.with(|s| s.clock = Clock::Calibrated)
    }

    /// Sets how often segments are sent again when no durations are read.
    #[must_use]
    pub fn retries(mut self, sysctl: Sysctl, value: i64) -> Self {
        self.few_retries.retain(|(other, _)| *other != sysctl);
        self.few_retries.push((sysctl, value));
        self
    }

    /// Sets a sysctl on every host, under any clock.
    #[must_use]
    pub fn sysctl(mut self, sysctl: Sysctl, value: i64) -> Self {
        self.sysctls.retain(|(other, _)| *other != sysctl);
        self.sysctls.push((sysctl, value));
        self
    }

    /// The sysctls that are set, each once.
    pub fn sysctls_set(&self) -> impl Iterator<Item = (Sysctl, i64)> {
        let few = match self.clock {
            Clock::AnyOrder => &*self.few_retries,
            Clock::Calibrated => &[],
        };
        let is_open =
            |(sysctl, _): &&(Sysctl, i64)| !self.sysctls.iter().any(|(other, _)| other == sysctl);
        few.iter().filter(is_open).chain(&self.sysctls).copied()
    }

    /// The profile with the scenario's sysctls and policies. A sysctl that this kernel does not have is left out.
    ///
    /// # Panics
    ///
    /// When a sysctl is out of range or a policy unknown; whoever fills these fields from outside has to check them first
    /// ([`Profile::set_sysctl`], [`Profile::set_policy`]).
    #[must_use]
    #[expect(
        clippy::panic,
        clippy::expect_used,
        reason = "a scenario that says what no kernel can be is a bug of whoever made it, and no verdict may come of it"
    )]
    pub fn apply_to(&self, profile: &Profile) -> Profile {
        let mut profile = profile.clone();
        profile.kernel = profile.kernel.without_timestamps();
        for (sysctl, value) in self.sysctls_set() {
            match profile.set_sysctl(sysctl, value) {
                Ok(()) | Err(SysctlError::Absent(_)) => {}
                Err(error) => {
                    panic!("a scenario's sysctls were checked when it was made: {error:?}")
                }
            }
        }
        for (policy, value) in &self.policies {
            profile
                .set_policy(policy, value)
                .expect("a scenario's policies were checked when it was made");
        }
        profile
    }
}
