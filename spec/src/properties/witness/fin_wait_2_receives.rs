//! A client in FIN-WAIT-2 has received data after its FIN was acknowledged.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::TcpState;
use crate::scenarios;
use crate::view::View;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "fin-wait-2-receives",
    kind: Kind::Sometimes,
    sentence: "A client in FIN-WAIT-2 has received data after its FIN was acknowledged.",
    why: "Who says that FIN-WAIT-2 is closed forgets that the other direction is open.",
    predicate: Predicate::OneClient(fin_wait_2_receives),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::half_close(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::both_close(),
        profile: "linux-6.18",
    },
};

/// The server's data is there, and the server sent it after it had seen the client's FIN or before: either way the client keeps it.
fn fin_wait_2_receives(view: &View<'_>) -> bool {
    view.clients().any(|client| {
        client.connection().is_some_and(|connection| {
            connection.state == TcpState::FinWait2 && connection.received_octets() > 0
        })
    })
}
