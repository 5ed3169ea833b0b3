//! What scripts may rely on: exit codes, JSON, replay strings, the same bytes for the same question, and a tool that stops when told to.

use std::path::Path;
use std::process::{Command, Output};

#[path = "cli/checkpoints.rs"]
mod checkpoints;
#[path = "cli/clock.rs"]
mod clock;
#[path = "cli/exit_codes.rs"]
mod exit_codes;
#[path = "cli/exports.rs"]
mod exports;
#[path = "cli/json.rs"]
mod json;
#[path = "cli/replays.rs"]
mod replays;
#[path = "cli/stops.rs"]
mod stops;
#[path = "cli/worlds.rs"]
mod worlds;

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_halfopen"));
    command.args(arguments).current_dir(folder());
    command
}

fn halfopen(arguments: &[&str]) -> Output {
    command(arguments)
        .output()
        .expect("the binary was built with the test")
}

/// The folder that the tool runs in.
fn folder() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

/// What is printed, by a command that has nothing else to say.
fn printed(arguments: &[&str]) -> String {
    let output = halfopen(arguments);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    String::from_utf8(output.stdout).expect("results are UTF-8")
}

/// The result as data.
fn json(arguments: &[&str]) -> serde_json::Value {
    let with_format = [arguments, &["--format", "json"]].concat();
    serde_json::from_str(&printed(&with_format)).expect("the result is JSON and nothing else")
}
