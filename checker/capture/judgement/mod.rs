//! Which kernels, with which settings, explain a capture; and which packet excludes each of the others.

mod grid;
mod nearest;
mod verdict;
mod words;

pub use grid::{Axis, Given, Grid, Settings};
pub use nearest::{Remedy, remedies};
pub use verdict::{HostVerdict, OnProfile, Point, Question, host_verdicts};
pub use words::{Block, blocks, given_in_words, in_words};
