//! A request refuses data for the timestamp that it echoes, although the accept queue has room.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::kernel::accept_queue;
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "request-refuses-echo-despite-room",
    kind: Kind::Sometimes,
    sentence: "A request refuses data for the timestamp that it echoes, although the accept queue has room.",
    why: "The client has done nothing wrong: it echoes what the server told it, and waits for the next SYN,ACK, or for the request to be forgotten.",
    predicate: Predicate::StepOf(&[Rule::RequestRejectsEcho], |step| {
        let view = step.view_before();
        let listener = view
            .server()
            .and_then(|(_, server)| server.stack.listener.as_ref());
        let carries_data = step
            .arrival()
            .is_some_and(|(_, segment)| segment.payload > 0);
        carries_data && listener.is_some_and(|listener| !accept_queue::is_full(listener))
    }),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::overflowed_client_is_told_the_time(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::overflowed_client_is_told_the_time(),
        profile: "linux-6.12",
    },
};
