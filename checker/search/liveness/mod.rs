//! What must happen in the end: obligations on the graph of all states, under weak fairness.
//!
//! A run is a way through the graph that goes on for ever, or ends where nothing more has to happen. Some actions are *fair*, in classes:
//! a run in which a class is enabled from some point on, and is not taken from there on, is no run to reckon with (weak fairness). Whatever
//! is not fair may happen or not. So a run may end in a state in which no fair action is enabled, as if that state were repeated for
//! ever, and it must not end elsewhere; and a cycle can be repeated for ever if each class of fair actions is taken on it, or is
//! disabled somewhere on it.
//!
//! A step beyond the model's boundary does not exist if it is not fair. If it is fair it is enabled, so that no run stops for want of it, but
//! where it leads was not looked at: then an obligation that is not broken is not known to be kept either.
//!
//! An obligation is broken by a run that comes to a state where it arises (the initial state, or any in which `whenever` is true) and
//! never after to one that meets it (`follows`). Such a run ends in states that do not meet it: it either stops in one of them, or
//! enters a strongly connected component of them and stays. A component can be stayed in if the cycle through all of its states and
//! steps is fair, so it is enough to look at each component once (`fair`). The run that is shown is a shortest way to such a place, and
//! a cycle from there (`lasso`, `cycle`): of several, the first in the order in which the model lists its actions (`walk`).

mod classes;
mod cycle;
mod fair;
mod graph;
mod lasso;
mod obligations;
mod reached;
mod walk;

pub(in crate::search) use graph::{Graph, UNFAIR};
pub use obligations::{Fairness, Kept, Lasso, Obligation, explore_obligations};
