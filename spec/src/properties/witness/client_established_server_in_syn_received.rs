//! A client is ESTABLISHED, the server is in SYN-RECEIVED with the handshake ACK ignored, and no segment between them is in flight.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::scenarios;
use crate::view::View;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "client-established-server-in-syn-received",
    kind: Kind::Sometimes,
    sentence: "A client is ESTABLISHED, the server is in SYN-RECEIVED with the handshake ACK ignored, and no segment between them is in flight.",
    why: "The client believes, and may even send; the server cannot take the connection.",
    predicate: Predicate::OneClient(client_established_server_in_syn_received),
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

fn client_established_server_in_syn_received(view: &View<'_>) -> bool {
    let Some((_, server)) = view.server() else {
        return false;
    };
    view.clients().any(|client| {
        let request = server.stack.request(client.seen_from_server());
        client.is_established()
            && request.is_some_and(|request| request.acked)
            && view
                .layout
                .server
                .is_some_and(|server| view.in_flight_between(client.id, server) == 0)
    })
}
