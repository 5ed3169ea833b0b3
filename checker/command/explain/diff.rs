//! Two profiles: the policies and sysctls that differ, and the rules that this switches.

use crate::command::Failure;
use crate::input;
use crate::judge::judge;
use crate::report::{Cell, Explanation, Place, ProgressLine, Table};
use crate::search::Limits;
use halfopen_spec::policy::{Policies, Profile, Sysctl};
use halfopen_spec::rule::Rule;
use halfopen_spec::scenarios::{Scenario, scenarios};
use std::collections::BTreeSet;

/// More clients apply no further rule, and take long.
const MOST_CLIENTS: u8 = 2;
/// States of each scenario that are looked at, so that the answer comes within seconds.
const MOST_STATES: u64 = 60_000;

/// What differs between two profiles.
pub(super) fn difference(one: &str, other: &str) -> Result<Explanation, Failure> {
    let one = input::profile_or_file(one)?;
    let other = input::profile_or_file(other)?;
    let policies = differing_policies(&one, &other);
    let sysctls = differing_sysctls(&one, &other);
    let name = format!("{} → {}", one.name, other.name);
    if policies.rows.is_empty() && sysctls.rows.is_empty() {
        let sentence = "The two profiles are the same, as far as the model goes.";
        return Ok(Explanation::new("difference", name, sentence));
    }
    let applied = applied(&one, &other);
    let count = |number: usize, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        number => format!("{number} {many}"),
    };
    let sentence = format!(
        "What differs: {}, {}.",
        count(policies.rows.len(), "policy", "policies"),
        count(sysctls.rows.len(), "sysctl default", "sysctl defaults")
    );
    Ok(Explanation::new("difference", name, sentence)
        .fact("rules_from", applied.extent())
        .table("policies", "policies", policies)
        .table("sysctls", "sysctl defaults", sysctls)
        .table(
            "rules",
            "rules that were applied on one kernel and never on the other",
            applied.switched(&one, &other),
        ))
}

fn differing_policies(one: &Profile, other: &Profile) -> Table {
    let values = one
        .kernel
        .policies
        .values()
        .into_iter()
        .zip(other.kernel.policies.values());
    let rows = Policies::TABLE.iter().zip(values);
    let rows = rows.filter(|(_, (old, new))| old.name != new.name);
    let side = |profile: &Profile, value: &halfopen_spec::policy::PolicyValue| {
        Cell::from(format!(
            "{}: {}: {} ({})",
            profile.name, value.name, value.sentence, value.versions
        ))
    };
    Table {
        columns: &[
            ("policy", Place::Line),
            ("question", Place::Line),
            ("from", Place::Hidden),
            ("to", Place::Hidden),
            ("before", Place::Below),
            ("after", Place::Below),
            ("kernel", Place::Below),
        ],
        rows: rows
            .map(|(policy, (old, new))| {
                vec![
                    policy.name.into(),
                    policy.question.into(),
                    old.name.into(),
                    new.name.into(),
                    side(one, old),
                    side(other, new),
                    policy.kernel.into(),
                ]
            })
            .collect(),
    }
}

fn differing_sysctls(one: &Profile, other: &Profile) -> Table {
    let value = |profile: &Profile, sysctl: Sysctl| {
        if profile.absent.contains(&sysctl) {
            Cell::Absent
        } else {
            profile.kernel.sysctls.get(sysctl).into()
        }
    };
    let differing = Sysctl::ALL
        .iter()
        .map(|sysctl| (sysctl, value(one, *sysctl), value(other, *sysctl)));
    Table {
        columns: &[
            ("sysctl", Place::Line),
            ("from", Place::Line),
            ("arrow", Place::Line),
            ("to", Place::Line),
            ("meaning", Place::Below),
        ],
        rows: differing
            .filter(|(_, old, new)| old != new)
            .map(|(sysctl, old, new)| {
                vec![
                    sysctl.name().into(),
                    old,
                    "→".into(),
                    new,
                    sysctl.meaning().into(),
                ]
            })
            .collect(),
    }
}

/// Which rules the built-in scenarios apply on either kernel.
struct Applied {
    one: BTreeSet<Rule>,
    other: BTreeSet<Rule>,
    scenarios: usize,
    cut: usize,
}

/// The scenarios to compare on. One that itself sets a policy in which the kernels differ would hide the difference.
fn chosen(one: &Profile, other: &Profile) -> Vec<Scenario> {
    let values = one
        .kernel
        .policies
        .values()
        .into_iter()
        .zip(other.kernel.policies.values());
    let differing: Vec<&str> = Policies::TABLE
        .iter()
        .zip(values)
        .filter(|(_, (one, other))| one.name != other.name)
        .map(|(policy, _)| policy.name)
        .collect();
    scenarios()
        .into_iter()
        .filter(|scenario| scenario.clients <= MOST_CLIENTS)
        .filter(|scenario| {
            scenario
                .policies
                .iter()
                .all(|(policy, _)| !differing.contains(&policy.as_str()))
        })
        .collect()
}

fn applied(one: &Profile, other: &Profile) -> Applied {
    let chosen = chosen(one, other);
    let limits = Limits {
        max_states: Some(MOST_STATES),
        stop_when_answered: false,
        threads: 0,
        ..Limits::default()
    };
    let mut applied = Applied {
        one: BTreeSet::new(),
        other: BTreeSet::new(),
        scenarios: chosen.len(),
        cut: 0,
    };
    let line = ProgressLine::new();
    for (done, scenario) in chosen.iter().enumerate() {
        line.show_share(done, chosen.len(), "scenarios explored on both kernels");
        let judge = |profile| judge(scenario, profile, &[], &limits, &|_| {}).coverage;
        let (first, second) = (judge(one), judge(other));
        applied.cut += usize::from(!(first.complete && second.complete));
        applied.one.extend(first.rules.keys());
        applied.other.extend(second.rules.keys());
    }
    line.clear();
    applied
}

impl Applied {
    /// What was looked at, because a rule that was not seen need not be absent.
    fn extent(&self) -> String {
        let whole = self.scenarios - self.cut;
        format!(
            "{} worlds (the built-in scenarios with at most {MOST_CLIENTS} clients), explored on both kernels: {whole} as a whole, {} up to {MOST_STATES} states",
            self.scenarios, self.cut
        )
    }

    fn switched(&self, one: &Profile, other: &Profile) -> Table {
        let row = |rule: &Rule, profile: &Profile| {
            let source = rule.source();
            vec![
                source.id.into(),
                format!("only on {}", profile.name).into(),
                profile.name.as_str().into(),
                source.sentence.into(),
            ]
        };
        let before = self.one.difference(&self.other).map(|rule| row(rule, one));
        let after = self
            .other
            .difference(&self.one)
            .map(|rule| row(rule, other));
        Table {
            columns: &[
                ("rule", Place::Line),
                ("where", Place::Line),
                ("profile", Place::Hidden),
                ("sentence", Place::Line),
            ],
            rows: before.chain(after).collect(),
        }
    }
}
