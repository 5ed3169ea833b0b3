//! A search that is written down now and then, so that it goes on after it was killed.
//!
//! What a search holds is numbers; what they stand for is known to the [`System`](super::system::System) that gave them. Numbers are given in the order
//! in which things are first met, so the *journal* ([`journal`]) of all that was asked of a system ([`recorded`]), asked once more, gives the same numbers. A
//! checkpoint is that journal with the states ([`snapshot`]), in a file that is replaced as a whole ([`file`]). What belongs to one
//! question, and when it is written, is the business of [`Checkpoints`].
//!
//! A search where time passes holds something else, and writes it itself (`timed/written.rs`), into the same file.

mod file;
mod head;
mod journal;
mod keeper;
mod kept;
pub(in crate::search) mod recorded;
mod snapshot;

pub(in crate::search) use file::{Numbers, number};
pub(in crate::search) use head::Shown;
pub(in crate::search) use keeper::Keeper;
pub(in crate::search) use kept::leg;
pub use kept::{Checkpoints, Resumed, Unfit};
