//! Claims are decided: what each asks is gathered, every world is explored once, and the answers become verdicts.

mod decision;
mod work;

pub use decision::{DecidedCase, DecidedPart, Decision, Evidence, Truth};
pub use work::decide;
