//! Arguments and help text of `halfopen init`.

use clap::Args;
use std::path::PathBuf;

/// `halfopen init`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  halfopen init                                    writes halfopen.toml for this host's kernel and sysctls
  halfopen init web.toml --profile linux-5.10      for another kernel, with its defaults
  halfopen check halfopen.toml                     then this is green until something changes

The expectations in the file are what is true now; where something better could be wished for, a comment says so.

Exit codes: 0 written · 2 wrong arguments, a file that is there, or a host that cannot be read")]
pub struct InitArgs {
    /// The file to write
    #[arg(value_name = "FILE.toml", default_value = "halfopen.toml")]
    pub file: PathBuf,
    /// For this kernel instead of the running one: a built-in profile or a profile file
    #[arg(long, value_name = "NAME|FILE.toml")]
    pub profile: Option<String>,
    /// Write over a file that is there
    #[arg(long)]
    pub force: bool,
}
