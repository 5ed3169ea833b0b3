//! One actor whose steps are a list: where from, where to, and the class that makes the step fair.

use halfopen::search::{ActionOf, Fairness};
use stateright::actor::{
    Actor, ActorModel, ActorModelAction, ActorModelState, Id, Network, Out, model_timeout,
};
use std::borrow::Cow;

/// From, to, and the class; class 0 is not fair.
pub(crate) type Step = (u8, u8, u8);

/// An actor that starts in 0 and takes these steps. Each step that is enabled is a timer that is set.
#[derive(Clone, Debug)]
pub(crate) struct Listed(pub(crate) Vec<Step>);

/// A step, and how often it was taken, so that going round is a step and no standstill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Take(pub(crate) Step);

impl Listed {
    fn enabled(&self, state: u8) -> impl Iterator<Item = Take> + '_ {
        let steps = self.0.iter().filter(move |step| step.0 == state);
        steps.map(|step| Take(*step))
    }
}

impl Actor for Listed {
    type Msg = ();
    type State = u8;
    type Timer = Take;
    type Random = ();
    type Storage = ();

    fn on_start(&self, _: Id, _: &Option<()>, out: &mut Out<Self>) -> u8 {
        for take in self.enabled(0) {
            out.set_timer(take, model_timeout());
        }
        0
    }

    fn on_timeout(&self, _: Id, state: &mut Cow<'_, u8>, take: &Take, out: &mut Out<Self>) {
        for stale in self.enabled(**state) {
            out.cancel_timer(stale);
        }
        for next in self.enabled(take.0.1) {
            out.set_timer(next, model_timeout());
        }
        *state = Cow::Owned(take.0.1);
    }
}

/// Steps are as fair as their class says.
pub(crate) struct ByClass;

impl Fairness<Listed> for ByClass {
    fn class(&self, action: &ActionOf<Listed>) -> Option<String> {
        let (_, _, class) = step(action);
        (class > 0).then(|| class.to_string())
    }
}

/// The step that an action of this model is.
pub(crate) fn step(action: &ActionOf<Listed>) -> Step {
    let ActorModelAction::Timeout(_, take) = action else {
        panic!("{action:?} is no step of the list");
    };
    take.0
}

pub(crate) fn model(steps: &[Step]) -> ActorModel<Listed> {
    ActorModel::new((), ())
        .actor(Listed(steps.to_vec()))
        .init_network(Network::new_ordered([]))
}

/// Where the actor is.
pub(crate) fn place(state: &ActorModelState<Listed>) -> u8 {
    *state.actor_states[0]
}
