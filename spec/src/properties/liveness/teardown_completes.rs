//! Teardown completes: when an end has closed, both are CLOSED in the end.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::network::Loss;
use crate::program::Duty;
use crate::rule::Rule;
use crate::scenarios;
use crate::view::View;

/// Every fair run keeps it.
pub(super) const PROPERTY: Property = Property {
    name: "teardown-completes",
    kind: Kind::LeadsTo,
    sentence: "A client that has closed is CLOSED in the end, and the server has no connection with it then or later.",
    why: "Timers are there so that closing needs no luck; it does need the other application to close too.",
    predicate: Predicate::Response {
        whenever: client_has_closed,
        follows: both_are_closed,
    },
    exercised_by: &[Rule::FinSent],
    good_world: || Example {
        scenario: scenarios::close_with_loss().with(|s| {
            s.client_sends = 0;
            s.network.loss = Loss::AtMost(1);
            s.fair = vec![Duty::Close];
        }),
        profile: "linux-2.6.18",
    },
    broken_world: || Example {
        scenario: scenarios::never_closes().with(|s| s.fair = vec![Duty::Close]),
        profile: "linux-2.6.18",
    },
};

fn client_has_closed(view: &View<'_>) -> bool {
    view.clients().next().is_some_and(|client| {
        client
            .connection()
            .is_some_and(|connection| connection.orphan)
            || client.state.stack.time_wait(client.tuple).is_some()
    })
}

fn both_are_closed(view: &View<'_>) -> bool {
    view.clients().next().is_some_and(|client| {
        client.state.stack.sockets.is_empty() && !view.server_knows(client.seen_from_server())
    })
}
