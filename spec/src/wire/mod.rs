//! What travels between hosts: sequence numbers, ports and segments.

mod segment;
mod seq;

pub use segment::{Flags, Port, Segment};
pub use seq::Seq;
