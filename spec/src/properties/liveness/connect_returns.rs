//! connect() returns: the client does not stay in SYN-SENT.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::TcpState;
use crate::scenarios;
use crate::view::View;

/// Every fair run keeps it.
pub(super) const PROPERTY: Property = Property {
    name: "connect-returns",
    kind: Kind::LeadsTo,
    sentence: "A client that is in SYN-SENT is ESTABLISHED or CLOSED in the end.",
    why: "The SYN timer is there so that connect() does not wait for ever.",
    predicate: Predicate::Response {
        whenever: waits,
        follows: |view| !waits(view),
    },
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::full_accept_queue(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::full_accept_queue().with(|s| s.timers = false),
        profile: "linux-6.18",
    },
};

fn waits(view: &View<'_>) -> bool {
    view.clients().next().is_some_and(|client| {
        client
            .connection()
            .is_some_and(|connection| connection.state == TcpState::SynSent)
    })
}
