//! Files in TOML that people write: scenarios, profiles, claims.

use halfopen::input::{
    ClaimsFile, Colours, Known, Problem, ScenarioFile, full_syn_queue_is_small, read_profile_file,
};
use halfopen_spec::policy::{Profile, profile as built_in};
use halfopen_spec::properties::properties;
use halfopen_spec::scenarios::{Scenario, scenario as named, scenarios};
use stateright::Model;

fn known<T>(read: impl FnOnce(&Known<'_>) -> T) -> T {
    let scenarios = scenarios();
    let scenario_names: Vec<&str> = scenarios.iter().map(|s| s.name.as_str()).collect();
    let properties = properties();
    let property_names: Vec<&str> = properties.iter().map(|p| p.name).collect();
    read(&Known {
        scenario: &named,
        scenarios: &scenario_names,
        properties: &property_names,
    })
}

/// A refusal can be shown.
fn show(problem: &Problem) {
    assert!(!problem.render(Colours::Never).is_empty());
}

/// What a file describes can be set up.
fn set_up(scenario: &Scenario, profile: &Profile) {
    if full_syn_queue_is_small(scenario, profile).is_ok() {
        let world = scenario.world(profile);
        for state in world.init_states() {
            let mut actions = Vec::new();
            world.actions(&state, &mut actions);
        }
    }
}

/// A scenario file.
pub fn scenario(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match known(|known| ScenarioFile::parse("fuzzed.toml", text, known)) {
        Err(problem) => show(&problem),
        Ok(file) => {
            let newest = built_in("linux-6.18").expect("a built-in profile");
            set_up(&file.scenario, file.profile.as_ref().unwrap_or(&newest));
        }
    }
}

/// A profile file.
pub fn profile(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match read_profile_file("fuzzed.toml", text) {
        Err(problem) => show(&problem),
        Ok(profile) => set_up(&halfopen_spec::scenarios::handshake(), &profile),
    }
}

/// A claims file.
pub fn claims(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match known(|known| ClaimsFile::parse("fuzzed.toml", text, known)) {
        Err(problem) => show(&problem),
        Ok(file) => assert!(!file.environments.is_empty(), "there is always one"),
    }
}
