//! Findings for a web page: a build's summary, or a comment on a change.

use super::human::{place, summary};
use crate::gate::{Findings, Outcome};
use crate::run::{Cited, text};
use std::fmt::Write;

/// Findings for a web page.
#[must_use]
pub fn findings_markdown(findings: &Findings) -> String {
    let mut out = format!("# {}\n\n", summary(findings));
    out.push_str(
        "| outcome | claim | environment | asked | expected | found |\n|---|---|---|---|---|---|\n",
    );
    for finding in &findings.findings {
        writeln!(
            out,
            "| {} | {} | {} | `{}` | {} | {} |",
            finding.outcome.word(),
            cell(&finding.claim),
            cell(&finding.environment),
            finding.asked,
            cell(finding.expected.as_deref().unwrap_or("–")),
            cell(&finding.found)
        )
        .expect("a string takes everything");
    }
    for finding in &findings.findings {
        if finding.outcome == Outcome::AsExpected {
            continue;
        }
        writeln!(
            out,
            "\n## {}\n\n{}\n",
            cell(&finding.key()),
            finding.sentence
        )
        .expect("a string takes everything");
        if let Some(place) = place(findings.file.as_deref(), finding) {
            writeln!(out, "Expected at `{place}`. ").expect("a string takes everything");
        }
        writeln!(out, "{}.", finding.looked_at).expect("a string takes everything");
        if let Some(run) = &finding.run {
            writeln!(out, "\n```text\n{}```", text(run, Cited::WithKernel, 0))
                .expect("a string takes everything");
        }
    }
    out
}

/// A text in a cell of a table: a bar would end the cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
