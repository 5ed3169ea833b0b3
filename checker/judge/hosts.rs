//! Clients around a server as a star: what the server remembers peer by peer, and clients that differ by name only.

use crate::search::HubAndSpokes;
use halfopen_spec::host::HostState;
use halfopen_spec::kernel::{Elsewhere, HostId, Timer};
use halfopen_spec::model::{Ledger, Node, NodeState, World};
use halfopen_spec::network::Loss;
use halfopen_spec::peers::{
    MOST_WAITING, Renaming, looks_at_every_peer, peer_of_act, peer_of_timer,
};
use halfopen_spec::program::Act;

/// A server in the middle of its clients, and of an attacker perhaps.
pub(super) struct Hosts<'w> {
    world: &'w World,
    /// Who waited for accept() before the run.
    earlier: HostId,
    exchanges: bool,
}

/// The place of the server among the actors.
const SERVER: usize = 0;

impl<'w> Hosts<'w> {
    /// The world as a star, or why it is searched as any other.
    pub(super) fn of(world: &'w World, symmetry: bool) -> Result<Self, &'static str> {
        let Some(Node::Host(server)) = world.actors.first() else {
            return Err("no host stands in the middle");
        };
        if world.actors.len() < 3 {
            return Err("there is one peer only");
        }
        if world.cfg.network.duplicate {
            return Err("segments stay in the network when they arrive");
        }
        if looks_at_every_peer(server) {
            return Err(
                "close() of a listener, a low tcp_max_tw_buckets, or the limit of Fast Open concerns every client at once",
            );
        }
        if most_children(world) > MOST_WAITING {
            return Err("more than 31 connections of clients may wait for accept()");
        }
        Ok(Self {
            world,
            earlier: server.earlier_peers,
            exchanges: symmetry,
        })
    }
}

/// The most connections that clients and attackers can have made.
fn most_children(world: &World) -> usize {
    let each = world.actors.iter().map(|actor| match actor {
        Node::Host(host) => host.program.connects.as_ref().map_or(0, |c| c.times),
        Node::Flooder(flooder) => flooder.addresses,
    });
    each.map(usize::from).sum()
}

/// The host at a place among the actors.
pub(super) fn host(place: usize) -> HostId {
    HostId(u8::try_from(place).expect("a model has fewer than 256 hosts"))
}

fn renaming((one, other): (usize, usize)) -> Renaming {
    Renaming(host(one), host(other))
}

fn memory(state: &NodeState) -> &HostState {
    match state {
        NodeState::Host(memory) => memory,
        NodeState::Flooder(_) => unreachable!("the server is a host"),
    }
}

impl HubAndSpokes<Node, Ledger> for Hosts<'_> {
    fn hub(&self) -> usize {
        SERVER
    }

    fn kind(&self, spoke: usize) -> u32 {
        u32::from(self.world.cfg.flooder == Some(host(spoke)))
    }

    fn exchanges(&self) -> bool {
        self.exchanges
    }

    fn most_lost(&self) -> Option<u32> {
        match self.world.cfg.network.loss {
            Loss::AtMost(bound) => Some(bound.into()),
            Loss::Never | Loss::Any => None,
        }
    }

    fn lost(&self, history: &Ledger, in_flight: usize) -> u32 {
        u32::try_from(history.lost(in_flight)).expect("losses are bounded by a small number")
    }

    fn history(&self, in_flight: usize, lost: u32) -> Ledger {
        Ledger::of(self.world.cfg.network.loss, in_flight, lost)
    }

    fn alone(&self, hub: &NodeState) -> NodeState {
        NodeState::Host(memory(hub).without_peers())
    }

    fn part(&self, hub: &NodeState, spoke: usize) -> NodeState {
        NodeState::Host(memory(hub).of_peer(host(spoke)))
    }

    fn joined(&self, alone: &NodeState, parts: &[&NodeState], elsewhere: u32) -> NodeState {
        let parts = parts.iter().map(|part| memory(part));
        let joined = parts.fold(memory(alone).clone(), HostState::with_peer);
        NodeState::Host(joined.with_elsewhere(Elsewhere {
            requests: (elsewhere & 0xffff) as u16,
            young: (elsewhere >> 16) as u16,
        }))
    }

    fn weight(&self, part: &NodeState) -> u32 {
        let seen = memory(part).requests_as_seen_from_elsewhere();
        u32::from(seen.requests) | u32::from(seen.young) << 16
    }

    fn spoke_of_timer(&self, timer: &Timer) -> Option<usize> {
        peer_of_timer(timer).map(|peer| peer.0.into())
    }

    fn spoke_of_choice(&self, act: &Act) -> Option<usize> {
        peer_of_act(act).map(|peer| peer.0.into())
    }

    fn choices(&self, hub: &Node, state: &NodeState) -> Vec<(String, Vec<Act>)> {
        match hub {
            Node::Host(server) => server.open_choices(memory(state)),
            Node::Flooder(_) => unreachable!("the server is a host"),
        }
    }

    fn standing(&self, alone: &NodeState, spoke: usize) -> u32 {
        memory(alone).standing(host(spoke), self.earlier)
    }

    fn renamed_state(&self, names: (usize, usize), state: &NodeState) -> NodeState {
        match state {
            NodeState::Host(memory) => NodeState::Host(renaming(names).state(memory)),
            NodeState::Flooder(memory) => NodeState::Flooder(memory.clone()),
        }
    }

    fn renamed_timer(&self, names: (usize, usize), timer: &Timer) -> Timer {
        renaming(names).timer(*timer)
    }

    fn renamed_choice(&self, names: (usize, usize), act: &Act) -> Act {
        renaming(names).act(*act)
    }
}
