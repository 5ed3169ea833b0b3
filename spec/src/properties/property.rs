//! What a property is made of.

use crate::kernel::listener::tuple_of;
use crate::kernel::{Connection, Counter, Effects, HostId, TcpState, Tuple};
use crate::model::{World, WorldAction, WorldState};
use crate::rule::Rule;
use crate::scenarios::Scenario;
use crate::view::{View, in_flight};
use crate::wire::Segment;

/// A question about the runs of a scenario.
#[derive(Clone, Copy)]
pub struct Property {
    /// Its name on the command line.
    pub name: &'static str,
    /// Whether it must always hold, is to be reached, or must come in the end.
    pub kind: Kind,
    /// The sentence that the predicate makes exact.
    pub sentence: &'static str,
    /// Why anyone asks.
    pub why: &'static str,
    /// The predicate.
    pub predicate: Predicate,
    /// Rules of which one has to be applied for an `Always` to say anything: a space in which none is applied keeps it in vain.
    pub exercised_by: &'static [Rule],
    /// A world where it holds; a `Sometimes` is reached.
    pub good_world: fn() -> Example,
    /// A world where it is violated; a `Sometimes` is not reached.
    pub broken_world: fn() -> Example,
}

/// What is asked about a predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Reachability: some run makes it true. The run is the result.
    Sometimes,
    /// Safety: no run makes it false.
    Always,
    /// Liveness: every fair run makes it true in the end.
    Eventually,
    /// Liveness: whenever one thing is so, every fair run makes another so, then or later.
    LeadsTo,
}

impl Kind {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sometimes => "sometimes",
            Self::Always => "always",
            Self::Eventually => "eventually",
            Self::LeadsTo => "leads-to",
        }
    }

    /// Whether it is about what happens in the end, which one state or step cannot show.
    #[must_use]
    pub const fn is_liveness(self) -> bool {
        matches!(self, Self::Eventually | Self::LeadsTo)
    }
}

