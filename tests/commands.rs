//! The commands as people and scripts meet them: what they print, where, and how they end.

#[path = "commands/distribution.rs"]
mod distribution;
#[path = "commands/explain.rs"]
mod explain;
#[path = "commands/explore.rs"]
mod explore;
#[path = "commands/list.rs"]
mod list;

use std::process::{Command, Output};

/// The program with these arguments, separated by spaces.
fn halfopen(arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_halfopen"));
    command.args(arguments.split(' ')).env("NO_COLOR", "1");
    command
}

/// How it ends, with everything that it says.
fn ended(arguments: &str) -> Output {
    halfopen(arguments).output().expect("the program starts")
}

/// What it prints when all is well.
#[track_caller]
fn printed(arguments: &str) -> String {
    let output = ended(arguments);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{arguments}: {stderr}");
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

/// What it says when the arguments are wrong.
#[track_caller]
fn refused(arguments: &str) -> String {
    let output = ended(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments}");
    assert!(
        output.stdout.is_empty(),
        "{arguments}: a refusal is no result"
    );
    String::from_utf8(output.stderr).expect("the output is UTF-8")
}

#[track_caller]
fn assert_says(text: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(text.contains(wanted), "{wanted:?} is missing in\n{text}");
    }
}

/// The words of a text, so that its columns may be of any width.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
