//! From arguments to a scenario on a kernel.

use super::Failure;
use crate::cli::{PROFILE, Switch, WorldArgs};
use crate::input::{self, Given, Known, Refusal, ScenarioFile};
use halfopen_spec::clock::Times;
use halfopen_spec::policy::Profile;
use halfopen_spec::properties::{Property, properties, property};
use halfopen_spec::scenarios::{MOST_LOOKED_AT, Scenario, scenario, scenarios};
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
    let named = args.scenario.as_deref();
    let named = named.expect("without a scenario nothing is chosen");
    let file = scenario_file(named)?;
    let mut notes = Vec::new();
    let set_by_file = file.set;
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
    let left_out = set_by_file
        .into_iter()
        .filter(|sysctl| profile.absent.contains(sysctl));
    notes.extend(left_out.map(|sysctl| {
        format!(
            "{} has no {}; what {} says about it is left out",
            profile.name,
            sysctl.name(),
            named
        )
    }));
    let scenario = changed(file.scenario, args, &profile)?;
    input::full_syn_queue_is_small(&scenario, &profile)?;
    Ok(Chosen {
        scenario,
        profile,
        notes,
    })
}

impl Chosen {
    /// Whether every client is looked at, for what has no other answer.
    pub(super) fn looks_at_every_client(&self, what: &str) -> Result<(), Refusal> {
        match self.scenario.all_clients() {
            all if self.scenario.beside > 0 => Err(Refusal {
                message: format!(
                    "{what} looks at every client: expected at most {MOST_LOOKED_AT}, found {all}"
                ),
                help: Some(
                    "`halfopen check` alone looks at one among any number of others; below each run it prints the lines that replay, open and export it"
                        .to_owned(),
                ),
            }),
            _ => Ok(()),
        }
    }
}

/// Reads something with the names that a file may refer to.
pub(super) fn known_names<T>(read: impl FnOnce(&Known<'_>) -> T) -> T {
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
    read(&known)
}

fn scenario_file(name: &str) -> Result<ScenarioFile, Failure> {
    if name.ends_with(".toml") {
        return Ok(known_names(|known| {
            ScenarioFile::read(Path::new(name), known)
        })?);
    }
    let scenario = known_names(|known| input::scenario(name, known.scenario, known.scenarios))
        .map_err(|refusal| perhaps_a_file(name, refusal))?;
    Ok(ScenarioFile {
        scenario,
        profile: None,
        set: Vec::new(),
    })
}

/// Whoever forgot the ending of a file's name is told so.
fn perhaps_a_file(name: &str, refusal: Refusal) -> Refusal {
    let with_ending = format!("{name}.toml");
    let help = if !name.is_empty() && Path::new(&with_ending).is_file() {
        format!("did you mean the file `{with_ending}`?")
    } else if Path::new(name).is_file() {
        "a scenario file's name ends in .toml".to_owned()
    } else {
        return refusal;
    };
    Refusal {
        help: Some(help),
        ..refusal
    }
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
    for (policy, value) in &args.policies {
        scenario.policies.retain(|(other, _)| other != policy);
        scenario.policies.push((policy.clone(), value.clone()));
    }
    scenario.backlog = args.backlog.unwrap_or(scenario.backlog);
    if let Some(clients) = args.clients {
        scenario = scenario.of_clients(clients);
    }
    scenario.accept = args.accept.unwrap_or(scenario.accept);
    scenario.queued_before = args.queued_before.unwrap_or(scenario.queued_before);
    scenario.syn_queue_before = args.syn_queue_before.unwrap_or(scenario.syn_queue_before);
    if !args.fair.is_empty() {
        scenario.fair.clone_from(&args.fair);
    }
    scenario.network.loss = args.loss.unwrap_or(scenario.network.loss);
    if let Some(switch) = args.duplicate {
        scenario.network.duplicate = switch == Switch::Any;
    }
    if let Some(switch) = args.reorder {
        scenario.network.reorder = switch == Switch::Any;
    }
    scenario.network = input::network(scenario.network)?;
    scenario.clock = args.clock.unwrap_or(scenario.clock);
    take_times(&mut scenario.times, args);
    let given = Given {
        backlog: args.backlog.is_some(),
        accept: args.accept.is_some(),
        queued_before: args.queued_before.is_some(),
        syn_queue_before: args.syn_queue_before.is_some(),
        clients: args.clients.is_some(),
        reorder: args.reorder.is_some(),
        time: time_given(args),
    };
    input::options_have_an_effect(&scenario, given)?;
    Ok(scenario)
}

fn take_times(times: &mut Times, args: &WorldArgs) {
    if let Some(latency) = &args.latency {
        times.latency = latency.clone();
    }
    times.connect_every = args.connect_every.or(times.connect_every);
    times.send_after = args.send_after.or(times.send_after);
    times.flood_every = args.flood_every.or(times.flood_every);
}

/// The first option that speaks of time.
fn time_given(args: &WorldArgs) -> Option<&'static str> {
    [
        ("--latency", args.latency.is_some()),
        ("--connect-every", args.connect_every.is_some()),
        ("--send-after", args.send_after.is_some()),
        ("--flood-every", args.flood_every.is_some()),
    ]
    .into_iter()
    .find_map(|(option, is_given)| is_given.then_some(option))
}

/// The properties of these names, each once, or the scenario's own when none is named.
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
        .enumerate()
        .filter(|(place, name)| !names[..*place].contains(name))
        .map(|(_, name)| {
            let name = input::property(name, &known)?;
            Ok(property(name).expect("the list of names is the list of properties"))
        })
        .collect()
}
