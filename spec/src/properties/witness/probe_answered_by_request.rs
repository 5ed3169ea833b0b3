//! A half-open request answers the keepalive probe of a client that believes it is connected.

use super::super::property::{Example, Kind, Predicate, Property};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "probe-answered-by-request",
    kind: Kind::Sometimes,
    sentence: "A half-open request answers the keepalive probe of a client that believes it is connected.",
    why: "As long as the server holds the request, keepalive says that all is well.",
    predicate: Predicate::StepOf(&[Rule::RequestAcksOutsideSegment], |step| {
        step.sender_is_established()
    }),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::overflowed_client_keeps_asking(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::ideal_handshake(),
        profile: "linux-6.18",
    },
};
