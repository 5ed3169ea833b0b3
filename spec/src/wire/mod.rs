//! What travels between hosts: sequence numbers, ports, options and segments.

mod fast_open;
mod segment;
mod seq;
mod timestamps;

pub use fast_open::FastOpen;
pub use segment::{Flags, Port, Segment};
pub use seq::Seq;
pub use timestamps::{Timestamps, TsVal};
