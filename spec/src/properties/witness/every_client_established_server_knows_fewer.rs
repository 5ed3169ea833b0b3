//! Every client is ESTABLISHED, nothing is in flight, and the server knows only those in its accept queue.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::{HostId, syn_queue};
use crate::scenarios;
use crate::view::{Client, View};

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "every-client-established-server-knows-fewer",
    kind: Kind::Sometimes,
    sentence: "Every client is ESTABLISHED, nothing is in flight, and the server knows only those in its accept queue.",
    why: "Article 000's result: five clients connected, two connections at the server.",
    predicate: Predicate::OneAmongOthers {
        whole: every_client_established_server_knows_fewer,
        one: established_but_unknown,
        others: established_at_rest,
    },
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

/// The client is ESTABLISHED, and the server does not know it.
fn established_but_unknown(view: &View<'_>, peer: HostId) -> bool {
    let is_unknown = |client: Client<'_>| !view.server_knows(client.seen_from_server());
    established_at_rest(view, peer) && view.client(peer).is_some_and(is_unknown)
}

/// The client is ESTABLISHED, nothing of it is in flight, and the server has no request. (The attacker is no client.)
fn established_at_rest(view: &View<'_>, peer: HostId) -> bool {
    view.in_flight() == 0
        && view
            .client(peer)
            .is_none_or(|client| client.is_established())
        && view
            .server()
            .is_some_and(|(_, server)| syn_queue::length(&server.stack) == 0)
}
