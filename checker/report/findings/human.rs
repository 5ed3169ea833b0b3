//! Findings for a terminal: a line each, then the run behind each difference.

use crate::gate::{Finding, Findings, Outcome};
use crate::run::{Cited, text};
use std::fmt::Write;

/// Findings for a terminal.
#[must_use]
pub fn findings_human(findings: &Findings) -> String {
    let mut out = String::new();
    let mut claim = None;
    for finding in &findings.findings {
        if claim != Some(&finding.claim) {
            claim = Some(&finding.claim);
            writeln!(out, "{}  {}", finding.claim, finding.sentence)
                .expect("a string takes everything");
        }
        writeln!(
            out,
            "  {:<12} {:<20} {}",
            finding.outcome.word(),
            finding.environment,
            finding.message()
        )
        .expect("a string takes everything");
    }
    let open = findings
        .findings
        .iter()
        .filter(|finding| finding.outcome != Outcome::AsExpected);
    for finding in open {
        write_whole(&mut out, findings.file.as_deref(), finding);
    }
    writeln!(out, "\n{}", summary(findings)).expect("a string takes everything");
    out
}

/// How many came out how.
pub(super) fn summary(findings: &Findings) -> String {
    let count = |outcome| findings.count(outcome);
    format!(
        "{} as expected, {} different, {} undecided",
        count(Outcome::AsExpected),
        count(Outcome::Differs),
        count(Outcome::Undecided)
    )
}

/// Where it is expected: `team.toml:12`.
pub(super) fn place(file: Option<&str>, finding: &Finding) -> Option<String> {
    let line = finding.line?;
    Some(format!("{}:{line}", file?))
}

fn write_whole(out: &mut String, file: Option<&str>, finding: &Finding) {
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    line(format!("\n{}  {}", finding.outcome.word(), finding.key()));
    line(format!("  {}", finding.message()));
    if let Some(place) = place(file, finding) {
        line(format!("  expected at {place}"));
    }
    line(format!("  {}", finding.looked_at));
    if let Some(run) = &finding.run {
        line(String::new());
        out.push_str(&text(run, Cited::WithKernel, 2));
    }
}
