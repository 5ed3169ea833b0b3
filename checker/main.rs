//! The `halfopen` command: parse, run, exit code.

use clap::Parser;
use halfopen::cli::Cli;
use halfopen::command;
use std::process::ExitCode;

fn main() -> ExitCode {
    let default_hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        default_hook(panic);
        command::ask_for_a_bug_report();
    }));
    let cli = Cli::parse();
    match std::panic::catch_unwind(|| command::run(cli)) {
        Ok(exit) => exit.into(),
        Err(_) => ExitCode::from(halfopen::exit::BUG),
    }
}
