//! A policy: the question, its answers, and which kernels give which.

use crate::cli::PROFILE;
use crate::report::{Explanation, Place, Table};
use halfopen_spec::policy::{Policies, PolicyQuestion, profile, profiles};

/// The policy of this name.
pub(super) fn explained(name: &str) -> Option<Explanation> {
    let index = Policies::TABLE
        .iter()
        .position(|policy| policy.name == name)?;
    let policy = &Policies::TABLE[index];
    let default = profile(PROFILE).map(|profile| profile.kernel.policies.values()[index].name);
    // An answer that the default kernel does not give, so that the command shows a difference.
    let another = policy
        .values
        .iter()
        .find(|value| Some(value.name) != default);
    let another = another.map_or("", |value| value.name);
    Some(
        Explanation::new("policy", policy.name, policy.question)
            .fact("kernel", policy.kernel)
            .table(
                "values",
                "answers, in the order in which kernels adopted them",
                values(index, policy),
            )
            .command(format!(
                "halfopen check accept-overflow --policy {name}={another}"
            )),
    )
}

fn values(index: usize, policy: &PolicyQuestion) -> Table {
    let rows = policy.values.iter().map(|value| {
        let profiles: Vec<String> = profiles()
            .into_iter()
            .filter(|profile| profile.kernel.policies.values()[index].name == value.name)
            .map(|profile| profile.name)
            .collect();
        let shown = match profiles.as_slice() {
            [] => "no built-in profile has it".to_owned(),
            some => format!("profiles: {}", some.join(", ")),
        };
        vec![
            value.name.into(),
            value.sentence.into(),
            value.versions.into(),
            format!("kernels: {}", value.versions).into(),
            profiles.into(),
            shown.into(),
        ]
    });
    Table {
        columns: &[
            ("value", Place::Line),
            ("sentence", Place::Below),
            ("versions", Place::Hidden),
            ("kernels", Place::Below),
            ("profiles", Place::Hidden),
            ("had_by", Place::Below),
        ],
        rows: rows.collect(),
    }
}
