//! Exhaustive search over the actors of a stateright model.
//!
//! [`explore()`] visits every state of an `ActorModel` breadth-first, level by level, and answers
//! questions with shortest runs.  States are told apart by comparing them, never by a hash
//! alone, so a finished search has missed nothing.
//!
//! How it works, and where to read on:
//!
//! 1. What belongs to one actor, what is under way on one channel, and the history are each given a
//!    small number; an actor is asked once for each thing it can meet (`channels`).
//! 2. A state is the word in which these numbers are packed, a successor a look-up and an exclusive or; new states go into an exact
//!    table, level by level, until the space, the questions or a limit is exhausted (`packed`).
//! 3. Shortest runs are rebuilt from the levels that the table remembers, and walked through in whole states (`packed/path`, `whole`).
//!
//! `packed` knows numbers only, not actors; `system` is all that it is told.
//!
//! What is not searched: crashes and recoveries of actors.  What grows with the model: an actor's
//! local part is numbered as one piece, so an actor whose local states are many costs memory for
//! each of them.

mod apart;
mod channels;
mod checkpoint;
mod exploration;
mod explore;
pub(crate) mod intern;
mod limits;
mod liveness;
mod packed;
mod pair_map;
pub mod plain;
mod question;
mod searchable;
mod star;
mod system;
mod timed;
mod whole;

pub use checkpoint::{Checkpoints, Resumed, Unfit};
pub use exploration::{Exploration, Progress};
pub use explore::{Bundled, explore, explore_apart, explore_star};
pub use limits::{Interrupt, Limits, StoppedBy, Symmetry};
pub use liveness::{Fairness, Kept, Lasso, Obligation, explore_obligations};
pub use question::{ActionOf, Input, Labels, NoLabels, Question, StateQuestion, StepQuestion};
pub use searchable::{History, Searchable};
pub use star::{Alone, HubAndSpokes, SpokeQuestion};
pub use timed::{
    Measure, Measured, Moment, Timed, TimedRun, Timing, Window, explore_timed, times_of,
};
