//! What must come in the end, when timers fire, segments that are not lost arrive, and programs do what they owe.
//!
//! Each is about the first client; clients are alike.

mod close_wait_ends;
mod connect_returns;
mod connects_in_the_end;
mod half_open_is_resolved;
mod request_leaves_syn_queue;
mod teardown_completes;

use super::property::Property;

/// Every property of this folder.
pub(super) const ALL: &[Property] = &[
    connects_in_the_end::PROPERTY,
    connect_returns::PROPERTY,
    request_leaves_syn_queue::PROPERTY,
    half_open_is_resolved::PROPERTY,
    close_wait_ends::PROPERTY,
    teardown_completes::PROPERTY,
];
