//! Arguments and help texts.

mod check;
mod completions;
mod doctor;
mod export;
mod init;
mod man;
mod trace;

use clap::{Args, Parser, Subcommand, ValueEnum};
use halfopen_spec::clock::Clock;
use halfopen_spec::network::Loss;
use halfopen_spec::policy::{DEFAULT_PROFILE, Sysctl};
use halfopen_spec::program::{Accepts, Duty, SynQueueBefore};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use crate::input;

pub use check::{CheckArgs, CheckFormat, CheckOutput, EngineName, SymmetryName};
pub use completions::CompletionsArgs;
pub use doctor::DoctorArgs;
pub use export::ExportFormat;
pub use init::InitArgs;
pub use man::ManArgs;
pub use trace::{CapturePoint, JudgedHosts, TraceArgs};

/// A model-checked specification of how TCP connections are set up and torn down on Linux.
#[derive(Debug, Parser)]
#[command(name = "halfopen", version, propagate_version = true, after_help = AFTER_HELP)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const AFTER_HELP: &str = "\
Examples:
  halfopen claims                                   what people say about TCP, true or false on each kernel
  halfopen check one-slot                           explore a scenario on linux-6.18
  halfopen check accept-overflow --profile linux-2.6.18
  halfopen explain H4                               a rule, with its sources

Exit codes: 0 as claimed · 1 violated or a claim is wrong · 2 wrong arguments or file · 3 undecided · 4 a capture or the kernel does what no rule allows · 70 a bug in halfopen";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Explore a scenario, judge its properties, print the shortest runs
    Check(Box<CheckArgs>),
    /// The table of claims about TCP: true or false, on each kernel, with the evidence
    Claims(ClaimsArgs),
    /// Step through a scenario in a web browser, beside the ladder and the verdicts
    Explore(Box<ExploreArgs>),
    /// Read a packet capture, diagnose its connections, and find the kernels and settings that explain it
    Trace(TraceArgs),
    /// Read this host's sysctls and listeners: what can happen to their connections, and what prevents it
    Doctor(DoctorArgs),
    /// Write a claims file to start from, for this host's kernel and sysctls
    Init(InitArgs),
    /// List scenarios, profiles, properties, claims, rules, policies or sysctls
    List(ListArgs),
    /// Play the model's cases against the running kernel in a private network, and compare
    Live(LiveArgs),
    /// Explain a scenario, profile, property, claim, rule, policy, sysctl or counter by its name
    Explain(ExplainArgs),
    /// Write the files in reports/
    Report(ReportArgs),
    /// Print a script with which a shell completes commands and options
    Completions(CompletionsArgs),
    /// Print the manual page, or write one for each command
    Man(ManArgs),
}

/// What to explore, on which kernel.
#[derive(Clone, Debug, Args)]
pub struct WorldArgs {
    /// A built-in scenario (see `halfopen list scenarios`) or a scenario file ending in .toml
    #[arg(value_name = "SCENARIO|FILE.toml")]
    pub scenario: Option<String>,
    /// The kernel on every host: a built-in profile (see `halfopen list profiles`) or a profile file ending in .toml
    #[arg(long, value_name = "NAME|FILE.toml")]
    pub profile: Option<String>,
    /// Take the profile from this machine's kernel release, and every modelled sysctl from /proc/sys
    #[arg(long, conflicts_with = "profile")]
    pub from_host: bool,
    /// Set a sysctl on every host; repeatable
    #[arg(long = "set", value_name = "SYSCTL=VALUE", value_parser = input::sysctl_assignment)]
    pub sysctls: Vec<(Sysctl, i64)>,
    /// Set a policy on every host, as a backport would; repeatable
    #[arg(long = "policy", value_name = "POLICY=VALUE", value_parser = input::policy_assignment)]
    pub policies: Vec<(String, String)>,
    /// The backlog that the server gives to listen(): a number, or `somaxconn`
    #[arg(long, value_name = "N|somaxconn", value_parser = input::backlog, allow_hyphen_values = true)]
    pub backlog: Option<i64>,
    /// How many clients connect; of more than 8, `check` looks at one among the others
    #[arg(long, value_name = "N", value_parser = input::clients, allow_hyphen_values = true)]
    pub clients: Option<u32>,
    /// When the server's program accepts: never, any-time or always
    #[arg(long, value_name = "WHEN", value_parser = input::accept)]
    pub accept: Option<Accepts>,
    /// How many connections of silent addresses wait for accept() when the run begins
    #[arg(long, value_name = "N", value_parser = input::connections_before, allow_hyphen_values = true)]
    pub queued_before: Option<u8>,
    /// How many requests of addresses that never answer stand in the SYN queue when the run begins: a number, or `full`
    #[arg(long, value_name = "N|full", value_parser = input::syn_queue_before, allow_hyphen_values = true)]
    pub syn_queue_before: Option<SynQueueBefore>,
    /// A call that programs make in the end, for properties about what happens in the end; repeatable
    #[arg(long, value_name = "connect|send|close|accept", value_parser = input::duty)]
    pub fair: Vec<Duty>,
    /// How many segments may be lost: none, any, or a number
    #[arg(long, value_name = "none|any|N", value_parser = input::loss, allow_hyphen_values = true)]
    pub loss: Option<Loss>,
    /// Whether segments may arrive more than once
    #[arg(long, value_name = "none|any")]
    pub duplicate: Option<Switch>,
    /// Whether segments between two hosts may overtake each other
    #[arg(long, value_name = "none|any")]
    pub reorder: Option<Switch>,
    /// How time passes: any-order (an armed timer may fire at any moment, every delay of every segment is covered) or calibrated
    /// (timers fire when their real durations allow, with the kernel's own retries, and steps have seconds). Default: the scenario's
    #[arg(long, value_name = "any-order|calibrated", value_parser = input::clock)]
    pub clock: Option<Clock>,
    /// Under the calibrated clock: how many milliseconds a segment is under way
    #[arg(long, value_name = "LEAST-MOST", value_parser = input::latency, allow_hyphen_values = true)]
    pub latency: Option<RangeInclusive<Duration>>,
    /// Under the calibrated clock: the first client connects at once, each other one so many seconds after the one before
    #[arg(long, value_name = "SECONDS", value_parser = input::seconds, allow_hyphen_values = true)]
    pub connect_every: Option<Duration>,
    /// Under the calibrated clock: clients send so many seconds after they could first
    #[arg(long, value_name = "SECONDS", value_parser = input::seconds, allow_hyphen_values = true)]
    pub send_after: Option<Duration>,
    /// Under the calibrated clock: addresses that never answer send their SYNs so many seconds apart
    #[arg(long, value_name = "SECONDS", value_parser = input::seconds, allow_hyphen_values = true)]
    pub flood_every: Option<Duration>,
}

