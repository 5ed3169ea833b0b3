//! How long a half-open connection lasts.

use super::measure::{Measure, Moment, When};
use crate::rule::Rule;
use crate::scenarios;
use crate::view::View;

pub(super) const MEASURE: Measure = Measure {
    name: "half-open-time",
    sentence: "How long clients are ESTABLISHED without a connection at the server, from the first handshake ACK that came to nothing.",
    why: "For so long the client believes in a connection that nobody serves.",
    begins: Moment {
        words: "a handshake ACK comes to nothing",
        when: When::Applies(&[Rule::HandshakeAckIgnored, Rule::CookieAckDropped]),
    },
    notes: Some(Moment {
        words: "the server forgets a request",
        when: When::Applies(&[Rule::RequestExpires, Rule::RequestExpiresEarly]),
    }),
    ends: Moment {
        words: "no client believes it any more",
        when: When::Ceases(some_client_is_half_open),
    },
    example: scenarios::overflowed_client,
};

/// Whether some client is ESTABLISHED, and the server has no connection of it, a request at most.
pub(super) fn some_client_is_half_open(view: &View<'_>) -> bool {
    view.clients().any(|client| {
        let tuple = client.seen_from_server();
        let served = view
            .server()
            .is_some_and(|(_, server)| server.stack.connection(tuple).is_some());
        client.is_established() && !served
    })
}
