//! The accept queue: when it is full, and what accept() returns.

use super::stack::{Context, Listener, Queued};
use super::state::Tuple;
use crate::rule::Rule;

/// Whether the accept queue is full: it holds *more* children than the backlog, so backlog + 1 fit (sk_acceptq_is_full).
#[must_use]
pub fn is_full(listener: &Listener) -> bool {
    length(listener) > listener.backlog
}

/// Children that wait for accept(), those that were reset included (`A`; sk_ack_backlog).
#[must_use]
pub fn length(listener: &Listener) -> u32 {
    let here = u32::try_from(listener.accept_queue.len()).unwrap_or(u32::MAX);
    here.saturating_add(listener.queued_elsewhere)
}

/// A new child waits for accept() behind the others.
pub(super) fn enqueue(cx: &mut Context<'_>, tuple: Tuple) {
    if let Some(listener) = &mut cx.stack.listener {
        listener.accept_queue.push(Queued {
            tuple,
            reset: false,
        });
    }
}

/// The program calls accept() on a queue that is not empty: it gets the oldest child, dead or alive.
///
/// Linux: inet_csk_accept, reqsk_queue_remove.
pub fn accept(cx: &mut Context<'_>) {
    let Some(listener) = &mut cx.stack.listener else {
        return;
    };
    if listener.accept_queue.is_empty() {
        return;
    }
    let oldest = listener.accept_queue.remove(0);
    cx.out.apply(if oldest.reset {
        Rule::AcceptReturnsResetConnection
    } else {
        Rule::AcceptReturnsOldest
    });
}
