//! What a search is asked, and what a step tells it.

use stateright::actor::{Actor, ActorModelAction, ActorModelState, Id};
use std::fmt::{self, Debug, Formatter};

/// An action of the model of actor `A`.
pub type ActionOf<A> =
    ActorModelAction<<A as Actor>::Msg, <A as Actor>::Timer, <A as Actor>::Random>;

/// A question about a state.
pub type StateQuestion<'q, A, H> = Box<dyn Fn(&ActorModelState<A, H>) -> bool + Sync + 'q>;

/// A question about a step: the state before, the action, its labels (sorted), the state after.
pub type StepQuestion<'q, A, H> = Box<
    dyn Fn(&ActorModelState<A, H>, &ActionOf<A>, &[u16], &ActorModelState<A, H>) -> bool
        + Sync
        + 'q,
>;

/// One input to one actor, as `ActorModel` would give it.
pub enum Input<'a, A: Actor> {
    /// A message arrives.
    Deliver {
        /// Who sent it.
        src: Id,
        /// What was sent.
        msg: &'a A::Msg,
    },
    /// A timer fires.
    Timeout(&'a A::Timer),
    /// A choice is made.
    Random {
        /// The name under which the actor asked for the choice.
        key: &'a str,
        /// What was chosen.
        choice: &'a A::Random,
    },
}

impl<A: Actor> Debug for Input<'_, A> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Input::Deliver { src, msg } => write!(f, "{msg:?} from {src:?}"),
            Input::Timeout(timer) => write!(f, "{timer:?} fires"),
            Input::Random { key, choice } => write!(f, "{choice:?} is chosen for {key}"),
        }
    }
}

/// What a step did, in small numbers that the caller chose: the rules that fired.
///
/// It is asked once per distinct (actor-local state, input), so it must depend on nothing else.
pub trait Labels<A: Actor>: Sync {
    /// The labels of what `actor` does when it is in `state` and meets `input`, in any order.
    fn labels(&self, actor: &A, id: Id, state: &A::State, input: &Input<'_, A>) -> Vec<u16>;
}

/// No step has a label.
pub struct NoLabels;

impl<A: Actor> Labels<A> for NoLabels {
    fn labels(&self, _: &A, _: Id, _: &A::State, _: &Input<'_, A>) -> Vec<u16> {
        Vec::new()
    }
}

/// A question: where is the first place (breadth-first, hence with a shortest run) at which it is
/// true?
pub enum Question<'q, A: Actor, H> {
    /// Is it true of a state?
    State(StateQuestion<'q, A, H>),
    /// Is it true of a step?
    Step(StepQuestion<'q, A, H>),
    /// Does a step carry one of these labels, and is this true of it?  Other steps are not
    /// decoded, which makes it far cheaper than [`Question::Step`].
    StepOn(Vec<u16>, StepQuestion<'q, A, H>),
    /// Does a step carry this label?  Cheap: no state is decoded.
    Label(u16),
}
