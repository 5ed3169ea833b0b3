//! A client is ESTABLISHED while the server is still in SYN-RECEIVED.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::scenarios;
use crate::view::View;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "client-established-first",
    kind: Kind::Sometimes,
    sentence: "A client is ESTABLISHED while the server is still in SYN-RECEIVED.",
    why: "In every handshake the client believes first.",
    predicate: Predicate::OneClient(client_established_first),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::handshake(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::syn_flood_with_cookies(),
        profile: "linux-6.18",
    },
};

fn client_established_first(view: &View<'_>) -> bool {
    view.server().is_some_and(|(_, server)| {
        view.clients().any(|client| {
            client.is_established() && server.stack.request(client.seen_from_server()).is_some()
        })
    })
}
