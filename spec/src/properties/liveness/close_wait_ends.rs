//! CLOSE-WAIT ends.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::TcpState;
use crate::program::Duty;
use crate::rule::Rule;
use crate::scenarios;
use crate::view::View;

/// Every fair run keeps it.
pub(super) const PROPERTY: Property = Property {
    name: "close-wait-ends",
    kind: Kind::LeadsTo,
    sentence: "A connection of the server that is in CLOSE-WAIT leaves it in the end.",
    why: "CLOSE-WAIT has no timer: it ends if, and only if, the application closes or the peer resets it.",
    predicate: Predicate::Response {
        whenever: waits,
        follows: |view| !waits(view),
    },
    exercised_by: &[Rule::FinArrives],
    good_world: || Example {
        scenario: scenarios::orderly_close().with(|s| s.fair = vec![Duty::Close]),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::never_closes().with(|s| s.fair = vec![Duty::Close]),
        profile: "linux-2.6.18",
    },
};

fn waits(view: &View<'_>) -> bool {
    view.server().is_some_and(|(_, server)| {
        view.clients().next().is_some_and(|client| {
            let child = server.stack.connection(client.seen_from_server());
            child.is_some_and(|child| child.state == TcpState::CloseWait)
        })
    })
}
