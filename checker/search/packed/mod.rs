//! States packed into words, told apart exactly, level by level.

mod apart_stepper;
pub(in crate::search) mod budget;
mod channel_stepper;
pub(in crate::search) mod drive;
mod frontier;
mod layout;
mod level;
pub(in crate::search) mod nodes;
mod packed_tables;
mod path;
mod recent;
mod star_stepper;
mod stepper;
pub(in crate::search) mod tables;
mod visited;
mod word;
mod worker;
