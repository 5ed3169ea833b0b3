//! What a team expects against what is found: findings that a build can fail on.

mod baseline;
mod finding;
mod starter;
mod verify;

pub use baseline::{Baseline, Known};
pub use finding::{Finding, Findings, Outcome};
pub use starter::starter;
pub use verify::verify;
