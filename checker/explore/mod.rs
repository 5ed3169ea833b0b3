//! A scenario for stateright's web explorer: the same states and steps, in words that people read.
//!
//! The page's verdicts are stateright's; [`crate::judge`] gives the project's own. A property about steps cannot be shown:
//! stateright asks about states only.

mod address;
mod conditions;
mod drawing;
mod model;
mod outcome;
mod shown;

pub use address::address;
pub use conditions::MOST_PROPERTIES;
pub use model::{HalfopenScenario, is_shown};
pub use shown::{Happening, Shown};
