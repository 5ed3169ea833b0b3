//! connect() fails with ECONNREFUSED.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::Errno;
use crate::scenarios;
use crate::view::View;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "connect-refused",
    kind: Kind::Sometimes,
    sentence: "connect() fails with ECONNREFUSED.",
    why: "What a client sees when nobody listens.",
    predicate: Predicate::OneClient(connect_refused),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::nobody_listens(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::syn_flood(),
        profile: "linux-6.18",
    },
};

fn connect_refused(view: &View<'_>) -> bool {
    view.clients()
        .any(|client| client.state.program.error == Some(Errno::Refused))
}
