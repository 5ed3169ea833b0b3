//! A client is ESTABLISHED by a cookie, the server keeps nothing of it and has no timer that would send it anything.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::HostId;
use crate::scenarios;
use crate::view::View;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "cookie-connection-nothing-retained",
    kind: Kind::Sometimes,
    sentence: "A client is ESTABLISHED by a cookie, the server keeps nothing of it and has no timer that would send it anything.",
    why: "Only the client can repair it, by sending; a protocol in which the server speaks first hangs.",
    predicate: Predicate::OneClient(cookie_connection_nothing_retained),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::cookie_overflow(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::one_slot_aborting(),
        profile: "linux-6.18",
    },
};

fn cookie_connection_nothing_retained(view: &View<'_>) -> bool {
    let Some((_, server)) = view.server() else {
        return false;
    };
    let cookies_sent = server
        .stack
        .listener
        .as_ref()
        .is_some_and(|listener| listener.cookies_recent);
    view.clients().any(|client| {
        let tuple = client.seen_from_server();
        cookies_sent
            && client.is_established()
            && !view.server_knows(tuple)
            && !server.stack.incarnations.contains_key(&tuple)
            && view.in_flight_between(client.id, tuple_peer(view)) == 0
    })
}

fn tuple_peer(view: &View<'_>) -> HostId {
    view.layout.server.unwrap_or(HostId(0))
}
