//! `halfopen completions`: a script with which a shell completes halfopen's commands and options.

use super::Failure;
use super::output::print;
use crate::cli::{Cli, CompletionsArgs};
use crate::exit::Exit;
use clap::CommandFactory;

/// Runs the command.
pub(super) fn run(args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "halfopen", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::AsClaimed)
}
