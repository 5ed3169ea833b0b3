//! What a model's types must be able to do for it to be searched.

use stateright::actor::Actor;
use std::fmt::Debug;
use std::hash::Hash;

/// An actor whose local states, messages, timers, choices and storage can be told apart, ordered and shared among threads.
pub trait Searchable:
    Actor<
        State: Eq + Hash + Send + Sync,
        Msg: Ord + Send + Sync,
        Timer: Ord + Send + Sync,
        Random: Send + Sync,
        Storage: Eq + Send + Sync,
    > + Sync
{
}

impl<A> Searchable for A
where
    A: Actor + Sync,
    A::State: Eq + Hash + Send + Sync,
    A::Msg: Ord + Send + Sync,
    A::Timer: Ord + Send + Sync,
    A::Random: Send + Sync,
    A::Storage: Eq + Send + Sync,
{
}

/// A history that can be told apart and shared among threads.
pub trait History: Eq + Hash + Clone + Debug + Send + Sync {}

impl<H: Eq + Hash + Clone + Debug + Send + Sync> History for H {}
