//! Whatever no program holds has a timer that ends it.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::Socket;
use crate::rule::Rule;
use crate::scenarios;
use crate::view::View;

/// Every run keeps it true.
pub(super) const PROPERTY: Property = Property {
    name: "orphans-have-timers",
    kind: Kind::Always,
    sentence: "Whatever no program holds has a timer that ends it.",
    why: "Otherwise the kernel would keep it for ever; CLOSE-WAIT has none, but a program holds it.",
    predicate: Predicate::State(orphans_have_timers),
    exercised_by: &[Rule::OrphanInFinWait2IsShrunk, Rule::TimeWaitBegins],
    good_world: || Example {
        scenario: scenarios::both_close(),
        profile: "linux-2.6.18",
    },
    broken_world: || Example {
        scenario: scenarios::both_close().with(|s| s.timers = false),
        profile: "linux-6.18",
    },
};

fn orphans_have_timers(view: &View<'_>) -> bool {
    view.hosts().all(|(host, state)| {
        state.stack.sockets.iter().all(|(tuple, socket)| {
            let needs_one = match socket {
                Socket::Connection(connection) => connection.orphan,
                Socket::Request(_) | Socket::TimeWait(_) => true,
            };
            !needs_one || view.has_timer(host.id, *tuple)
        })
    })
}
