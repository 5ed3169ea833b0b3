//! The server is in CLOSE-WAIT, nothing is in flight, and nothing will ever happen to it by itself: it has no timer, and its program does not close.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::TcpState;
use crate::scenarios;
use crate::view::View;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "close-wait-at-rest",
    kind: Kind::Sometimes,
    sentence: "The server is in CLOSE-WAIT, nothing is in flight, and nothing will ever happen to it by itself: it has no timer, and its program does not close.",
    why: "Such connections pile up until the program, or the host, is stopped.",
    predicate: Predicate::State(close_wait_at_rest),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::never_closes(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::both_close(),
        profile: "linux-6.18",
    },
};

fn close_wait_at_rest(view: &View<'_>) -> bool {
    view.in_flight() == 0
        && view.server().is_some_and(|(host, server)| {
            view.is_idle(host.id)
                && view.clients().any(|client| {
                    let child = server.stack.connection(client.seen_from_server());
                    child.is_some_and(|child| child.state == TcpState::CloseWait)
                })
        })
}
