//! The labels of a step between whole states.

use super::question::{ActionOf, Input, Labels};
use stateright::actor::{Actor, ActorModel, ActorModelAction, ActorModelState};
use std::fmt::Debug;
use std::hash::Hash;

/// The labels (sorted) of what `action` does to the actor it concerns.
pub(super) fn labels_of<A: Actor, C, H>(
    model: &ActorModel<A, C, H>,
    labels: &dyn Labels<A>,
    before: &ActorModelState<A, H>,
    action: &ActionOf<A>,
) -> Vec<u16>
where
    A::Msg: Ord,
    A::Timer: Ord,
    H: Clone + Debug + Hash,
{
    let (id, input) = match action {
        ActorModelAction::Deliver { src, dst, msg } => (*dst, Input::Deliver { src: *src, msg }),
        ActorModelAction::Timeout(id, timer) => (*id, Input::Timeout(timer)),
        ActorModelAction::SelectRandom { actor, key, random } => {
            let choice = random;
            (*actor, Input::Random { key, choice })
        }
        ActorModelAction::Drop(_) | ActorModelAction::Crash(_) | ActorModelAction::Recover(_) => {
            return Vec::new();
        }
    };
    let index = usize::from(id);
    let mut found = labels.labels(
        &model.actors[index],
        id,
        &before.actor_states[index],
        &input,
    );
    found.sort_unstable();
    found.dedup();
    found
}
