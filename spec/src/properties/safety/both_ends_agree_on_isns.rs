//! When a client and the server are both ESTABLISHED with each other, each knows the other's initial sequence number.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;
use crate::view::View;

/// Every run keeps it true.
pub(super) const PROPERTY: Property = Property {
    name: "both-ends-agree-on-isns",
    kind: Kind::Always,
    sentence: "When a client and the server are both ESTABLISHED with each other, each knows the other's initial sequence number.",
    why: "That is what three segments are for (RFC 9293 §3.5).",
    predicate: Predicate::OneClient(both_ends_agree_on_isns),
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
        scenario: scenarios::cookie_skips_octets(),
        profile: "linux-6.18",
    },
};

fn both_ends_agree_on_isns(view: &View<'_>) -> bool {
    let Some((_, server)) = view.server() else {
        return true;
    };
    view.clients().all(|client| {
        match (
            client.connection(),
            server.stack.connection(client.seen_from_server()),
        ) {
            (Some(ours), Some(theirs)) if ours.is_synchronized() && theirs.is_synchronized() => {
                ours.iss == theirs.irs && ours.irs == theirs.iss
            }
            _ => true,
        }
    })
}
