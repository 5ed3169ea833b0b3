//! One file a command. A command turns arguments into questions, asks, and hands the answers to a report.

mod check;
mod checkpoints;
mod claims;
mod completions;
mod doctor;
mod explain;
mod explore;
mod export;
mod findings;
mod init;
mod interrupt;
mod invocation;
mod list;
mod live;
mod live_evidence;
mod live_facts;
mod man;
mod output;
pub mod report;
mod trace;
mod versus;
mod world;

use crate::cli::{Cli, Command};
use crate::exit::Exit;
use crate::input::{Colours, Problem};
use std::io::IsTerminal;

pub use output::write_result;

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// What was given is wrong.
    Input(Box<Problem>),
    /// The result could not be written.
    Output(String),
}

impl<T: Into<Problem>> From<T> for Failure {
    fn from(problem: T) -> Self {
        Self::Input(Box::new(problem.into()))
    }
}

/// Runs a command; errors go to the standard error.
#[must_use]
pub fn run(cli: Cli) -> Exit {
    let ended = match cli.command {
        Command::Check(args) => check::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Claims(args) => claims::run(&args),
        Command::Explore(args) => explore::run(&args),
        Command::Trace(args) => trace::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::List(args) => list::run(&args),
        Command::Live(args) => live::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    };
    ended.unwrap_or_else(|failure| {
        say(&failure);
        Exit::WrongInput
    })
}

#[expect(clippy::print_stderr, reason = "errors belong on the standard error")]
fn say(failure: &Failure) {
    match failure {
        Failure::Input(problem) => {
            let colours =
                if std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
                    Colours::Ansi
                } else {
                    Colours::Never
                };
            eprintln!("{}", problem.render(colours).trim_end());
        }
        Failure::Output(message) => eprintln!("error: {message}"),
    }
}

/// Said after a panic.
#[expect(clippy::print_stderr, reason = "errors belong on the standard error")]
pub fn ask_for_a_bug_report() {
    eprintln!(
        "This is a bug in halfopen. Please report it with the command line and the lines above."
    );
}
