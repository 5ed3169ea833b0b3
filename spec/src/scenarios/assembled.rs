//! A scenario assembled: hosts, their programs, and who is who.

use super::scenario::{Roles, Scenario};
use crate::flooder::Flooder;
use crate::host::Host;
use crate::kernel::{HostId, Tuple};
use crate::model::{Layout, Node, World, assemble};
use crate::policy::{Kernel, Profile};
use crate::program::{Connects, Ends, Listens, Others, Program, SynQueueBefore};
use crate::wire::Port;

/// The port that servers listen on.
pub const SERVER_PORT: Port = Port(80);
/// The port that clients connect from.
pub const CLIENT_PORT: Port = Port(1024);

/// The host that clients connect to.
const SERVER: HostId = HostId(0);

impl Scenario {
    /// The system of actors that this scenario describes, on hosts that all run this kernel.
    #[must_use]
    pub fn world(&self, profile: &Profile) -> World {
        let kernel = self.apply_to(profile).kernel;
        let clients: Vec<HostId> = (1..=self.clients).map(HostId).collect();
        let mut nodes = vec![self.connected_to(&kernel)];
        nodes.extend(clients.iter().map(|client| {
            let name = format!("client {}", client.0);
            Node::Host(self.host(*client, name, &kernel, self.client_program()))
        }));
        let needs_flooder = self.flood > 0
            || self.queued_before > 0
            || self.syn_queue_before != SynQueueBefore::Requests(0);
        if needs_flooder {
            nodes.push(Node::Flooder(Flooder {
                target: (SERVER, SERVER_PORT),
                addresses: self.flood,
                forgeries: self.forgeries.clone(),
                timestamps: kernel.sysctls.tcp_timestamps != 0,
                fast_open: self.fast_open > 0,
            }));
        }
        let layout = Layout {
            server: (self.roles == Roles::ClientsAndListener).then_some(SERVER),
            port: SERVER_PORT,
            clients,
            flooder: needs_flooder.then_some(self.silent()),
            network: self.network,
            times: self.times.clone(),
        };
        assemble(nodes, layout)
    }

    /// The host that follows the clients: its addresses never answer.
    fn silent(&self) -> HostId {
        HostId(self.clients.saturating_add(1))
    }

    fn host(&self, id: HostId, name: String, kernel: &Kernel, program: Program) -> Host {
        Host {
            id,
            name,
            kernel: kernel.clone(),
            isn_step: self.isn_step,
            peers_cached: self.peers_cached,
            loopback: self.loopback,
            timers: self.timers,
            earlier_peers: self.silent(),
            program,
        }
    }

    /// What clients connect to.
    fn connected_to(&self, kernel: &Kernel) -> Node {
        let host =
            |name: &str, program| Node::Host(self.host(SERVER, name.to_owned(), kernel, program));
        match self.roles {
            Roles::ClientsAndListener => host("server", self.server_program()),
            Roles::ClientsOnly => host("host", Program::default()),
            Roles::BothConnect => host("host", connects_back()),
            Roles::NobodyAnswers => Node::Flooder(Flooder {
                target: (SERVER, SERVER_PORT),
                addresses: 0,
                forgeries: Vec::new(),
                timestamps: false,
                fast_open: false,
            }),
        }
    }

    fn server_program(&self) -> Program {
        Program {
            listens: Some(Listens {
                port: SERVER_PORT,
                backlog: self.backlog,
                defer_accept: self.defer_accept,
                accepts: self.accept,
                sends: self.server_sends,
                ends: self.server_ends,
                reads: self.server_reads,
                fast_open: self.fast_open,
                keepalive: self.server_keepalive,
                may_close: self.close_listener,
                listens_again: self.listen_again,
                queued_before: self.queued_before,
                syn_queue_before: self.syn_queue_before,
            }),
            connects: None,
            writes: self.writes.clone(),
            clock_ticks: self.server_ticks,
            others: Others::default(),
        }
    }

    fn client_program(&self) -> Program {
        Program {
            connects: Some(Connects {
                tuple: Tuple {
                    peer: SERVER,
                    local: CLIENT_PORT,
                    remote: SERVER_PORT,
                },
                times: self.connects,
                sends: self.client_sends,
                ends: self.client_ends,
                reads: self.client_reads,
                keepalive: self.client_keepalive,
                binds: self.client_binds,
                fast_open: self.client_fast_open,
            }),
            clock_ticks: self.client_ticks,
            ..Program::default()
        }
    }
}

/// Connects to the first client.
fn connects_back() -> Program {
    Program {
        connects: Some(Connects {
            tuple: Tuple {
                peer: HostId(1),
                local: SERVER_PORT,
                remote: CLIENT_PORT,
            },
            times: 1,
            sends: 0,
            ends: Ends::Never,
            reads: true,
            keepalive: false,
            binds: true,
            fast_open: false,
        }),
        ..Program::default()
    }
}
