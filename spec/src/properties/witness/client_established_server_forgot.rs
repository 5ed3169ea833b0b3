//! A client is ESTABLISHED, the server has no record of it, and no segment between them is in flight.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::scenarios;
use crate::view::View;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "client-established-server-forgot",
    kind: Kind::Sometimes,
    sentence: "A client is ESTABLISHED, the server has no record of it, and no segment between them is in flight.",
    why: "The half-open connection: the client finds out only when it sends.",
    predicate: Predicate::OneClient(client_established_server_forgot),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::handshake(),
        profile: "linux-6.18",
    },
};

fn client_established_server_forgot(view: &View<'_>) -> bool {
    let server = view.layout.server;
    view.clients().any(|client| {
        client.is_established()
            && !view.server_knows(client.seen_from_server())
            && server.is_some_and(|server| view.in_flight_between(client.id, server) == 0)
    })
}
