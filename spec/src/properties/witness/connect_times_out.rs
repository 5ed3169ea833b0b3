//! connect() fails with ETIMEDOUT.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::Errno;
use crate::scenarios;
use crate::view::View;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "connect-times-out",
    kind: Kind::Sometimes,
    sentence: "connect() fails with ETIMEDOUT.",
    why: "What a client sees whose SYNs are all dropped.",
    predicate: Predicate::OneClient(connect_times_out),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::syn_flood(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::ideal_handshake(),
        profile: "linux-6.18",
    },
};

fn connect_times_out(view: &View<'_>) -> bool {
    view.clients()
        .any(|client| client.state.program.error == Some(Errno::TimedOut))
}
