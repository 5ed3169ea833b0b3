//! The client and the server are ESTABLISHED with each other in the end.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::TcpState;
use crate::program::Duty;
use crate::scenarios;
use crate::view::View;

/// Every fair run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "connects-in-the-end",
    kind: Kind::Eventually,
    sentence: "The client and the server are ESTABLISHED with each other in the end.",
    why: "What connect() is for.",
    predicate: Predicate::State(connected),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::ideal_handshake().with(|s| s.fair = vec![Duty::Connect]),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::one_slot().with(|s| s.fair = vec![Duty::Connect]),
        profile: "linux-6.18",
    },
};

fn connected(view: &View<'_>) -> bool {
    view.server().is_some_and(|(_, server)| {
        view.clients().next().is_some_and(|client| {
            let child = server.stack.connection(client.seen_from_server());
            client.is_established()
                && child.is_some_and(|child| child.state == TcpState::Established)
        })
    })
}