/// What the property looks at.
#[derive(Clone, Copy)]
pub enum Predicate {
    /// A state, all of it. Clients must not be told apart by their names.
    State(fn(&View<'_>) -> bool),
    /// A state in which one client decides: a `Sometimes` is true, and an `Always` false, of a state if and only if it is so when all other
    /// clients have not begun, the requests of the others counted by the server as before.
    OneClient(fn(&View<'_>) -> bool),
    /// A state in which one client decides, if all others let it.
    OneAmongOthers {
        /// What is asked of a state, all of it.
        whole: fn(&View<'_>) -> bool,
        /// The same for a state in which only this peer of the server has begun.
        one: fn(&View<'_>, HostId) -> bool,
        /// Whether this peer, a client or an attacker, lets another decide, in a state in which only it has begun.
        others: fn(&View<'_>, HostId) -> bool,
    },
    /// A step that applies one of these rules; of other steps an `Always` is true and a `Sometimes` false. Nothing may be asked of clients
    /// that the step does not concern.
    StepOf(&'static [Rule], fn(&StepView<'_>) -> bool),
    /// A step that applies one of these rules.
    Applies(&'static [Rule]),
    /// Two sets of states: of a `LeadsTo`.
    Response {
        /// What one thing is.
        whenever: fn(&View<'_>) -> bool,
        /// What the other is.
        follows: fn(&View<'_>) -> bool,
    },
}

impl Predicate {
    /// What is asked of a whole state, if it is one state that is asked about.
    #[must_use]
    pub fn of_states(&self) -> Option<fn(&View<'_>) -> bool> {
        match self {
            Self::State(whole) | Self::OneClient(whole) | Self::OneAmongOthers { whole, .. } => {
                Some(*whole)
            }
            Self::StepOf(..) | Self::Applies(_) | Self::Response { .. } => None,
        }
    }

    /// The rules of which a step must apply one for it to be asked about.
    #[must_use]
    pub fn rules(&self) -> &'static [Rule] {
        match self {
            Self::StepOf(rules, _) | Self::Applies(rules) => rules,
            Self::State(_)
            | Self::OneClient(_)
            | Self::OneAmongOthers { .. }
            | Self::Response { .. } => &[],
        }
    }
}

/// A scenario on a kernel.
#[derive(Clone, Debug)]
pub struct Example {
    /// The set-up.
    pub scenario: Scenario,
    /// The name of the kernel profile on all hosts.
    pub profile: &'static str,
}

/// A step as properties see it.
pub struct StepView<'a> {
    /// The system.
    pub world: &'a World,
    /// The state before.
    pub before: &'a WorldState,
    /// What happens.
    pub action: &'a WorldAction,
    /// What the actor puts out.
    pub effects: &'a Effects,
    /// The state after.
    pub after: &'a WorldState,
}

impl StepView<'_> {
    /// Whether the step applies this rule.
    #[must_use]
    pub fn applies(&self, rule: Rule) -> bool {
        self.effects.rules.contains(&rule)
    }

    /// Whether the step raises this counter.
    #[must_use]
    pub fn counts(&self, counter: Counter) -> bool {
        self.effects.counters.contains(&counter)
    }

    /// The host that takes the step.
    #[must_use]
    pub fn receiver(&self) -> Option<HostId> {
        match self.action {
            WorldAction::Deliver { dst, .. } => Some((*dst).into()),
            WorldAction::Timeout(id, _) => Some((*id).into()),
            WorldAction::SelectRandom { actor, .. } => Some((*actor).into()),
            WorldAction::Drop(_) | WorldAction::Crash(_) | WorldAction::Recover(_) => None,
        }
    }

    /// The segment that arrives in this step, and who sent it.
    #[must_use]
    pub fn arrival(&self) -> Option<(HostId, &Segment)> {
        match self.action {
            WorldAction::Deliver { src, msg, .. } => Some(((*src).into(), msg)),
            WorldAction::Timeout(..)
            | WorldAction::SelectRandom { .. }
            | WorldAction::Drop(_)
            | WorldAction::Crash(_)
            | WorldAction::Recover(_) => None,
        }
    }

    /// The four-tuple of the segment that arrives, seen from its receiver.
    #[must_use]
    pub fn arriving_tuple(&self) -> Option<Tuple> {
        self.arrival()
            .map(|(from, segment)| tuple_of(segment, from))
    }

    /// The connection at the other end of the segment that arrives.
    fn sender(&self) -> Option<Connection> {
        let (from, _) = self.arrival()?;
        let view = self.view_before();
        let client = view.clients().find(|client| client.id == from)?;
        client.connection().cloned()
    }

    /// The state of the sender of the arriving segment.
    #[must_use]
    pub fn sender_state(&self) -> Option<TcpState> {
        self.sender().map(|connection| connection.state)
    }

    /// How often the sender of the arriving segment has retransmitted.
    #[must_use]
    pub fn sender_retransmits(&self) -> Option<u8> {
        self.sender().map(|connection| connection.retransmits)
    }

    /// Whether the arriving SYN is a repetition, all earlier copies have arrived, and the server never had a request of it: they were refused.
    #[must_use]
    pub fn arriving_syn_was_refused_before(&self) -> bool {
        let view = self.view_before();
        let never_known = self.arriving_tuple().is_some_and(|tuple| {
            let server = view.server();
            server.is_some_and(|(_, server)| !server.stack.incarnations.contains_key(&tuple))
        });
        let repeated = self
            .sender_retransmits()
            .is_some_and(|retransmits| retransmits > 0);
        repeated && never_known && self.copies_in_flight_before() == 1
    }

    /// Whether the sender of the arriving segment is ESTABLISHED.
    #[must_use]
    pub fn sender_is_established(&self) -> bool {
        self.sender()
            .is_some_and(|connection| connection.state == TcpState::Established)
    }

    /// How many copies of the arriving segment were in flight.
    fn copies_in_flight_before(&self) -> usize {
        let Some((from, segment)) = self.arrival() else {
            return 0;
        };
        let copies = in_flight(self.before).into_iter();
        copies
            .filter(|(sender, _, other)| *sender == from && *other == segment)
            .count()
    }

    /// The state before, as state properties see it.
    #[must_use]
    pub fn view_before(&self) -> View<'_> {
        View::of(self.world, self.before)
    }

    /// The state after, as state properties see it.
    #[must_use]
    pub fn view_after(&self) -> View<'_> {
        View::of(self.world, self.after)
    }
}
