//! A server has a connection only with a client that has seen its SYN,ACK.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::flooder::FIRST_FLOODED_PORT;
use crate::rule::Rule;
use crate::scenarios;
use crate::view::Client;
use crate::view::View;

/// Every run keeps it true.
pub(super) const PROPERTY: Property = Property {
    name: "no-child-without-handshake",
    kind: Kind::Always,
    sentence: "A server has a connection only with a client that has seen its SYN,ACK.",
    why: "What the initial sequence numbers protect against.",
    predicate: Predicate::OneClient(no_child_without_handshake),
    exercised_by: &[
        Rule::HandshakeAckMakesChild,
        Rule::HandshakeDataMakesChild,
        Rule::HandshakeFinMakesChild,
        Rule::CookieMakesChild,
        Rule::CookieSkipsOctets,
    ],
    good_world: || Example {
        scenario: scenarios::handshake(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::forged_handshake(),
        profile: "linux-6.18",
    },
};

/// Whether every connection with the silent addresses was there before the run began: those can have seen no SYN,ACK. A client has seen one
/// when it is past SYN-SENT, or was and has failed since.
fn no_child_without_handshake(view: &View<'_>) -> bool {
    view.server().is_none_or(|(_, server)| {
        server.stack.connections().all(|(tuple, _)| {
            let forged =
                Some(tuple.peer) == view.layout.flooder && tuple.remote >= FIRST_FLOODED_PORT;
            !forged
                && view
                    .clients()
                    .filter(|client| client.id == tuple.peer)
                    .all(|client| has_seen_syn_ack(&client))
        })
    })
}

fn has_seen_syn_ack(client: &Client<'_>) -> bool {
    let left = client.state.stack.incarnations.contains_key(&client.tuple);
    left || client
        .connection()
        .is_some_and(|connection| connection.is_synchronized())
}
