//! Arguments and help text of `halfopen man`.

use clap::Args;
use std::path::PathBuf;

/// `halfopen man`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  halfopen man | man -l -                          read halfopen(1) now
  halfopen man ~/.local/share/man/man1             write halfopen(1), halfopen-check(1), …: man halfopen-check finds them then

Exit codes: 0 printed or written · 2 wrong arguments, or a folder that cannot be written")]
pub struct ManArgs {
    /// Write a page for the program and one for each command to this folder, instead of printing the first
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}
