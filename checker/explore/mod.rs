//! A scenario in a web browser: states and steps as people read them, the ladder beside them, and the project's own verdicts.
//!
//! The page is served by [`serve`]; it walks through the same stateright model that stateright's own explorer walks through, which is
//! served behind it, under `/stateright.htm`. What stateright's page says of properties is stateright's; [`crate::judge`] gives the
//! project's own verdicts. A property about steps cannot be shown there: stateright asks about states only.

mod address;
mod capture;
mod conditions;
mod drawing;
mod model;
mod outcome;
mod page;
mod proxy;
mod queue;
mod serve;
mod shown;
mod verdicts;

pub use address::address;
pub use capture::{CaptureStory, capture_verdicts};
pub use conditions::MOST_PROPERTIES;
pub use model::{HalfopenScenario, is_shown};
pub use serve::{Served, Walked, bound, serve};
pub use shown::{Happening, Shown};
pub use verdicts::PageVerdicts;
