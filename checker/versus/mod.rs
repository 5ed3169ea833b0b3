//! Two kernels against each other: the shortest experiment on one host that tells them apart, or that none does within the bounds.
//!
//! The host is seen from outside. An experiment is what its peers send and what its programs call, and waiting for what comes; an
//! observer sees the segments that the host sends and what its programs are told. What is hidden is the order in which timers fire,
//! and those that fire without showing anything. So each side is the *set* of all states that a kernel can be in after what was
//! seen ([`side`]), and the search goes over pairs of sets ([`search`]): two kernels differ where one of them can show what the other
//! never shows. This is the subset construction of automata; with the end of all that comes as something seen, it decides equality of
//! suspension traces (Tretmans, "Model based testing with labelled transition systems", 2008).
//!
//! Without a clock an armed timer may fire at any moment, and when it fires is not looked at: kernels that differ in times alone are
//! the same. With the calibrated clock ([`elapse`]) a step of an experiment may be that so much time passes, and what is seen in it counts.
//! Times are then compared on a grid ([`GRID`]): windows of timers are widened to it, so that what one kernel never shows it truly never
//! shows; what differs by less is missed, and what a kernel can show after several timers may be early or late by the grid for each.

pub mod difference;
pub mod elapse;
pub mod experiment;
pub mod known;
pub mod possible;
pub mod rivals;
pub mod search;
pub mod seen;
pub mod set_ups;
pub mod side;
pub mod story;

pub use difference::Difference;
pub use experiment::{Event, Last, Probe};
pub use possible::GRID;
pub use rivals::{Rival, Rivals};
pub use search::{Bounds, Found, Searched, SetUpSeen, versus};
pub use set_ups::{set_up_of, set_ups};
pub use story::{Told, told};
