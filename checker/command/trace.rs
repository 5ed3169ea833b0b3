//! `halfopen trace`: a packet capture is read, and each of its connections diagnosed.

use super::Failure;
use super::output::{writable, write_result};
use crate::capture::{Kept, Trace, traced};
use crate::cli::{Format, TraceArgs};
use crate::exit::Exit;
use crate::input::Refusal;
use crate::report::TraceReport;
use std::fs::File;
use std::path::Path;

/// Captures of more segments are diagnosed and not judged.
const MOST_JUDGED: usize = 5_000;

/// Runs the command.
pub(super) fn run(args: &TraceArgs) -> Result<Exit, Failure> {
    writable(&args.output)?;
    let (name, trace) = read(args)?;
    let report = TraceReport {
        name: &name,
        trace: &trace,
    };
    let text = match args.output.format {
        Format::Human => report.human(),
        Format::Json => report.json(),
        Format::Markdown => report.markdown(),
    };
    if trace.unreadable.is_none() {
        write_result(&args.output, &text)?;
        return Ok(Exit::AsClaimed);
    }
    // What was readable is reported all the same.
    if trace.counts.segments > 0 {
        write_result(&args.output, &text)?;
    }
    Err(Failure::from(refused(&name, &trace)))
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
