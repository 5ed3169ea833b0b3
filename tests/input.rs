//! What people write wrong, and the exact words with which it is refused; and what right input becomes.

use halfopen::input::{Known, Problem, ScenarioFile};
use halfopen_spec::network::Loss;
use halfopen_spec::scenarios::Scenario;

#[path = "input/command_line_values.rs"]
mod command_line_values;
#[path = "input/profile_files.rs"]
mod profile_files;
#[path = "input/running_kernels.rs"]
mod running_kernels;
#[path = "input/scenario_combinations.rs"]
mod scenario_combinations;
#[path = "input/scenario_files.rs"]
mod scenario_files;
#[path = "input/scenario_settings.rs"]
mod scenario_settings;
#[path = "input/scenario_values.rs"]
mod scenario_values;
#[path = "input/toml_texts.rs"]
mod toml_texts;

/// The text of `mine/flood.toml`, where one built-in scenario and two properties are known.
fn parse(text: &str) -> Result<ScenarioFile, Problem> {
    let known = Known {
        scenario: &|name| (name == "accept-overflow").then(built_in),
        scenarios: &["accept-overflow", "syn-flood"],
        properties: &["client-is-known", "server-is-known"],
    };
    ScenarioFile::parse("mine/flood.toml", text, &known)
}

/// A scenario with a bound on loss and a policy.
fn built_in() -> Scenario {
    Scenario::new(
        "accept-overflow",
        "The accept queue overflows.",
        "One loss.",
    )
    .with(|scenario| {
        scenario.network.loss = Loss::AtMost(1);
        scenario.policies = vec![("syn-queue-full".to_owned(), "greater".to_owned())];
    })
    .about(&["client-is-known"])
}
