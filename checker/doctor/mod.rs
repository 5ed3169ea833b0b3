//! This host under the model: what its listeners are, what can happen to their connections, and which single change prevents it.
//!
//! Nothing is changed on the host, and nothing is sent. Its release, sysctls, sockets and counters are read; each hazard of each
//! listener is then a question to the search, in a small world with this host's policies and sysctls ([`worlds`]).

pub mod examined;
pub mod hazards;
pub mod host;
pub mod last_quarter;
pub mod remedies;
pub mod worlds;

pub use examined::{Answer, Examined, Finding, Group, examined};
pub use hazards::{HAZARDS, Hazard};
pub use host::{Host, Listening, read};
