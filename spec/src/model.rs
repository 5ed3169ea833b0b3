//! Hosts and a network, assembled as an ordinary stateright `ActorModel`, and the reasons for each of its steps.

use crate::clock::Times;
use crate::flooder::{Flooder, FlooderState};
use crate::host::{Host, HostState, Input};
use crate::kernel::{Effects, HostId, Purpose, Timer};
use crate::network::{Loss, Network as Faults};
use crate::program::Act;
use crate::rule::Rule;
use crate::wire::{Port, Segment};
use stateright::actor::{Actor, ActorModel, ActorModelAction, ActorModelState, Envelope, Id, Out};
use std::borrow::Cow;

/// The assembled system.
pub type World = ActorModel<Node, Layout, Ledger>;
/// A state of the assembled system.
pub type WorldState = ActorModelState<Node, Ledger>;
/// A step of the assembled system, as stateright names it.
pub type WorldAction = ActorModelAction<Segment, Timer, Act>;

/// An actor: a host, or the attacker.
#[derive(Clone, Debug)]
pub enum Node {
    /// A host with a kernel and programs.
    Host(Host),
    /// Addresses that never answer.
    Flooder(Flooder),
}

/// What an actor remembers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub enum NodeState {
    /// A host's memory.
    Host(HostState),
    /// The attacker's memory.
    Flooder(FlooderState),
}

/// Who is who among the actors, and what the network may do.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The host that listens, if any does.
    pub server: Option<HostId>,
    /// The port that it listens on.
    pub port: Port,
    /// The hosts that connect.
    pub clients: Vec<HostId>,
    /// The host whose addresses never answer.
    pub flooder: Option<HostId>,
    /// What the network may do.
    pub network: Faults,
    /// When things happen under the calibrated clock.
    pub times: Times,
}

/// Segments sent and not delivered; those that are no longer in flight were lost. Counted only when losses are bounded, so that
/// it adds no states otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Ledger {
    undelivered: u16,
}

impl Ledger {
    /// The ledger when so many segments are in flight and so many were lost.
    #[must_use]
    pub fn of(loss: Loss, in_flight: usize, lost: u32) -> Self {
        let undelivered = in_flight.saturating_add(lost as usize);
        match loss {
            Loss::AtMost(_) => Self {
                undelivered: u16::try_from(undelivered).unwrap_or(u16::MAX),
            },
            Loss::Never | Loss::Any => Self::default(),
        }
    }

    /// Segments lost so far, given how many are in flight.
    #[must_use]
    pub fn lost(self, in_flight: usize) -> usize {
        usize::from(self.undelivered).saturating_sub(in_flight)
    }
}

/// Assembles a system of actors.
#[must_use]
pub fn assemble(nodes: Vec<Node>, layout: Layout) -> World {
    let network = layout.network;
    ActorModel::new(layout, Ledger::default())
        .actors(nodes)
        .init_network(network.stateright_network())
        .lossy_network(network.stateright_loss())
        .record_msg_out(
            |layout, ledger, _: Envelope<&Segment>| match layout.network.loss {
                Loss::AtMost(_) => Some(Ledger {
                    undelivered: ledger.undelivered.saturating_add(1),
                }),
                Loss::Never | Loss::Any => None,
            },
        )
        .record_msg_in(
            |layout, ledger, _: Envelope<&Segment>| match layout.network.loss {
                Loss::AtMost(_) => Some(Ledger {
                    undelivered: ledger.undelivered.saturating_sub(1),
                }),
                Loss::Never | Loss::Any => None,
            },
        )
        .within_boundary(|layout, state| match layout.network.loss {
            Loss::AtMost(bound) => state.history.lost(state.network.len()) <= usize::from(bound),
            Loss::Never | Loss::Any => true,
        })
}

/// A step of the assembled system with the reasons for it.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The actor that takes the step; `None` when the network loses a segment.
    pub actor: Option<HostId>,
    /// What happens to it.
    pub input: Option<Input>,
    /// What it puts out.
    pub effects: Effects,
}

/// Why this action does what it does in this state, from the same pure functions that the actors call.
///
/// # Panics
///
/// When the action is none of this world: it names an actor that is not there.
#[must_use]
#[expect(
    clippy::indexing_slicing,
    reason = "the world offered the action, so that its actor is one of the world's"
)]
pub fn explain(world: &World, state: &WorldState, action: &WorldAction) -> Explained {
    let (actor, input) = match action {
        ActorModelAction::Deliver { src, dst, msg } => (
            HostId::from(*dst),
            Input::Segment {
                from: (*src).into(),
                segment: msg.clone(),
            },
        ),
        ActorModelAction::Timeout(id, timer) => (HostId::from(*id), Input::Timer(timer.purpose)),
        ActorModelAction::SelectRandom { actor, random, .. } => {
            (HostId::from(*actor), Input::Act(*random))
        }
        ActorModelAction::Drop(_) | ActorModelAction::Crash(_) | ActorModelAction::Recover(_) => {
            return Explained {
                actor: None,
                input: None,
                effects: Effects::default(),
            };
        }
    };
    let index = usize::from(actor.0);
    let effects = effects_of(&world.actors[index], &state.actor_states[index], &input);
    Explained {
        actor: Some(actor),
        input: Some(input),
        effects,
    }
}

