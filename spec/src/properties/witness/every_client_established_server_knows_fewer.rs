//! Every client is ESTABLISHED, nothing is in flight, and the server knows only those in its accept queue.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::scenarios;
use crate::view::View;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "every-client-established-server-knows-fewer",
    kind: Kind::Sometimes,
    sentence: "Every client is ESTABLISHED, nothing is in flight, and the server knows only those in its accept queue.",
    why: "Article 000's result: five clients connected, two connections at the server.",
    predicate: Predicate::State(every_client_established_server_knows_fewer),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::retries_spent(),
        profile: "linux-2.6.18",
    },
    broken_world: || Example {
        scenario: scenarios::ideal_handshake(),
        profile: "linux-6.18",
    },
};

fn every_client_established_server_knows_fewer(view: &View<'_>) -> bool {
    view.in_flight() == 0
        && view.clients().all(|client| client.is_established())
        && view
            .clients()
            .any(|client| !view.server_knows(client.seen_from_server()))
        && view
            .server()
            .is_some_and(|(_, server)| server.stack.requests().next().is_none())
}
