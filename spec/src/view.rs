//! A state as properties see it: hosts and clients by name, what is in flight, who is idle.

use crate::host::{Host, HostState};
use crate::kernel::{Connection, HostId, TcpState, Tuple};
use crate::model::{Layout, Node, NodeState, World, WorldState};
use crate::wire::Segment;
use stateright::actor::{Id, Network};

/// A state as properties see it.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// Who is who.
    pub layout: &'a Layout,
    nodes: &'a [Node],
    state: &'a WorldState,
}

/// A client as properties see it.
#[derive(Clone, Copy)]
pub struct Client<'a> {
    /// Which host it is.
    pub id: HostId,
    /// Its port, and where it connects to.
    pub tuple: Tuple,
    /// What it remembers.
    pub state: &'a HostState,
}

impl<'a> Client<'a> {
    /// Its connection, if it has one.
    #[must_use]
    pub fn connection(&self) -> Option<&'a Connection> {
        self.state.stack.connection(self.tuple)
    }

    /// Whether it believes that it is connected.
    #[must_use]
    pub fn is_established(&self) -> bool {
        self.connection()
            .is_some_and(|connection| connection.state == TcpState::Established)
    }

    /// Its connection as the other end names it.
    #[must_use]
    pub fn seen_from_server(&self) -> Tuple {
        Tuple {
            peer: self.id,
            local: self.tuple.remote,
            remote: self.tuple.local,
        }
    }
}

impl<'a> View<'a> {
    /// The view of one state.
    #[must_use]
    pub fn of(world: &'a World, state: &'a WorldState) -> Self {
        Self {
            layout: &world.cfg,
            nodes: &world.actors,
            state,
        }
    }

    /// The memory of a host; `None` for the attacker.
    #[must_use]
    pub fn host(&self, id: HostId) -> Option<(&'a Host, &'a HostState)> {
        let index = usize::from(id.0);
        match (
            self.nodes.get(index),
            self.state.actor_states.get(index).map(AsRef::as_ref),
        ) {
            (Some(Node::Host(host)), Some(NodeState::Host(state))) => Some((host, state)),
            _ => None,
        }
    }

    /// Every host, in order.
    pub fn hosts(&self) -> impl Iterator<Item = (&'a Host, &'a HostState)> {
        let view = *self;
        (0..self.nodes.len()).filter_map(move |index| view.host(Id::from(index).into()))
    }

    /// The host that listens.
    #[must_use]
    pub fn server(&self) -> Option<(&'a Host, &'a HostState)> {
        self.layout.server.and_then(|id| self.host(id))
    }

    /// The clients, in order.
    pub fn clients(&self) -> impl Iterator<Item = Client<'a>> {
        let view = *self;
        self.layout.clients.iter().filter_map(move |id| {
            let (host, state) = view.host(*id)?;
            let tuple = host.program.connects.as_ref()?.tuple;
            Some(Client {
                id: *id,
                tuple,
                state,
            })
        })
    }

    /// The client on this host, if there is one.
    #[must_use]
    pub fn client(&self, host: HostId) -> Option<Client<'a>> {
        self.clients().find(|client| client.id == host)
    }

    /// Whether the server remembers this four-tuple in any way: a request, a child, or a slot of the accept queue.
    #[must_use]
    pub fn server_knows(&self, tuple: Tuple) -> bool {
        self.server()
            .is_some_and(|(_, state)| state.stack.sockets.contains_key(&tuple))
    }

    /// Whether nothing will happen at this host by itself: no timer is armed, and its programs have nothing to do.
    #[must_use]
    pub fn is_idle(&self, host: HostId) -> bool {
        let index = usize::from(host.0);
        let armed = self
            .state
            .timers_set
            .get(index)
            .is_some_and(|timers| timers.iter().next().is_some());
        let choices = self
            .state
            .random_choices
            .get(index)
            .is_some_and(|choices| !choices.map.is_empty());
        !armed && !choices
    }

    /// Whether a host has armed a timer for this four-tuple.
    #[must_use]
    pub fn has_timer(&self, host: HostId, tuple: Tuple) -> bool {
        let timers = self.state.timers_set.get(usize::from(host.0));
        timers.is_some_and(|timers| {
            timers
                .iter()
                .any(|timer| timer.purpose.tuple() == Some(tuple))
        })
    }

    /// Segments in flight between two hosts, in either direction.
    #[must_use]
    pub fn in_flight_between(&self, one: HostId, other: HostId) -> usize {
        let ends = [one, other];
        let segments = in_flight(self.state);
        segments
            .iter()
            .filter(|(from, to, _)| ends.contains(from) && ends.contains(to))
            .count()
    }

    /// Segments in flight anywhere.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.state.network.len()
    }
}

/// The segments in flight: from, to, what. (`Network::iter_all` of stateright 0.31 never ends on an ordered network.)
#[must_use]
pub fn in_flight(state: &WorldState) -> Vec<(HostId, HostId, &Segment)> {
    match &state.network {
        Network::UnorderedDuplicating(envelopes, _) => {
            let ends = envelopes
                .iter()
                .map(|envelope| (envelope.src.into(), envelope.dst.into(), &envelope.msg));
            ends.collect()
        }
        Network::UnorderedNonDuplicating(envelopes) => envelopes
            .iter()
            .flat_map(|(envelope, copies)| {
                std::iter::repeat_n(
                    (envelope.src.into(), envelope.dst.into(), &envelope.msg),
                    *copies,
                )
            })
            .collect(),
        Network::Ordered(channels) => channels
            .iter()
            .flat_map(|((src, dst), queue)| {
                queue
                    .iter()
                    .map(|segment| ((*src).into(), (*dst).into(), segment))
            })
            .collect(),
    }
}
