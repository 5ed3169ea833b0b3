//! Arguments and help text of `halfopen trace`.

use super::{ExportFormat, OutputArgs};
use crate::capture::follow::Waiting;
use crate::input;
use clap::{Args, ValueEnum};
use halfopen_spec::policy::Sysctl;
use halfopen_spec::program::{Accepts, SynQueueBefore};
use std::path::PathBuf;

/// `halfopen trace`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  halfopen trace capture.pcap
  tcpdump -n -r capture.pcap tcp | halfopen trace -        text of tcpdump, from the standard input
  halfopen trace capture.pcap --format json
  halfopen trace capture.pcap --export ladder.html         how the hosts did it, as a page with a diagram

pcap and pcapng (Ethernet, Linux cooked, raw IP, loopback) and text of tcpdump are read. Each connection is diagnosed; then each host
is followed by the model: on which kernels, with which settings, can it have received and sent these segments at these times? Settings
that are not given are inferred. Captures of more than 5,000 segments are diagnosed only.

Exit codes: 0 explained by the profile asked for, or by any · 2 wrong arguments, or the capture could not be read to its end (what was read
is reported) · 3 undecided · 4 not explained: a segment that no rule allows is named")]
pub struct TraceArgs {
    /// A capture file, or `-` for the standard input
    #[arg(value_name = "CAPTURE")]
    pub capture: PathBuf,
    /// Judge by this kernel only: a built-in profile or a profile file ending in .toml; without it, all built-in ones
    #[arg(long, value_name = "NAME|FILE.toml")]
    pub profile: Option<String>,
    /// A sysctl that is known, on every host; repeatable
    #[arg(long = "set", value_name = "SYSCTL=VALUE", value_parser = input::sysctl_assignment)]
    pub sysctls: Vec<(Sysctl, i64)>,
    /// A policy that is known, on every host; repeatable
    #[arg(long = "policy", value_name = "POLICY=VALUE", value_parser = input::policy_assignment)]
    pub policies: Vec<(String, String)>,
    /// The backlog that the servers gave to listen(), if it is known
    #[arg(long, value_name = "N|somaxconn", value_parser = input::backlog, allow_hyphen_values = true)]
    pub backlog: Option<i64>,
    /// When the servers' programs accept; without it, never, and if that explains nothing, any-time
    #[arg(long, value_name = "WHEN", value_parser = input::accept)]
    pub accept: Option<Accepts>,
    /// Where the capture was made; without it, near whoever answers at once
    #[arg(long, value_enum, value_name = "POINT")]
    pub at: Option<CapturePoint>,
    /// Clocks and timers are as exact as this
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 20, value_parser = clap::value_parser!(u32).range(0..=10_000))]
    pub tolerance: u32,
    /// The most time that a segment is under way between the capture and a host that is not near it
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=600_000))]
    pub latency: u32,
    /// How many segments each host may have lost unseen
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=8))]
    pub loss: u8,
    /// How many segments may have overtaken another one between the capture and each host that is not near it
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=8))]
    pub reorder: u8,
    /// TCP_DEFER_ACCEPT of the listeners, in SYN,ACK timeouts: handshake ACKs without data are ignored so long
    #[arg(long, value_name = "TIMEOUTS", default_value_t = 0)]
    pub defer_accept: u8,
    /// How many connections waited for accept() when the capture began: a number, or `full`
    #[arg(long, value_name = "N|full", value_parser = input::queued_before, default_value = "0")]
    pub queued_before: Waiting,
    /// How many requests stood in the SYN queue when the capture began, of addresses that never answer: a number, or `full`
    #[arg(long, value_name = "N|full", value_parser = input::syn_queue_before, default_value = "0")]
    pub syn_queue_before: SynQueueBefore,
    /// The listeners have had connections with every client before (tcp_metrics), which spares these the last quarter of tcp_max_syn_backlog
    #[arg(long)]
    pub peers_cached: bool,
    /// The capture went on for so many seconds after its first segment, and nothing more came
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32))]
    pub lasted: Option<u32>,
    /// Stop judging after so many seconds; what was not looked at is undecided
    #[arg(long, value_name = "SECONDS", value_parser = input::time_limit, allow_hyphen_values = true, default_value_t = 60)]
    pub time_limit: u64,
    /// Which hosts are judged
    #[arg(long, value_enum, default_value_t = JudgedHosts::All)]
    pub judge: JudgedHosts,
    /// Tell how the hosts did what was seen, step by step, hidden steps too
    #[arg(long)]
    pub run: bool,
    /// Write how the hosts did it as a file: a diagram (.svg, .mmd, .txt), a page (.html) or an ITF trace (.itf.json)
    #[arg(long, value_name = "FILE")]
    pub export: Option<PathBuf>,
    /// What the exported file is, if its name does not say it
    #[arg(long, value_enum, value_name = "FORM", requires = "export")]
    pub export_format: Option<ExportFormat>,
    /// Show at most so many connections, the telling ones first; all are counted
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub connections: usize,
    /// Threads; 0 is one per processor
    #[arg(long, value_name = "N", value_parser = input::threads, allow_hyphen_values = true, default_value_t = 0)]
    pub threads: usize,
    /// How the result is written.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Where a capture was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CapturePoint {
    /// At the server
    Server,
    /// At the client
    Client,
    /// At both: they are one machine
    Both,
    /// On the way
    Between,
}

/// Which hosts of a capture are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum JudgedHosts {
    /// Servers and clients
    All,
    /// Those to whom others connect
    Servers,
    /// Those that connect
    Clients,
    /// None: the connections are diagnosed only
    None,
}
