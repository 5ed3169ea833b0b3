//! `halfopen trace`: a packet capture is read, its connections diagnosed, and its hosts judged by the model.

use super::Failure;
use super::export::export_to;
use super::output::{writable, write_result};
use crate::capture::follow::{Before, Role, Watched, watched};
use crate::capture::judgement::{Given, Point, Question, host_verdicts, remedies};
use crate::capture::{Kept, Nanos, Trace, traced};
use crate::cli::{CapturePoint, Format, JudgedHosts, TraceArgs};
use crate::exit::Exit;
use crate::input::{Refusal, profile_or_file, sysctl_on};
use crate::report::{JudgedTrace, Judging, TraceReport};
use crate::story::Story;
use halfopen_spec::policy::profiles;
use std::fs::File;
use std::path::Path;
use std::time::{Duration, Instant};

/// Captures of more segments are diagnosed and not judged.
const MOST_JUDGED: usize = 5_000;

/// Runs the command.
pub(super) fn run(args: &TraceArgs) -> Result<Exit, Failure> {
    writable(&args.output)?;
    let question = question(args)?;
    let (name, trace) = read(args)?;
    let judging = match &trace.unreadable {
        None => judging(args, &trace, &question),
        Some(_) => Judging::NotAsked,
    };
    let report = TraceReport {
        name: &name,
        trace: &trace,
        judging: &judging,
        with_run: args.run,
    };
    if let Some(export) = export_to(args.export.as_deref(), args.export_format)? {
        export.story(&explanation(&name, &judging)?)?;
    }
    let text = match args.output.format {
        Format::Human => report.human(),
        Format::Json => report.json(),
        Format::Markdown => report.markdown(),
    };
    if trace.unreadable.is_none() {
        write_result(&args.output, &text)?;
        return Ok(exit_of(&judging));
    }
    // What was readable is reported all the same.
    if trace.counts.segments > 0 {
        write_result(&args.output, &text)?;
    }
    Err(Failure::from(refused(&name, &trace)))
}

/// How the hosts of the capture did it.
fn explanation(name: &str, judging: &Judging) -> Result<Story, Refusal> {
    let story = match judging {
        Judging::Judged(judged) => judged.story(name),
        Judging::NotAsked | Judging::TooLong(_) => None,
    };
    story.ok_or_else(|| Refusal {
        message: format!("no host of {name} is explained: there is nothing to export"),
        help: None,
    })
}

/// A capture with its name, read to its end and judged as `halfopen trace` does when nothing else is said.
pub(super) fn judged_for_page(args: &TraceArgs) -> Result<(String, JudgedTrace), Failure> {
    let question = question(args)?;
    let (name, trace) = read(args)?;
    if trace.unreadable.is_some() {
        return Err(Failure::from(refused(&name, &trace)));
    }
    match judging(args, &trace, &question) {
        Judging::Judged(judged) => Ok((name, judged)),
        Judging::TooLong(_) | Judging::NotAsked => Err(Failure::from(Refusal {
            message: format!("{name} has more than {MOST_JUDGED} segments, which are not judged"),
            help: Some("cut out the connections that are asked about".to_owned()),
        })),
    }
}

/// The capture, and what people call it.
fn read(args: &TraceArgs) -> Result<(String, Trace), Failure> {
    let kept = Kept {
        connections: args.connections,
        segments: MOST_JUDGED,
    };
    if args.capture == Path::new("-") {
        return Ok(("standard input".to_owned(), traced(std::io::stdin(), kept)));
    }
    let name = args.capture.display().to_string();
    let file = File::open(&args.capture).map_err(|error| Refusal {
        message: format!("cannot read {name}: {error}"),
        help: Some("name a capture file, or `-` for the standard input".to_owned()),
    })?;
    // Only the last part: a report must not depend on where the file lies.
    let shown = args.capture.file_name();
    let shown = shown.map_or(name, |shown| shown.to_string_lossy().into_owned());
    Ok((shown, traced(file, kept)))
}

fn refused(name: &str, trace: &Trace) -> Refusal {
    let error = trace.unreadable.as_ref();
    let error = error.expect("asked only when the capture was not read to its end");
    Refusal {
        message: format!("{name}: {error}"),
        help: error.help().map(str::to_owned),
    }
}

fn question(args: &TraceArgs) -> Result<Question, Failure> {
    let profiles = match &args.profile {
        Some(name) => vec![profile_or_file(name)?],
        None => profiles(),
    };
    if let (Some(_), [profile]) = (&args.profile, &*profiles) {
        for (sysctl, _) in &args.sysctls {
            sysctl_on(profile, *sysctl)?;
        }
    }
    let milliseconds = |number: u32| Nanos::from(number) * 1_000_000;
    Ok(Question {
        profiles,
        given: Given {
            sysctls: args.sysctls.clone(),
            policies: args.policies.clone(),
            backlog: args.backlog,
        },
        accepts: args.accept,
        tolerance: milliseconds(args.tolerance),
        latency: milliseconds(args.latency),
        losses: args.loss,
        overtakings: args.reorder,
        defer_accept: args.defer_accept,
        before: Before {
            queued: args.queued_before,
            requests: args.syn_queue_before,
            peers_cached: args.peers_cached,
        },
        point: args.at.map(|point| match point {
            CapturePoint::Server => Point::Server,
            CapturePoint::Client => Point::Client,
            CapturePoint::Both => Point::Both,
            CapturePoint::Between => Point::Between,
        }),
        until: Some(Instant::now() + Duration::from_secs(args.time_limit)),
        threads: match args.threads {
            0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            threads => threads,
        },
    })
}

fn judging(args: &TraceArgs, trace: &Trace, question: &Question) -> Judging {
    if args.judge == JudgedHosts::None {
        return Judging::NotAsked;
    }
    let Some(segments) = &trace.segments else {
        return Judging::TooLong(MOST_JUDGED);
    };
    let lasted = args
        .lasted
        .map(|seconds| Nanos::from(seconds) * 1_000_000_000);
    let (hosts, left_out) = watched(segments, lasted);
    let is_judged = |host: &Watched| match args.judge {
        JudgedHosts::All => true,
        JudgedHosts::Servers => host.role != Role::Connects,
        JudgedHosts::Clients => host.role == Role::Connects,
        JudgedHosts::None => false,
    };
    let hosts = host_verdicts(&hosts, is_judged, question);
    let unexplained = hosts.iter().filter(|host| !host.is_explained());
    let remedies = unexplained.map(|host| {
        let profile = host.furthest().and_then(|name| {
            let mut asked = question.profiles.iter();
            asked.find(|profile| profile.name == name)
        });
        profile.map_or(Vec::new(), |profile| remedies(host, profile, question))
    });
    Judging::Judged(JudgedTrace {
        remedies: remedies.collect(),
        left_out,
        hosts,
        profiles: question.profiles.iter().map(|p| p.name.clone()).collect(),
    })
}

fn exit_of(judging: &Judging) -> Exit {
    match judging {
        Judging::NotAsked => Exit::AsClaimed,
        Judging::TooLong(_) => Exit::Undecided,
        Judging::Judged(judged) if judged.hosts.is_empty() => Exit::Undecided,
        Judging::Judged(judged) => {
            let mut unexplained = judged.hosts.iter().filter(|host| !host.is_explained());
            match unexplained.next() {
                None => Exit::AsClaimed,
                Some(_) if judged.hosts.iter().any(|host| host.is_undecided()) => Exit::Undecided,
                Some(_) => Exit::Contradicted,
            }
        }
    }
}
