//! Which things a name means, and what is suggested when it means none.

use super::{claim, counter, measure, policy, profile, property, rule, scenario, sysctl};
use crate::command::Failure;
use crate::input::{self, Refusal, nearest};
use crate::report::Explanation;
use halfopen_spec::claims::claims;
use halfopen_spec::kernel::Counter;
use halfopen_spec::measures::measures;
use halfopen_spec::policy::{Policies, Sysctl, profiles};
use halfopen_spec::properties::properties;
use halfopen_spec::rule::Rule;
use halfopen_spec::scenarios::scenarios;

/// Everything of this name: `early-expiry` is a policy and a scenario, and whoever asks wants to know both.
pub(super) fn explanations(name: &str) -> Result<Vec<Explanation>, Failure> {
    if name.ends_with(".toml") {
        return Ok(vec![profile::explanation(&input::profile_or_file(name)?)]);
    }
    let found: Vec<Explanation> = [
        rule::explained(name),
        profile::explained(name),
        policy::explained(name),
        sysctl::explained(name),
        property::explained(name),
        measure::explained(name),
        scenario::explained(name),
        counter::explained(name),
        claim::explained(name),
    ]
    .into_iter()
    .flatten()
    .collect();
    if found.is_empty() {
        return Err(unknown(name));
    }
    Ok(found)
}

fn unknown(name: &str) -> Failure {
    // A kernel's number is no slip of the finger: for linux-6.6 the profile of the kernel before it is meant.
    if let (true, Err(refusal)) = (name.starts_with("linux-"), input::profile(name)) {
        return refusal.into();
    }
    let known = known_names();
    let lowercase: Vec<String> = known.iter().map(|name| name.to_lowercase()).collect();
    let near = nearest(name, lowercase.iter().map(String::as_str))
        .and_then(|near| known.iter().find(|name| name.to_lowercase() == near));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "the names are those of `halfopen list rules`, and of scenarios, profiles, properties, measures, claims, policies and sysctls in its place; counters go by the names that nstat prints".to_owned(),
    };
    let message = format!("nothing is named `{name}`");
    let help = Some(help);
    Refusal { message, help }.into()
}

/// Every name that can be explained; first those that people write most.
fn known_names() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    names.extend(scenarios().into_iter().map(|scenario| scenario.name));
    names.extend(profiles().into_iter().map(|profile| profile.name));
    names.extend(properties().iter().map(|p| p.name.to_owned()));
    names.extend(measures().iter().map(|measure| measure.name.to_owned()));
    names.extend(Policies::TABLE.iter().map(|policy| policy.name.to_owned()));
    for sysctl in Sysctl::ALL {
        names.push(sysctl.name().to_owned());
        names.extend(sysctl.name().rsplit('.').next().map(str::to_owned));
    }
    for counter in Counter::ALL {
        names.push(format!("{counter:?}"));
        names.push(counter.to_string());
    }
    for rule in Rule::ALL {
        names.push(rule.source().id.to_owned());
        names.push(format!("{rule:?}"));
    }
    names.extend(claims().into_iter().map(|claim| claim.id.to_owned()));
    names
}
