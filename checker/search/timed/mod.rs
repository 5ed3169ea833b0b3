//! Exhaustive search in which time passes: timers fire when their durations allow, messages take a latency out of a range.
//!
//! What is pending (an armed timer, a message under way, a choice with an appointed time) happens at a moment that is not known exactly,
//! but within a window that opens and closes a known time after it became pending. A *class* is a state of the model together with
//! everything that is known of these moments: for each two of them, and for each and now, the least and the most that may lie between
//! (`zone`). From a class each pending thing may happen next that can come first; that it does is added to what is known, and its moment
//! is the new now. Nothing takes time by itself; all time passes between two steps. Choices without an appointed time are made at any
//! moment, or never; a lost message is gone when it would have arrived.
//!
//! This is the state-class graph of time Petri nets (Berthomieu and Menasche, 1983; Berthomieu and Diaz, 1991). No moment is rounded
//! and no order is left out, so verdicts are exact for the windows given. Only remaining times are kept, so the classes are finite in number.
//! A class that lies within another of the same state is not looked at again (`classes`): whatever it can do, the other can.
//!
//! One thread searches, in an order that depends on nothing else, so a search that was written down (`written`) goes on as it would have: the states get
//! their numbers again in the order in which they were met (`journal`), and the classes are those that were there.
//!
//! Runs are shortest in steps; the times shown are the earliest at which their steps can be taken in this order (`schedule`).

mod after;
mod classes;
mod explore;
mod found;
mod journal;
mod measure;
mod pending;
mod run;
mod schedule;
mod search;
mod states;
mod timing;
mod written;
mod zone;

pub use explore::{Timed, explore_timed};
pub use measure::{Measure, Measured, Moment, Window};
pub use run::{TimedRun, times_of};
pub use timing::Timing;
