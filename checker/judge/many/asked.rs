//! Which properties speak of one client, so that one that is looked at decides.

use halfopen_spec::properties::{Predicate, Property};

/// Properties that look at one client and at what the server keeps of it, and compare no number with what all clients hold together. Each was
/// read for it: a new one is added when that is so.
const OF_ONE_CLIENT: [&str; 23] = [
    "acknowledged-fin-means-delivered",
    "both-ends-agree-on-isns",
    "both-ends-established",
    "client-established-first",
    "client-established-server-forgot",
    "client-established-server-in-syn-received",
    "connect-refused",
    "connect-times-out",
    "cookie-connection-nothing-retained",
    "established-client-reset",
    "fin-wait-2-receives",
    "half-open-at-rest",
    "ignored-ack-is-counted",
    "late-ack-reset",
    "listen-drop-is-overflow",
    "no-child-without-handshake",
    "no-data-invented-or-skipped",
    "overflow-answered-with-rst",
    "overflow-is-counted",
    "probe-answered-by-request",
    "repeated-syn-ack-completes",
    "repeated-syn-refused-again",
    "stale-connection-discovered",
];

/// Whether one client decides it, whatever the others are.
pub(super) fn of_one_client(property: &Property) -> bool {
    matches!(property.predicate, Predicate::Applies(_)) || OF_ONE_CLIENT.contains(&property.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use halfopen_spec::properties::property;

    #[test]
    fn every_name_is_a_property_that_one_client_decides() {
        for name in OF_ONE_CLIENT {
            let property = property(name).expect(name);
            let is_one = matches!(
                property.predicate,
                Predicate::OneClient(_) | Predicate::OneAmongOthers { .. } | Predicate::StepOf(..)
            );
            assert!(is_one, "{name}");
        }
    }
}
