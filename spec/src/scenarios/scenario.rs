//! A scenario: who takes part, what they may do, and with which bounds.

use crate::flooder::{Flooder, Forgery};
use crate::host::Host;
use crate::kernel::{HostId, Tuple};
use crate::model::{Layout, Node, World, assemble};
use crate::network::{Loss, Network};
use crate::policy::{Profile, Sysctl, SysctlError};
use crate::program::{Accepts, Connects, Ends, Listens, Program, SynQueueBefore};
use crate::wire::Port;

/// Who opens connections to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Roles {
    /// Clients connect to a server that listens.
    ClientsAndListener,
    /// Clients connect to a host on which nobody listens.
    ClientsOnly,
    /// Two hosts connect to each other.
    BothConnect,
}

/// A set-up to explore. Field names are those of the command line and of scenario files.
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
    /// How often each client calls connect().
    pub connects: u8,
    /// Octets that each client may send; 0 is none.
    pub client_sends: u8,
    /// How clients may leave.
    pub client_ends: Ends,
    /// The backlog that the server gives to listen().
    pub backlog: i64,
    /// When the server accepts.
    pub accept: Accepts,
    /// Octets that the server may send on each accepted connection; 0 is none.
    pub server_sends: u8,
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
    /// How far apart the initial sequence numbers of successive incarnations lie; the receive window is 1000.
    pub isn_step: u32,
    /// Sysctls that the scenario needs, on every host.
    pub sysctls: Vec<(Sysctl, i64)>,
    /// Policies that the scenario needs, on every host.
    pub policies: Vec<(String, String)>,
    /// The properties that it is about.
    pub properties: Vec<String>,
}

/// The port that servers listen on.
pub const SERVER_PORT: Port = Port(80);
/// The port that clients connect from.
pub const CLIENT_PORT: Port = Port(1024);

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
            connects: 1,
            client_sends: 0,
            client_ends: Ends::Never,
            backlog: 1,
            accept: Accepts::Never,
            server_sends: 0,
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
            isn_step: 100,
            sysctls: vec![
                (Sysctl::TcpSynRetries, 1),
                (Sysctl::TcpSynLinearTimeouts, 0),
                (Sysctl::TcpSynackRetries, 1),
                (Sysctl::TcpRetries2, 1),
                (Sysctl::TcpOrphanRetries, 1),
            ],
            policies: Vec::new(),
            properties: Vec::new(),
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

    /// Sets a sysctl on every host.
    #[must_use]
    pub fn sysctl(mut self, sysctl: Sysctl, value: i64) -> Self {
        self.sysctls.retain(|(other, _)| *other != sysctl);
        self.sysctls.push((sysctl, value));
        self
    }

    /// The profile with the scenario's sysctls and policies. A sysctl that this kernel does not have is left out.
    ///
    /// # Panics
    ///
    /// When a sysctl is out of range or a policy unknown; whoever fills these fields from outside has to check them first
    /// ([`Profile::set_sysctl`], [`Profile::set_policy`]).
    #[must_use]
    pub fn apply_to(&self, profile: &Profile) -> Profile {
        let mut profile = profile.clone();
        for (sysctl, value) in &self.sysctls {
            match profile.set_sysctl(*sysctl, *value) {
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

    /// The system of actors that this scenario describes, on hosts that all run this kernel.
    #[must_use]
    pub fn world(&self, profile: &Profile) -> World {
        let kernel = self.apply_to(profile).kernel;
        let silent = HostId(self.clients + 1);
        let host = |id: u8, name: String, program: Program| {
            Node::Host(Host {
                id: HostId(id),
                name,
                kernel: kernel.clone(),
                isn_step: self.isn_step,
                peers_cached: self.peers_cached,
                timers: self.timers,
                earlier_peers: silent,
                program,
            })
        };
        let mut nodes = vec![host(0, self.server_name(), self.server_program())];
        let clients: Vec<HostId> = (1..=self.clients).map(HostId).collect();
        for client in &clients {
            nodes.push(host(
                client.0,
                format!("client {}", client.0),
                self.client_program(HostId(0), SERVER_PORT),
            ));
        }
        let needs_flooder = self.flood > 0
            || self.queued_before > 0
            || self.syn_queue_before != SynQueueBefore::Requests(0);
        if needs_flooder {
            nodes.push(Node::Flooder(Flooder {
                target: (HostId(0), SERVER_PORT),
                addresses: self.flood,
                forgeries: self.forgeries.clone(),
            }));
        }
        let layout = Layout {
            server: (self.roles == Roles::ClientsAndListener).then_some(HostId(0)),
            port: SERVER_PORT,
            clients,
            flooder: needs_flooder.then_some(silent),
            network: self.network,
        };
        assemble(nodes, layout)
    }

    fn server_name(&self) -> String {
        match self.roles {
            Roles::ClientsAndListener => "server".to_owned(),
            Roles::ClientsOnly | Roles::BothConnect => "host".to_owned(),
        }
    }

    fn server_program(&self) -> Program {
        match self.roles {
            Roles::ClientsOnly => Program::default(),
            Roles::BothConnect => Program {
                connects: Some(Connects {
                    tuple: Tuple {
                        peer: HostId(1),
                        local: SERVER_PORT,
                        remote: CLIENT_PORT,
                    },
                    times: 1,
                    sends: 0,
                    ends: Ends::Never,
                }),
                ..Program::default()
            },
            Roles::ClientsAndListener => Program {
                listens: Some(Listens {
                    port: SERVER_PORT,
                    backlog: self.backlog,
                    defer_accept: self.defer_accept,
                    accepts: self.accept,
                    sends: self.server_sends,
                    may_close: self.close_listener,
                    listens_again: self.listen_again,
                    queued_before: self.queued_before,
                    syn_queue_before: self.syn_queue_before,
                }),
                connects: None,
                writes: self.writes.clone(),
            },
        }
    }

    fn client_program(&self, server: HostId, port: Port) -> Program {
        Program {
            connects: Some(Connects {
                tuple: Tuple {
                    peer: server,
                    local: CLIENT_PORT,
                    remote: port,
                },
                times: self.connects,
                sends: self.client_sends,
                ends: self.client_ends,
            }),
            ..Program::default()
        }
    }
}
