//! Which of the cases are played when there is less than a minute.

use super::cases::{Aim, Chosen};
use std::time::Duration;

/// A rule is worth waiting so long for.
const FOR_A_RULE: Duration = Duration::from_secs(8);
/// A step of the abstract state graph is worth so long.
const FOR_A_STEP: Duration = Duration::from_millis(700);

/// The short cases: those for rules first of all, and steps that are nearly free.
#[must_use]
pub fn quick(all: Vec<Chosen>) -> Vec<Chosen> {
    all.into_iter()
        .filter(|chosen| match chosen.aim {
            Aim::Rule => chosen.takes <= FOR_A_RULE,
            Aim::Step => chosen.takes <= FOR_A_STEP,
            Aim::Pair | Aim::Walk => false,
        })
        .collect()
}
