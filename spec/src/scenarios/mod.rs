//! Set-ups with names.

mod scenario;

pub use scenario::{CLIENT_PORT, Roles, SERVER_PORT, Scenario};
