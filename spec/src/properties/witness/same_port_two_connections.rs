//! Two clients connect from the same port number, and the server has a connection with each.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::scenarios;
use crate::view::View;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "same-port-two-connections",
    kind: Kind::Sometimes,
    sentence: "Two clients connect from the same port number, and the server has a connection with each.",
    why: "Connections are told apart by all four numbers, not by the port alone.",
    predicate: Predicate::State(same_port_two_connections),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::ideal_handshake(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
};

fn same_port_two_connections(view: &View<'_>) -> bool {
    let Some((_, server)) = view.server() else {
        return false;
    };
    let connected: Vec<_> = view
        .clients()
        .filter(|client| {
            client.is_established() && server.stack.connection(client.seen_from_server()).is_some()
        })
        .map(|client| client.tuple.local)
        .collect();
    matches!(&*connected, [one, other] if one == other)
}
