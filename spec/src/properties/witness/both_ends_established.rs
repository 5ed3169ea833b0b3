//! A client and the server are both ESTABLISHED with each other.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::TcpState;
use crate::scenarios;
use crate::view::View;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "both-ends-established",
    kind: Kind::Sometimes,
    sentence: "A client and the server are both ESTABLISHED with each other.",
    why: "The handshake works.",
    predicate: Predicate::OneClient(both_ends_established),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::handshake(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::syn_flood(),
        profile: "linux-6.18",
    },
};

fn both_ends_established(view: &View<'_>) -> bool {
    view.server().is_some_and(|(_, server)| {
        view.clients().any(|client| {
            let child = server.stack.connection(client.seen_from_server());
            client.is_established()
                && child.is_some_and(|child| child.state == TcpState::Established)
        })
    })
}
