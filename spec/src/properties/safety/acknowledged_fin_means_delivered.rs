//! When a client that sent data has its FIN acknowledged, the server has all of that data.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::Connection;
use crate::program::Ends;
use crate::rule::Rule;
use crate::scenarios;
use crate::view::View;
use crate::wire::Seq;

/// Every run keeps it true.
pub(super) const PROPERTY: Property = Property {
    name: "acknowledged-fin-means-delivered",
    kind: Kind::Always,
    sentence: "When a client that sent data has its FIN acknowledged, the server has all of that data.",
    why: "What an orderly close promises; close() itself promises nothing.",
    predicate: Predicate::OneClient(acknowledged_fin_means_delivered),
    exercised_by: &[Rule::FinAcknowledged],
    good_world: || Example {
        scenario: scenarios::close_with_loss(),
        profile: "linux-2.6.18",
    },
    broken_world: || Example {
        scenario: scenarios::cookie_skips_octets().with(|s| s.client_ends = Ends::Close),
        profile: "linux-6.18",
    },
};

fn acknowledged_fin_means_delivered(view: &View<'_>) -> bool {
    let Some((_, server)) = view.server() else {
        return true;
    };
    view.clients().all(|client| {
        match (
            client.state.stack.time_wait(client.tuple),
            server.stack.connection(client.seen_from_server()),
        ) {
            (Some(ours), Some(theirs)) => theirs.rcv_nxt == ours.snd_nxt && all_of_it(theirs),
            (Some(_), None) | (None, _) => true,
        }
    })
}

/// Whether the server's program got as much as lies between the client's SYN and FIN; the first octet after the SYN of a scenario is 101.
fn all_of_it(theirs: &Connection) -> bool {
    theirs.irs == FIRST_ISN
}

/// The initial number of a client's first connection.
const FIRST_ISN: Seq = Seq(100);
