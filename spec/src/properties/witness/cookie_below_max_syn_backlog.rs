//! A cookie is sent while the SYN queue holds fewer requests than tcp_max_syn_backlog.

use super::super::property::{Example, Kind, Predicate, Property, StepView};
use crate::kernel::syn_queue;
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "cookie-below-max-syn-backlog",
    kind: Kind::Sometimes,
    sentence: "A cookie is sent while the SYN queue holds fewer requests than tcp_max_syn_backlog.",
    why: "Whether tcp_max_syn_backlog is what decides about cookies.",
    predicate: Predicate::StepOf(&[Rule::SynAnsweredWithCookie], cookie_below_max_syn_backlog),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::syn_flood_with_cookies(),
        profile: "linux-6.18",
    },
    broken_world: || Example {
        scenario: scenarios::syn_flood_with_cookies(),
        profile: "linux-2.6.18",
    },
};

fn cookie_below_max_syn_backlog(step: &StepView<'_>) -> bool {
    step.view_before().server().is_some_and(|(host, server)| {
        i64::from(syn_queue::length(&server.stack))
            < i64::from(host.kernel.sysctls.tcp_max_syn_backlog)
    })
}
