//! Packet captures: how they are read, what they show of each connection, and whether the model can do the same.

mod anomaly;
mod diagnosis;
mod flow;
pub mod follow;
mod frame;
pub mod judgement;
mod observed;
mod packets;
mod read;
mod text;
mod trace;
mod track;

pub use anomaly::{Anomaly, seconds};
pub use diagnosis::{Belief, Diagnosis, Outcome, diagnosed};
pub use flow::{Copies, End, Flow, Sighting};
pub use observed::{Bits, Nanos, Observed};
pub use read::{Counts, Reading, Unreadable, read};
pub use trace::{Kept, Trace, traced};
pub use track::Tracker;
