//! Exhaustive search over the actors of a stateright model.
//!
//! [`explore`] visits every state of an `ActorModel` breadth-first, level by level, and answers
//! questions with shortest runs.  States are told apart by comparing them, never by a hash
//! alone, so a finished search has missed nothing.

mod exploration;
mod limits;
pub mod plain;
mod question;

pub use exploration::{Exploration, Progress};
pub use limits::{Limits, StoppedBy};
pub use plain::explore;
pub use question::{ActionOf, Input, Labels, NoLabels, Question, StateQuestion, StepQuestion};
