//! A client that was ESTABLISHED gets ECONNRESET.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::Errno;
use crate::scenarios;
use crate::view::View;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "established-client-reset",
    kind: Kind::Sometimes,
    sentence: "A client that was ESTABLISHED gets ECONNRESET.",
    why: "The half-open connection is found out.",
    predicate: Predicate::OneClient(established_client_reset),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::one_slot_aborting(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::ideal_handshake(),
        profile: "linux-6.18",
    },
};

fn established_client_reset(view: &View<'_>) -> bool {
    view.clients()
        .any(|client| client.state.program.error == Some(Errno::Reset))
}
