//! From arguments to a scenario on a kernel.

use super::Failure;
use crate::cli::{PROFILE, Switch, WorldArgs};
use crate::input::{self, Known, Refusal, ScenarioFile};
use halfopen_spec::policy::Profile;
use halfopen_spec::properties::{Property, properties, property};
use halfopen_spec::scenarios::{Scenario, scenario, scenarios};
use std::path::Path;

/// What the arguments name.
pub(super) struct Chosen {
    /// The set-up, with what the command line changed.
    pub(super) scenario: Scenario,
    /// The kernel on every host.
    pub(super) profile: Profile,
    /// What was decided on the user's behalf, for the standard error.
    pub(super) notes: Vec<String>,
}

/// Reads the scenario and the profile and applies what the command line changes.
pub(super) fn chosen(args: &WorldArgs) -> Result<Chosen, Failure> {
    let file = scenario_file(&args.scenario)?;
    let mut notes = Vec::new();
    let profile = match (&args.profile, args.from_host, file.profile) {
        (Some(name), _, _) => input::profile_or_file(name)?,
        (None, true, _) => {
            let (profile, host) = input::from_host(Path::new("/"))?;
            notes = host.lines;
            profile
        }
        (None, false, Some(profile)) => profile,
        (None, false, None) => input::profile(PROFILE)?,
    };
    let scenario = changed(file.scenario, args, &profile)?;
    Ok(Chosen {
        scenario,
        profile,
        notes,
    })
}

fn scenario_file(name: &str) -> Result<ScenarioFile, Failure> {
    let scenario_names: Vec<String> = scenarios()
        .into_iter()
        .map(|scenario| scenario.name)
        .collect();
    let scenario_names: Vec<&str> = scenario_names.iter().map(String::as_str).collect();
    let property_names = property_names();
    let known = Known {
        scenario: &scenario,
        scenarios: &scenario_names,
        properties: &property_names,
    };
    if name.ends_with(".toml") {
        return Ok(ScenarioFile::read(Path::new(name), &known)?);
    }
    let scenario = input::scenario(name, &scenario, &scenario_names)?;
    Ok(ScenarioFile {
        scenario,
        profile: None,
    })
}

fn property_names() -> Vec<&'static str> {
    properties().iter().map(|property| property.name).collect()
}

fn changed(
    mut scenario: Scenario,
    args: &WorldArgs,
    profile: &Profile,
) -> Result<Scenario, Failure> {
    for (sysctl, value) in &args.sysctls {
        input::sysctl_on(profile, *sysctl)?;
        scenario = scenario.sysctl(*sysctl, *value);
    }
    scenario.policies.extend(args.policies.iter().cloned());
    scenario.backlog = args.backlog.unwrap_or(scenario.backlog);
    scenario.clients = args.clients.unwrap_or(scenario.clients);
    scenario.accept = args.accept.unwrap_or(scenario.accept);
    scenario.network.loss = args.loss.unwrap_or(scenario.network.loss);
    if let Some(switch) = args.duplicate {
        scenario.network.duplicate = switch == Switch::Any;
    }
    if let Some(switch) = args.reorder {
        scenario.network.reorder = switch == Switch::Any;
    }
    scenario.network = input::network(scenario.network)?;
    Ok(scenario)
}

/// The properties of these names, or the scenario's own when none is named.
pub(super) fn asked(names: &[String], scenario: &Scenario) -> Result<Vec<Property>, Failure> {
    let known = property_names();
    let names = if names.is_empty() {
        &scenario.properties
    } else {
        names
    };
    if names.is_empty() {
        return Err(Failure::from(Refusal {
            message: format!("the scenario {} names no property", scenario.name),
            help: Some(
                "name one with --property, or in the file with properties = [\"…\"]".to_owned(),
            ),
        }));
    }
    names
        .iter()
        .map(|name| {
            let name = input::property(name, &known)?;
            Ok(property(name).expect("the list of names is the list of properties"))
        })
        .collect()
}
