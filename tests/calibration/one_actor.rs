//! Lets the project's own search, which knows actors only, follow a model that is none.
//!
//! One actor holds the whole state of the model, and each action that is enabled there is a timer that
//! is set.  An actor starts in one state and the model in several, so the actor starts before them.

use crate::tla_tcp::{Peers, Specification, Taken};
use stateright::Model;
use stateright::actor::{Actor, ActorModel, Id, Network, Out, model_timeout};
use std::borrow::Cow;

/// The actor is the specification that it follows.
#[derive(Clone)]
pub(crate) struct Follower(Specification);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Next {
    /// The model starts in the initial state with this number.
    Start(usize),
    Take(Taken),
}

impl Follower {
    /// What may happen next; an action that the model refuses has no timer.
    fn enabled(&self, state: Option<&Peers>) -> Vec<Next> {
        let Some(peers) = state else {
            return (0..self.0.init_states().len()).map(Next::Start).collect();
        };
        let mut actions = Vec::new();
        self.0.actions(peers, &mut actions);
        actions.retain(|taken| self.0.next_state(peers, *taken).is_some());
        actions.into_iter().map(Next::Take).collect()
    }
}

impl Actor for Follower {
    type Msg = ();
    type State = Option<Peers>;
    type Timer = Next;
    type Random = ();
    type Storage = ();

    fn on_start(&self, _: Id, _: &Option<()>, out: &mut Out<Self>) -> Option<Peers> {
        for next in self.enabled(None) {
            out.set_timer(next, model_timeout());
        }
        None
    }

    fn on_timeout(
        &self,
        _: Id,
        state: &mut Cow<'_, Option<Peers>>,
        next: &Next,
        out: &mut Out<Self>,
    ) {
        let after = match (next, state.as_ref()) {
            (Next::Start(number), _) => self.0.init_states().into_iter().nth(*number),
            (Next::Take(taken), Some(before)) => self.0.next_state(before, *taken),
            (Next::Take(_), None) => None,
        };
        for stale in self.enabled(state.as_ref().as_ref()) {
            out.cancel_timer(stale);
        }
        for next in self.enabled(after.as_ref()) {
            out.set_timer(next, model_timeout());
        }
        *state = Cow::Owned(after);
    }
}

pub(crate) fn model(specification: Specification) -> ActorModel<Follower> {
    ActorModel::new((), ())
        .actor(Follower(specification))
        .init_network(Network::new_ordered([]))
        .within_boundary(|(), state| {
            let followed = &state.actor_states[0];
            followed
                .as_ref()
                .as_ref()
                .is_none_or(crate::tla_tcp::nothing_is_sent_twice_in_a_row)
        })
}