/// Off, or without a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// Never.
    None,
    /// Any number of times.
    Any,
}

/// Where the result goes, and how it looks.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// How the result is written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Write the result to this file instead of the standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// How a result is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal
    Human,
    /// For programs; the schema is a contract
    Json,
    /// For a web page or a commit
    Markdown,
}

/// `halfopen claims`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  halfopen claims                          every claim on every kernel
  halfopen claims S2.5 F.2                 two of them, with their evidence
  halfopen claims S0.6 --profile linux-2.6.18

Exit codes: 0 every claim asked about was decided · 2 wrong arguments · 3 a claim is undecided
A claim that is false is a result, not a failure; with --deny-false it ends with 1.")]
pub struct ClaimsArgs {
    /// Only these claims, with their evidence
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    /// Only on these kernels; repeatable
    #[arg(long = "profile", value_name = "NAME|FILE.toml")]
    pub profiles: Vec<String>,
    /// End with 1 when a claim is false on a kernel asked about
    #[arg(long)]
    pub deny_false: bool,
    /// Threads; 0 is one per processor
    #[arg(long, value_name = "N", value_parser = input::threads, allow_hyphen_values = true, default_value_t = 0)]
    pub threads: usize,
    /// How the result is written.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// `halfopen explore`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  halfopen explore one-slot
  halfopen explore one-slot --property client-established-server-forgot   open at that property's run
  halfopen explore one-slot --replay 0.2.0.1 --port 3001
  halfopen explore one-slot --open                                        and open the browser
  halfopen explore --capture article.pcap --profile linux-2.6.18          how the hosts of a capture can have done it

The page is served on loopback until Ctrl-C ends it. stateright's own explorer of the same states stands behind it, under /stateright.htm.",
    mut_arg("scenario", |scenario| scenario.required_unless_present("capture")))]
pub struct ExploreArgs {
    /// What to explore.
    #[command(flatten)]
    pub world: WorldArgs,
    /// Open at the shortest run that reaches or breaks this property
    #[arg(long, value_name = "NAME")]
    pub property: Option<String>,
    /// Open at the end of this run
    #[arg(long, value_name = "STRING", conflicts_with = "property")]
    pub replay: Option<String>,
    /// Open at the explanation of a packet capture instead, as `halfopen trace --run` tells it
    #[arg(long, value_name = "CAPTURE", conflicts_with_all = ["scenario", "property", "replay"])]
    pub capture: Option<PathBuf>,
    /// The port to serve on; 0 lets the system choose
    #[arg(long, default_value_t = 3000)]
    pub port: u16,
    /// The address to serve on. Whoever reaches it can look and let searches run: another than loopback is warned of
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub bind: std::net::IpAddr,
    /// Open the page in the browser
    #[arg(long)]
    pub open: bool,
}

