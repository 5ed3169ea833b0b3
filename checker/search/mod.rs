//! Exhaustive search over the actors of a stateright model.
//!
//! [`explore()`] visits every state of an `ActorModel` breadth-first, level by level, and answers
//! questions with shortest runs.  States are told apart by comparing them, never by a hash
//! alone, so a finished search has missed nothing.
//!
//! How it works, and where to read on:
//!
//! 1. What belongs to one actor, what is under way on one channel, and the history are each given a
//!    small number (`intern`, `registry`); an actor is asked once for each thing it can meet
//!    (`local`).
//! 2. A state is the word in which these numbers are packed (`word`, `layout`); words get wider when
//!    a number grows out of its field (`tables`).
//! 3. A successor is a look-up and an exclusive or (`stepper`); new states go into an exact table, in
//!    batches (`worker`, `visited`).
//! 4. Levels follow each other until the space, the questions or a limit is exhausted (`drive`,
//!    `limits`).
//! 5. Shortest runs are rebuilt from the levels that the table remembers (`path`).
//!
//! All but `registry`, `numbered`, `local` and `decode` know numbers only, not actors (`system`).
//!
//! What is not searched: crashes and recoveries of actors.  What grows with the model: an actor's
//! local part is numbered as one piece, so an actor whose local states are many costs memory for
//! each of them.

mod budget;
mod channel;
mod decode;
mod drive;
mod exploration;
mod explore;
mod intern;
mod layout;
mod level;
mod limits;
mod local;
mod numbered;
mod packed_tables;
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
