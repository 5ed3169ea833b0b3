//! A SYN was refused because the accept queue was full, and is admitted when it is sent again although the accept queue is still full.

use super::super::property::{Example, Kind, Predicate, Property, StepView};
use crate::rule::Rule;
use crate::scenarios;

/// A run makes it true.
pub(super) const PROPERTY: Property = Property {
    name: "refused-syn-admitted-when-repeated",
    kind: Kind::Sometimes,
    sentence: "A SYN was refused because the accept queue was full, and is admitted when it is sent again although the accept queue is still full.",
    why: "What article 000 saw.",
    predicate: Predicate::StepOf(
        &[Rule::SynAdmittedOneYoung, Rule::SynAdmittedAsRetransmission],
        refused_syn_admitted_when_repeated,
    ),
    exercised_by: &[],
    good_world: || Example {
        scenario: scenarios::young_requests(),
        profile: "linux-2.6.18",
    },
    broken_world: || Example {
        scenario: scenarios::young_requests(),
        profile: "linux-4.10",
    },
};

fn refused_syn_admitted_when_repeated(step: &StepView<'_>) -> bool {
    step.arriving_syn_was_refused_before()
}
