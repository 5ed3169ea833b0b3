//! `halfopen doctor`: this host's listeners, what can happen to their connections, and what prevents it.

use super::Failure;
use super::output::{writable, write_result};
use crate::cli::{DoctorArgs, Format};
use crate::doctor::{Answer, Examined, examined, read};
use crate::exit::Exit;
use crate::report::DoctorReport;

/// Runs the command.
pub(super) fn run(args: &DoctorArgs) -> Result<Exit, Failure> {
    writable(&args.output)?;
    let examined = examined(read(&args.ports)?);
    let report = DoctorReport {
        examined: &examined,
        with_run: args.run,
    };
    let text = match (args.json, args.output.format) {
        (true, _) | (false, Format::Json) => report.json(),
        (false, Format::Human) => report.human(),
        (false, Format::Markdown) => report.markdown(),
    };
    write_result(&args.output, &text)?;
    Ok(exit_of(&examined, &args.deny))
}

fn exit_of(examined: &Examined, denied: &[String]) -> Exit {
    let mut findings = examined.groups.iter().flat_map(|group| &group.findings);
    let is_denied = |name: &str| denied.iter().any(|deny| deny == name || deny == "any");
    let overflows = examined.host.listeners.iter().any(|one| one.is_full());
    if overflows && is_denied("overflow-now")
        || findings
            .clone()
            .any(|finding| finding.is_reachable() && is_denied(finding.hazard.name))
    {
        Exit::Violated
    } else if findings.any(|finding| matches!(finding.answer, Answer::Undecided)) {
        Exit::Undecided
    } else {
        Exit::AsClaimed
    }
}