/// `halfopen list`
#[derive(Debug, Args)]
pub struct ListArgs {
    /// What to list
    #[arg(value_enum)]
    pub what: Listed,
    /// How the result is written.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Listed {
    /// Set-ups to explore
    Scenarios,
    /// Kernels
    Profiles,
    /// What is asked of scenarios
    Properties,
    /// Sentences about TCP
    Claims,
    /// What the specification does, with sources
    Rules,
    /// How long things last, under the calibrated clock
    Measures,
    /// Where kernels differ
    Policies,
    /// The sysctls that the rules read
    Sysctls,
}

/// `halfopen live`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  halfopen live --quick                            every rule that a few seconds can reach
  halfopen live                                    every case, the long timers too: minutes
  halfopen live --profile linux-4.9                another kernel's rules: names the policies that differ
  halfopen live --identify --out mine.toml          which policies this kernel has, as a profile
  halfopen live --facts                            how much queues hold, when segments are sent again, …
  halfopen live --case \"listen=1: A syn, A ack, accept\"

Exit codes: 0 the kernel does what the model says · 2 wrong arguments · 3 skipped: there can be no private network here · 4 a contradiction")]
pub struct LiveArgs {
    /// The kernel that the model is told to be: a built-in profile or a profile file ending in .toml
    #[arg(long, value_name = "NAME|FILE.toml")]
    pub profile: Option<String>,
    /// Change a policy of the profile, as a backport would; repeatable
    #[arg(long = "policy", value_name = "POLICY=VALUE", value_parser = input::policy_assignment)]
    pub policies: Vec<(String, String)>,
    /// Play only this case; repeatable
    #[arg(long = "case", value_name = "SETUP: MOVES")]
    pub cases: Vec<String>,
    /// Only what takes less than a minute
    #[arg(long, conflicts_with = "cases")]
    pub quick: bool,
    /// Keep root's rights instead of making a user namespace: for kernels that hide net.core.somaxconn there (6.1)
    #[arg(long)]
    pub as_root: bool,
    /// Find out which policies this kernel has, and print them as a profile that `--profile` takes (two minutes; with --quick what takes
    /// seconds, the rest as in the built-in profile that fits)
    #[arg(long, conflicts_with_all = ["cases"])]
    pub identify: bool,
    /// Print facts about this kernel, each read off cases: how much queues hold, when segments are sent again, how long cookies are
    /// believed (two and a half minutes; with --quick what takes seconds)
    #[arg(long, conflicts_with_all = ["cases", "identify"])]
    pub facts: bool,
    /// Random walks besides
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub walks: usize,
    /// Where the random walks begin; the same number gives the same walks
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Write the shortest contradictions to this folder: their packets as 1.pcap, 2.pcap, …, and where whole hosts can do what the peers
    /// do, 1.toml, …: scenarios for `check --replay`
    #[arg(long, value_name = "FOLDER")]
    pub evidence: Option<PathBuf>,
    /// How many cases are played at the same time, each with a kernel network of its own
    #[arg(long, value_name = "N", default_value_t = 48)]
    pub side_by_side: usize,
    /// How the result is written.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// `halfopen explain`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  halfopen explain H4                              a rule by its id
  halfopen explain linux-4.10                      every policy and sysctl of a kernel, with sources
  halfopen explain --diff linux-4.9 linux-4.10     what differs, and which rules that switches
  halfopen explain syn-queue-full                  a policy
  halfopen explain S2.5                            a claim")]
pub struct ExplainArgs {
    /// The name of anything that `halfopen list` prints
    #[arg(value_name = "NAME", required_unless_present = "diff")]
    pub name: Option<String>,
    /// Compare two profiles
    #[arg(long, num_args = 2, value_names = ["PROFILE", "PROFILE"], conflicts_with = "name")]
    pub diff: Option<Vec<String>>,
    /// How the result is written.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// `halfopen report`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  halfopen report                      write reports/, as Markdown
  halfopen report --check              say what would change, and end with 1 if anything would
  halfopen report --html pages         the same as pages for a browser: open pages/index.html

The pages need no server, have no script and ask nothing of the network.")]
pub struct ReportArgs {
    /// The folder to write to
    #[arg(long, value_name = "FOLDER", default_value = "reports")]
    pub folder: PathBuf,
    /// Write nothing; end with 1 when a file would change
    #[arg(long)]
    pub check: bool,
    /// Write the same as pages for a browser to this folder instead, with a page for every claim; begin at its index.html
    #[arg(long, value_name = "FOLDER", conflicts_with = "check")]
    pub html: Option<PathBuf>,
}

/// The profile that is taken when none is named.
pub const PROFILE: &str = DEFAULT_PROFILE;
