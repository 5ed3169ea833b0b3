//! A half-open connection is found out: the client does not stay ESTABLISHED with a server that has no record of it.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::program::Duty;
use crate::rule::Rule;
use crate::scenarios;
use crate::view::View;

/// Every fair run keeps it.
pub(super) const PROPERTY: Property = Property {
    name: "half-open-is-resolved",
    kind: Kind::LeadsTo,
    sentence: "A client that is ESTABLISHED while the server has no record of it is told so in the end.",
    why: "The open question of article 002: a client that never sends is never told.",
    predicate: Predicate::Response {
        whenever: is_half_open,
        follows: |view| !is_half_open(view),
    },
    exercised_by: &[Rule::RequestExpires, Rule::CookieAckDropped],
    good_world: || Example {
        scenario: scenarios::full_accept_queue().with(|s| {
            s.client_sends = 5;
            s.fair = vec![Duty::Send];
        }),
        profile: "linux-4.9",
    },
    broken_world: || Example {
        scenario: scenarios::full_accept_queue(),
        profile: "linux-4.9",
    },
};

fn is_half_open(view: &View<'_>) -> bool {
    view.clients().next().is_some_and(|client| {
        client.is_established() && !view.server_knows(client.seen_from_server())
    })
}
