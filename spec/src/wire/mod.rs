//! What travels between hosts: sequence numbers, ports, timestamps and segments.

mod segment;
mod seq;
mod timestamps;

pub use segment::{Flags, Port, Segment};
pub use seq::Seq;
pub use timestamps::{Timestamps, TsVal};
