//! Arguments and help text of `halfopen check`.

use super::{ExportFormat, WorldArgs};
use crate::input;
use clap::{Args, ValueEnum};
use halfopen_spec::measures::Measure;
use std::path::PathBuf;

/// `halfopen check`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  halfopen check one-slot
  halfopen check accept-overflow --profile linux-2.6.18
  halfopen check one-slot --set net.ipv4.tcp_abort_on_overflow=1 --property overflow-reset
  halfopen check full-accept-queue --policy syn-when-accept-queue-full=retransmitted-syn
  halfopen check handshake --from-host --format json
  halfopen check one-slot --clock calibrated --property client-established-server-forgot
  halfopen check unanswered-connect --profile linux-3.10 --measure syn-times
  halfopen check team.toml --also junit=halfopen.xml --also sarif=halfopen.sarif
  halfopen check --profile linux-4.9 --versus linux-4.10
  halfopen check one-slot --profile linux-2.6.18 --versus syn-when-accept-queue-full=retransmitted-syn
  halfopen check one-slot --property half-open-at-rest --export ladder.svg      or .html .mmd .txt .pcap .pkt .itf.json
  halfopen check accept-overflow --symmetry off --property handshake-ack-ignored --coverage --checkpoint overflow.search
  halfopen check --versus initial-timeout=three-seconds --clock calibrated

A FILE.toml with a table [claims] is a claims file: what a team expects of its kernels, checked in each environment. `halfopen init` writes one
to start from. It ends with 0 when everything is as expected, with 1 when something differs, with 3 when a bound was hit first.

With --versus, one host of each of two kernels is looked at from outside: which experiment (segments of peers, calls of programs, waiting)
is the shortest after which one can show what the other never shows? Without a scenario, on every set-up that `live` knows. --profile
and --policy name the first kernel; --set holds on both. Without a clock when a timer fires is not looked at; with --clock calibrated times
are compared, to a tenth of a second.

With --checkpoint, a check that was killed, or ended by Ctrl-C, --time-limit or --memory-limit, goes on where it was: give the same command again.
Threads and limits of time and memory may be others.

Exit codes: 0 every `always` holds and every `sometimes` is reached or the space was seen whole, or --versus was answered · 1 violated · 2 wrong arguments or file · 3 undecided",
    mut_arg("scenario", |scenario| scenario.required_unless_present("versus")))]
