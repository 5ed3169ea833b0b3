//! Claims are decided: what each asks is gathered, every world is explored once, and the answers become verdicts.

mod change;
mod changed;
mod decision;
mod work;

pub use change::Change;
pub use changed::{Changed, Effect, changed};
pub use decision::{DecidedCase, DecidedPart, Decision, Evidence, Truth};
pub use work::decide;
