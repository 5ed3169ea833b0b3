//! Arguments and help text of `halfopen doctor`.

use super::OutputArgs;
use crate::input;
use clap::Args;

/// `halfopen doctor`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  halfopen doctor                                  every listener of this host
  halfopen doctor --port 443                       one of them
  halfopen doctor --run                            with the shortest run to each hazard
  halfopen doctor --deny overflow-now --json       for monitoring: ends with 1 when an accept queue is full now

Nothing is changed and nothing is sent; no rights are needed. Each hazard is decided by a search that is run now, in a small world with
this host's policies and sysctls; a listener is looked at with a backlog of three at most, which leaves the answers as they are.

Exit codes: 0 examined · 1 a hazard that --deny names is reachable · 2 wrong arguments, or a host that cannot be read · 3 a hazard is undecided")]
pub struct DoctorArgs {
    /// Only the listeners on this port; repeatable
    #[arg(long = "port", value_name = "PORT")]
    pub ports: Vec<u16>,
    /// End with 1 when this hazard is reachable: overflow-now (an accept queue is full at this moment), any, or a hazard by name; repeatable
    #[arg(long, value_name = "HAZARD", value_parser = input::denied_hazard)]
    pub deny: Vec<String>,
    /// Show the shortest run to each hazard that is reachable
    #[arg(long)]
    pub run: bool,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// How the result is written.
    #[command(flatten)]
    pub output: OutputArgs,
}
