//! What TCP does on Linux when connections are set up and torn down, as a pure specification.
//!
//! A tour, in reading order:
//!
//! - [`wire`]: sequence numbers and segments;
//! - [`kernel`]: what a kernel does with a segment, a timer or a system call, one file a decision;
//! - [`rule`]: the name, sentence and source of everything that `kernel` does;
//! - [`policy`]: where kernel versions differ, the sysctls, and the profiles that bundle them;
//! - [`program`]: what applications may call; [`network`]: what may happen to segments; [`clock`]: how time passes;
//! - [`host`] and [`flooder`]: the stateright actors; [`model`]: their assembly; [`view`]: a state as
//!   properties see it;
//! - [`scenarios`]: set-ups with names; [`properties`]: what is asked of them;
//!   [`measures`]: how long things last;
//! - [`invariant`]: what is true of a host in every state;
//! - [`observations`]: what was seen of running kernels, in seconds;
//! - [`claims`]: sentences about TCP, formalised; [`cells`]: the table of states and events;
//!   [`rfc9293`]: the RFC requirement by requirement.

#![cfg_attr(
    not(test),
    deny(
        clippy::arithmetic_side_effects,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unreachable,
        clippy::unwrap_used,
    )
)]

pub mod cells;
pub mod claims;
pub mod clock;
pub mod flooder;
pub mod host;
pub mod invariant;
pub mod kernel;
pub mod measures;
pub mod model;
pub mod network;
pub mod observations;
pub mod peers;
pub mod policy;
pub mod program;
pub mod properties;
pub mod rfc9293;
pub mod rule;
pub mod scenarios;
pub mod view;
pub mod wire;
