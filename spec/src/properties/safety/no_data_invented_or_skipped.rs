//! What a server's program can read is what the client's program sent, from its first octet.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;
use crate::view::View;

/// Every run keeps it true.
pub(super) const PROPERTY: Property = Property {
    name: "no-data-invented-or-skipped",
    kind: Kind::Always,
    sentence: "What a server's program can read is what the client's program sent, from its first octet.",
    why: "The promise of a reliable stream.",
    predicate: Predicate::OneClient(no_data_invented_or_skipped),
    exercised_by: &[Rule::DataDelivered],
    good_world: || Example {
        scenario: scenarios::lossy_handshake(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::cookie_skips_octets(),
        profile: "linux-6.18",
    },
};

fn no_data_invented_or_skipped(view: &View<'_>) -> bool {
    let Some((_, server)) = view.server() else {
        return true;
    };
    view.clients().all(|client| {
        match (
            client.connection(),
            server.stack.connection(client.seen_from_server()),
        ) {
            (Some(ours), Some(theirs)) if ours.is_synchronized() => {
                let same_incarnation =
                    theirs.irs.since(ours.iss).unsigned_abs() < SMALLEST_ISN_STEP;
                !same_incarnation
                    || (theirs.irs == ours.iss && theirs.received_octets() <= ours.sent_octets())
            }
            _ => true,
        }
    })
}

/// Initial sequence numbers that differ by less belong to the same incarnation.
const SMALLEST_ISN_STEP: u32 = 50;
