//! A client is ESTABLISHED, the server has no record of it, nothing is in flight, and nothing will ever happen to the client by itself: it has no timer, and its program has nothing to send.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::HostId;
use crate::scenarios;
use crate::view::View;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "half-open-at-rest",
    kind: Kind::Sometimes,
    sentence: "A client is ESTABLISHED, the server has no record of it, nothing is in flight, and nothing will ever happen to the client by itself: it has no timer, and its program has nothing to send.",
    why: "The open question of article 002: an idle half-open connection is never released.",
    predicate: Predicate::OneAmongOthers {
        whole: half_open_at_rest,
        one: |view, _| half_open_at_rest(view),
        others: nothing_is_in_flight,
    },
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::ideal_handshake(),
        profile: "linux-6.18",
    },
};

fn half_open_at_rest(view: &View<'_>) -> bool {
    view.in_flight() == 0
        && view.clients().any(|client| {
            client.is_established()
                && !view.server_knows(client.seen_from_server())
                && view.is_idle(client.id)
        })
}

fn nothing_is_in_flight(view: &View<'_>, _: HostId) -> bool {
    view.in_flight() == 0
}
