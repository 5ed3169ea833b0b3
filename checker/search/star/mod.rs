//! Actors around one: a hub, and spokes that are told in the same names, so that equal ones can be exchanged.

mod answers;
mod description;
mod hub;
mod naming;
pub(in crate::search) mod numbered;
mod numbers;
pub(in crate::search) mod order;
mod spoke;
mod steps;
pub(in crate::search) mod tables;
mod whole;

pub use description::{Alone, HubAndSpokes, SpokeQuestion};
