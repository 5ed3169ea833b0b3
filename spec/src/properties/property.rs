//! What a property is made of.

use crate::kernel::listener::tuple_of;
use crate::kernel::{Connection, Counter, Effects, HostId, TcpState, Tuple};
use crate::model::{World, WorldAction, WorldState};
use crate::rule::Rule;
use crate::scenarios::Scenario;
use crate::view::{View, in_flight};
use crate::wire::Segment;

/// A question about every run of a scenario.
#[derive(Clone, Copy)]
pub struct Property {
    /// Its name on the command line.
    pub name: &'static str,
    /// Whether it must always hold, or is to be reached.
    pub kind: Kind,
    /// The sentence that the predicate makes exact.
    pub sentence: &'static str,
    /// Why anyone asks.
    pub why: &'static str,
    /// The predicate.
    pub predicate: Predicate,
    /// Rules of which one has to be applied for an `Always` to say anything: a space in which none is applied keeps it in vain.
    pub exercised_by: &'static [Rule],
    /// A world where an `Always` holds and a `Sometimes` is reached.
    pub good_world: fn() -> Example,
    /// A world where an `Always` is violated and a `Sometimes` is not reached.
    pub broken_world: fn() -> Example,
}

/// What is asked about a predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Reachability: some run makes it true. The run is the result.
    Sometimes,
    /// Safety: no run makes it false.
    Always,
}

/// What the property looks at.
#[derive(Clone, Copy)]
pub enum Predicate {
    /// A state.
    State(fn(&View<'_>) -> bool),
    /// A step that applies one of these rules; of other steps an `Always` is true and a `Sometimes` false.
    StepOf(&'static [Rule], fn(&StepView<'_>) -> bool),
    /// A step that applies one of these rules.
    Applies(&'static [Rule]),
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
