//! What the caller says of a model that is a star.

use stateright::actor::{Actor, ActorModelState, Id};

/// How an actor model is a star: one actor, the hub, exchanges messages with all others, the spokes, and they with nobody else.
///
/// What the hub remembers falls into what concerns no spoke, and a part for each. A step of the hub about one spoke must depend on
/// nothing but the hub's own memory, that spoke's part, and a sum over the others; and must change no other part. The hub's
/// choices must follow from its memory, and nobody may store anything.
pub trait HubAndSpokes<A: Actor, H>: Sync {
    /// Which actor is the hub.
    fn hub(&self) -> usize;
    /// Spokes of equal kind differ by name only: they are the same actor with the same start.
    fn kind(&self, spoke: usize) -> u32;
    /// Whether states that differ only by which spoke of a kind is which are one state. The questions must not tell them apart.
    fn exchanges(&self) -> bool;
    /// How many messages may be lost in a run, if that is bounded; the boundary of the model must say nothing else.
    fn most_lost(&self) -> Option<u32>;
    /// How many messages were lost, as the history counts them.
    fn lost(&self, history: &H, in_flight: usize) -> u32;
    /// The history with so many messages in flight and so many lost.
    fn history(&self, in_flight: usize, lost: u32) -> H;

    /// What the hub remembers of no spoke; names of spokes may stand in it.
    fn alone(&self, hub: &A::State) -> A::State;
    /// What the hub remembers of a spoke.
    fn part(&self, hub: &A::State, spoke: usize) -> A::State;
    /// The hub's memory put together from what concerns no spoke, some spokes' parts, and the sum over the spokes left out.
    fn joined(&self, alone: &A::State, parts: &[&A::State], elsewhere: u32) -> A::State;
    /// What a part adds to the sum over the spokes.
    fn weight(&self, part: &A::State) -> u32;
    /// The spoke that one of the hub's timers concerns.
    fn spoke_of_timer(&self, timer: &A::Timer) -> Option<usize>;
    /// The spoke that one of the hub's choices concerns.
    fn spoke_of_choice(&self, choice: &A::Random) -> Option<usize>;
    /// The hub's open choices in this state, as it would offer them.
    fn choices(&self, hub: &A, state: &A::State) -> Vec<(String, Vec<A::Random>)>;

    /// What the hub's memory says of a spoke: where this is equal for two spokes, exchanging them there changes nothing.
    fn standing(&self, alone: &A::State, spoke: usize) -> u32;
    /// The same state when two actors exchange their names.
    fn renamed_state(&self, names: (usize, usize), state: &A::State) -> A::State;
    /// The same timer when two actors exchange their names.
    fn renamed_timer(&self, names: (usize, usize), timer: &A::Timer) -> A::Timer;
    /// The same choice when two actors exchange their names.
    fn renamed_choice(&self, names: (usize, usize), choice: &A::Random) -> A::Random;
}

/// Whether a question can be asked of one spoke alone: in a state in which all other spokes have not begun.
pub enum Alone<'q, A: Actor, H> {
    /// A state answers the question if and only if it does when all spokes but one have not begun. A step answers it if and only if it
    /// does when all spokes that it does not concern have not begun.
    Decides,
    /// A state answers the question if and only if one spoke does, and all the others let it.
    DecidesAmong {
        /// Whether this spoke answers, in a state in which all others have not begun.
        one: SpokeQuestion<'q, A, H>,
        /// Whether this spoke lets another answer, in a state in which all others have not begun.
        others: SpokeQuestion<'q, A, H>,
    },
    /// It has to be asked of whole states. It must not tell spokes of a kind apart.
    Whole,
}

/// A question about one spoke in a state in which all others have not begun.
pub type SpokeQuestion<'q, A, H> = Box<dyn Fn(&ActorModelState<A, H>, usize) -> bool + Sync + 'q>;

/// The id of an actor by its place among the actors.
pub(super) fn id(actor: usize) -> Id {
    Id::from(actor)
}