pub struct CheckArgs {
    /// What to explore.
    #[command(flatten)]
    pub world: WorldArgs,
    /// Judge this property instead of the scenario's own; repeatable
    #[arg(long = "property", value_name = "NAME")]
    pub properties: Vec<String>,
    /// Take this measure under the calibrated clock instead of the scenario's own; repeatable (see `halfopen list measures`)
    #[arg(long = "measure", value_name = "NAME", value_parser = input::measure)]
    pub measures: Vec<Measure>,
    /// Look for the shortest experiment that tells this kernel apart from the first: a profile, or what differs from the first; repeatable
    #[arg(long, value_name = "PROFILE|FILE.toml|NAME=VALUE", conflicts_with_all = ["properties", "measures", "replay", "engine", "symmetry", "coverage", "checkpoint", "queued_before", "syn_queue_before"])]
    pub versus: Vec<String>,
    /// Replay a run by its string instead of searching
    #[arg(long, value_name = "STRING", conflicts_with_all = ["properties", "measures", "checkpoint"])]
    pub replay: Option<String>,
    /// Write the replayed run, or that of the one property asked for, as a file: a capture (.pcap), a diagram (.svg, .mmd, .txt), a page
    /// (.html), an ITF trace (.itf.json) or a packetdrill script (.pkt)
    #[arg(long, value_name = "FILE")]
    pub export: Option<PathBuf>,
    /// What the exported file is, if its name does not say it
    #[arg(long, value_enum, value_name = "FORM", requires = "export")]
    pub export_format: Option<ExportFormat>,
    /// Who searches
    #[arg(long, value_enum, default_value_t = EngineName::Halfopen)]
    pub engine: EngineName,
    /// What is made of clients that differ by name only
    #[arg(long, value_enum, default_value_t = SymmetryName::Apart)]
    pub symmetry: SymmetryName,
    /// Stop before more states than this are seen
    #[arg(long, value_name = "N", value_parser = input::max_states, allow_hyphen_values = true)]
    pub max_states: Option<u64>,
    /// Look at no run longer than this
    #[arg(long, value_name = "STEPS", value_parser = input::max_depth, allow_hyphen_values = true)]
    pub max_depth: Option<u32>,
    /// Stop after so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = input::time_limit, allow_hyphen_values = true)]
    pub time_limit: Option<u64>,
    /// Stop before the search's tables take more memory than this
    #[arg(long, value_name = "MIB", value_parser = input::memory_limit, allow_hyphen_values = true, default_value_t = 8192)]
    pub memory_limit: u64,
    /// Threads; 0 is one per processor
    #[arg(long, value_name = "N", value_parser = input::threads, allow_hyphen_values = true, default_value_t = 0)]
    pub threads: usize,
    /// Write down how far the search is, and go on from there if the file is there; it is removed when the question is answered
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,
    /// How much time passes between two checkpoints at least; writing them takes at most a tenth of the time
    #[arg(long, value_name = "SECONDS", value_parser = input::checkpoint_every, allow_hyphen_values = true, default_value_t = 60, requires = "checkpoint")]
    pub checkpoint_every: u64,
    /// See the whole space even when every question is answered, and show which rules were applied
    #[arg(long)]
    pub coverage: bool,
    /// How the result is written.
    #[command(flatten)]
    pub output: CheckOutput,
}

/// Where the result of a check goes, and how it looks.
#[derive(Debug, Args)]
pub struct CheckOutput {
    /// How the result is written
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub format: CheckFormat,
    /// Write the result to this file instead of the standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Write it to this file as well, in this format; repeatable, as in --also junit=halfopen.xml
    #[arg(long, value_name = "FORMAT=FILE", value_parser = also)]
    pub also: Vec<(CheckFormat, PathBuf)>,
    /// Accept what this file says was found before, and fail on every change, for better or worse (claims files)
    #[arg(long, value_name = "FILE.json")]
    pub baseline: Option<PathBuf>,
    /// Write what is found as a baseline (claims files)
    #[arg(long, value_name = "FILE.json", conflicts_with = "baseline")]
    pub write_baseline: Option<PathBuf>,
}

/// How the result of a check is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For a terminal
    Human,
    /// For programs; the schema is a contract
    Json,
    /// For a web page or a commit
    Markdown,
    /// For build servers: a test for each verdict
    Junit,
    /// For code scanning: a result for each verdict that is not as expected, its run as a thread flow
    Sarif,
}

fn also(text: &str) -> Result<(CheckFormat, PathBuf), String> {
    let Some((format, file)) = text.split_once('=') else {
        return Err("expected FORMAT=FILE, as in junit=halfopen.xml".to_owned());
    };
    let format = <CheckFormat as ValueEnum>::from_str(format, false).map_err(|_| {
        format!("expected human, json, markdown, junit or sarif before the `=`, found `{format}`")
    })?;
    if file.is_empty() {
        return Err("expected the name of a file after the `=`".to_owned());
    }
    Ok((format, PathBuf::from(file)))
}

/// Who searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EngineName {
    /// The project's own search
    Halfopen,
    /// stateright's breadth-first checker, as a second opinion
    StaterightBfs,
    /// stateright's depth-first checker, as a second opinion
    StaterightDfs,
}

/// What is made of clients that differ by name only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SymmetryName {
    /// A large space is searched with the clients apart: verdicts about the whole of it, and runs looked for breadth-first
    Apart,
    /// States that differ only by which client is which are one state
    Exchange,
    /// Every client is who it is
    Off,
}
