//! Exhaustive search over the actors of a stateright model.
//!
//! [`explore()`] visits every state of an `ActorModel` breadth-first, level by level, and answers
//! questions with shortest runs.  States are told apart by comparing them, never by a hash
//! alone, so a finished search has missed nothing.

mod budget;
mod channel;
mod decode;
mod drive;
mod exploration;
mod explore;
mod intern;
mod layout;
mod limits;
mod local;
mod numbered;
mod pair_map;
mod path;
pub mod plain;
mod question;
mod registry;
mod stepper;
mod system;
mod tables;
mod visited;
mod whole_step;
mod word;
mod worker;

pub use exploration::{Exploration, Progress};
pub use explore::explore;
pub use limits::{Limits, StoppedBy};
pub use question::{ActionOf, Input, Labels, NoLabels, Question, StateQuestion, StepQuestion};
