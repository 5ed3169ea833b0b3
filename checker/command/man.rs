//! `halfopen man`: the help texts as manual pages.

use super::Failure;
use super::output::{not_written, print};
use crate::cli::{Cli, ManArgs};
use crate::exit::Exit;
use crate::report;
use clap::CommandFactory;
use std::io::Error;
use std::path::Path;

/// Runs the command.
pub(super) fn run(args: &ManArgs) -> Result<Exit, Failure> {
    match &args.folder {
        Some(folder) => write_pages(folder).map_err(|error| not_written(folder, &error))?,
        None => print_page()?,
    }
    Ok(Exit::AsClaimed)
}

fn print_page() -> Result<(), Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut page)
        .map_err(|error| Failure::Output(format!("cannot render the page: {error}")))?;
    print(&String::from_utf8_lossy(&page))
}

fn write_pages(folder: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Cli::command(), folder)?;
    report::say(&format!("wrote the pages to {}", folder.display()));
    Ok(())
}
