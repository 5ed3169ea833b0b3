//! A claim: what would have to be so for it to be true.

use crate::cli::PROFILE;
use crate::report::{Explanation, Place, Table};
use halfopen_spec::claims::{Case, Claim, Part, Test, claim};
use halfopen_spec::policy::profile;

/// The claim of this id.
pub(super) fn explained(id: &str) -> Option<Explanation> {
    claim(id).map(|claim| explanation(&claim))
}

fn explanation(claim: &Claim) -> Explanation {
    Explanation::new("claim", claim.id, claim.statement)
        .fact("source", claim.source)
        .fact("note", claim.note)
        .table(
            "parts",
            format!("what has to be so (numbers: on {PROFILE})"),
            parts(claim),
        )
        .command(format!("halfopen claims {}", claim.id))
}

fn parts(claim: &Claim) -> Table {
    let profile = profile(PROFILE).expect("the default profile is built in");
    let cases = (claim.cases)(&profile);
    let rows = cases
        .iter()
        .flat_map(|case| case.parts.iter().map(|part| row(case, part)));
    Table {
        columns: &[("part", Place::Line), ("exactly", Place::Below)],
        rows: rows.collect(),
    }
}

fn row(case: &Case, part: &Part) -> Vec<crate::report::Cell> {
    let sentence = if case.setting.is_empty() {
        part.sentence.clone()
    } else {
        format!("when {}: {}", case.setting, part.sentence)
    };
    vec![sentence.into(), exactly(&part.test).into()]
}

fn exactly(test: &Test) -> String {
    match test {
        Test::Reached(scenario, property) => format!("{property} is reached in {}", scenario.name),
        Test::NotReached(scenario, property) => {
            format!("{property} is not reached in {}", scenario.name)
        }
        Test::Holds(scenario, property) => format!("{property} holds in {}", scenario.name),
        Test::Equal { computed, claimed } => {
            format!("computed: {computed}; the sentence says {claimed}")
        }
        Test::Measured {
            scenario,
            measure,
            asked,
        } => format!("{measure} in {} is {}", scenario.name, asked.claimed()),
    }
}
