//! When no segment is in flight, one end is ESTABLISHED if and only if the other is.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::{HostId, TcpState};
use crate::rule::Rule;
use crate::scenarios;
use crate::view::View;

/// Every run keeps it true.
pub(super) const PROPERTY: Property = Property {
    name: "quiet-network-implies-agreement",
    kind: Kind::Always,
    sentence: "When no segment is in flight, one end is ESTABLISHED if and only if the other is.",
    why: "An invariant of published models of TCP, which have neither queues nor loss.",
    predicate: Predicate::OneAmongOthers {
        whole: quiet_network_implies_agreement,
        one: |view, _| quiet_network_implies_agreement(view),
        others: nothing_is_in_flight,
    },
    exercised_by: &[Rule::SynAckEstablishes],
    good_world: || Example {
        scenario: scenarios::ideal_handshake(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::one_slot(),
        profile: "linux-6.18",
    },
};

fn quiet_network_implies_agreement(view: &View<'_>) -> bool {
    let Some((_, server)) = view.server() else {
        return true;
    };
    view.in_flight() > 0
        || view.clients().all(|client| {
            let child = server.stack.connection(client.seen_from_server());
            client.is_established()
                == child.is_some_and(|child| child.state == TcpState::Established)
        })
}

fn nothing_is_in_flight(view: &View<'_>, _: HostId) -> bool {
    view.in_flight() == 0
}
