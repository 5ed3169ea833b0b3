//! Any actor model in small numbers: a part for each actor, and one for each channel between two.

pub(in crate::search) mod channel;
pub(in crate::search) mod decode;
pub(in crate::search) mod local;
pub(in crate::search) mod numbered;
pub(in crate::search) mod registry;