/// What an input makes an actor put out.
///
/// # Panics
///
/// When the state is not of the actor's kind.
#[must_use]
#[expect(
    clippy::unreachable,
    reason = "stateright keeps an actor's states in the actor's place"
)]
pub fn effects_of(node: &Node, state: &NodeState, input: &Input) -> Effects {
    match (node, state, input) {
        (Node::Host(host), NodeState::Host(state), input) => host.step(state, input).1,
        (Node::Flooder(flooder), NodeState::Flooder(state), Input::Act(act)) => {
            flooder.step(state, *act).1
        }
        (Node::Flooder(_), _, Input::Segment { .. } | Input::Timer(_)) => Effects {
            rules: vec![Rule::NobodyThere],
            ..Effects::default()
        },
        (Node::Host(_), NodeState::Flooder(_), _)
        | (Node::Flooder(_), NodeState::Host(_), Input::Act(_)) => {
            unreachable!("an actor's state is of its own kind")
        }
    }
}

impl Actor for Node {
    type Msg = Segment;
    type Timer = Timer;
    type State = NodeState;
    type Storage = ();
    type Random = Act;

    fn on_start(&self, id: Id, storage: &Option<()>, out: &mut Out<Self>) -> NodeState {
        match self {
            Self::Host(host) => {
                let mut inner = Out::new();
                let state = host.on_start(id, storage, &mut inner);
                out.append(&mut inner);
                NodeState::Host(state)
            }
            Self::Flooder(flooder) => {
                let mut inner = Out::new();
                let state = flooder.on_start(id, storage, &mut inner);
                out.append(&mut inner);
                NodeState::Flooder(state)
            }
        }
    }

    fn on_msg(
        &self,
        id: Id,
        state: &mut Cow<'_, NodeState>,
        src: Id,
        segment: Segment,
        out: &mut Out<Self>,
    ) {
        self.delegate(
            state,
            out,
            |host, state, out| host.on_msg(id, state, src, segment.clone(), out),
            |flooder, state, out| flooder.on_msg(id, state, src, segment.clone(), out),
        );
    }

    fn on_timeout(
        &self,
        id: Id,
        state: &mut Cow<'_, NodeState>,
        timer: &Timer,
        out: &mut Out<Self>,
    ) {
        self.delegate(
            state,
            out,
            |host, state, out| host.on_timeout(id, state, timer, out),
            |flooder, state, out| flooder.on_timeout(id, state, timer, out),
        );
    }

    fn on_random(&self, id: Id, state: &mut Cow<'_, NodeState>, act: &Act, out: &mut Out<Self>) {
        self.delegate(
            state,
            out,
            |host, state, out| host.on_random(id, state, act, out),
            |flooder, state, out| flooder.on_random(id, state, act, out),
        );
    }

    fn name(&self) -> String {
        match self {
            Self::Host(host) => host.name(),
            Self::Flooder(flooder) => flooder.name(),
        }
    }
}

impl Node {
    #[expect(
        clippy::unreachable,
        reason = "stateright keeps an actor's states in the actor's place"
    )]
    fn delegate(
        &self,
        state: &mut Cow<'_, NodeState>,
        out: &mut Out<Self>,
        on_host: impl Fn(&Host, &mut Cow<'_, HostState>, &mut Out<Host>),
        on_flooder: impl Fn(&Flooder, &mut Cow<'_, FlooderState>, &mut Out<Flooder>),
    ) {
        let next = match (self, state.as_ref()) {
            (Self::Host(host), NodeState::Host(before)) => {
                let (mut after, mut inner) = (Cow::Borrowed(before), Out::new());
                on_host(host, &mut after, &mut inner);
                out.append(&mut inner);
                NodeState::Host(after.into_owned())
            }
            (Self::Flooder(flooder), NodeState::Flooder(before)) => {
                let (mut after, mut inner) = (Cow::Borrowed(before), Out::new());
                on_flooder(flooder, &mut after, &mut inner);
                out.append(&mut inner);
                NodeState::Flooder(after.into_owned())
            }
            (Self::Host(_), NodeState::Flooder(_)) | (Self::Flooder(_), NodeState::Host(_)) => {
                unreachable!("an actor's state is of its own kind")
            }
        };
        *state = Cow::Owned(next);
    }
}

/// The timers' purposes that a state has armed, with their owners.
#[must_use]
pub fn armed_timers(state: &WorldState) -> Vec<(HostId, Purpose)> {
    let mut armed: Vec<_> = state
        .timers_set
        .iter()
        .flat_map(|timers| timers.iter().map(|timer| (timer.owner, timer.purpose)))
        .collect();
    armed.sort_unstable();
    armed
}
