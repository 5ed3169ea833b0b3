//! What is asked exactly: each part of a claim as a question about a scenario, or as numbers to compare.

use crate::decide::Decision;
use halfopen_spec::claims::{Case, Part, Test};
use halfopen_spec::measures::measure;
use halfopen_spec::policy::profile;
use halfopen_spec::properties::property;
use halfopen_spec::scenarios::{Scenario, scenario};
use std::fmt::Write;

/// The section; nothing for a profile of one's own, whose cases are not known here.
pub(super) fn write(out: &mut String, decision: &Decision) -> std::fmt::Result {
    let Some(profile) = profile(&decision.profile) else {
        return Ok(());
    };
    let cases = (decision.claim.cases)(&profile);
    let says = match &*cases {
        [_] => "True when all of this is so:",
        _ => {
            "True when all of this is so in every case, false when in none; otherwise it depends on the case."
        }
    };
    write!(out, "\n## What is asked\n\n{says}\n")?;
    for case in &cases {
        write_case(out, case)?;
    }
    Ok(())
}

fn write_case(out: &mut String, case: &Case) -> std::fmt::Result {
    if !case.setting.is_empty() {
        write!(out, "\nWhen {}:\n", case.setting)?;
    }
    out.push('\n');
    for part in &case.parts {
        writeln!(out, "- {}: {}", part.sentence, exactly(part))?;
    }
    Ok(())
}

fn exactly(part: &Part) -> String {
    let sentence = |name: &str| property(name).map_or("", |property| property.sentence);
    match &part.test {
        Test::Reached(scenario, name) => {
            format!(
                "some run of {} reaches `{name}`. {}",
                world(scenario),
                sentence(name)
            )
        }
        Test::NotReached(scenario, name) => {
            format!(
                "no run of {} reaches `{name}`. {}",
                world(scenario),
                sentence(name)
            )
        }
        Test::Holds(scenario, name) => {
            format!(
                "no run of {} breaks `{name}`. {}",
                world(scenario),
                sentence(name)
            )
        }
        Test::Measured {
            scenario,
            measure: name,
            asked,
        } => format!(
            "`{name}` in {}, over all runs under the calibrated clock, is {}. {}",
            world(scenario),
            asked.claimed(),
            measure(name).map_or("", |measure| measure.sentence)
        ),
        Test::Equal { claimed, .. } => {
            format!("the function that the rules use computes {claimed}.")
        }
    }
}

/// The scenario, with what the claim sets otherwise than the built-in one of that name.
fn world(own: &Scenario) -> String {
    let built_in = scenario(&own.name);
    let is_same = |set: &&(_, i64)| {
        let built_in = built_in.as_ref();
        built_in.is_some_and(|built_in| built_in.sysctls.contains(set))
    };
    let set = own.sysctls.iter().filter(|set| !is_same(set));
    let set: Vec<String> = set
        .map(|(sysctl, value)| format!("{} = {value}", sysctl.name()))
        .collect();
    let otherwise = built_in.as_ref().is_some_and(|built_in| {
        let plain = own
            .clone()
            .with(|s| s.sysctls.clone_from(&built_in.sysctls));
        plain != *built_in
    });
    let mut said = set;
    if otherwise {
        said.push("changed as the words say".to_owned());
    }
    match said.is_empty() {
        true => format!("`{}`", own.name),
        false => format!("`{}` ({})", own.name, said.join(", ")),
    }
}
