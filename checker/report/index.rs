//! `reports/README.md`, and the first page of those for a browser: what there is to read, what running kernels say, and every claim with its
//! sentence and its verdicts.

use super::KernelReport;
use super::claims::{ClaimReport, claim_reports};
use super::folder::Found;
use crate::live::verdict::RuleVerdict;
use std::fmt::Write;

/// The index; `pages` is a list of what there is, a line `` - `FILE`: … `` each.
pub(super) fn index(pages: &str, found: &Found) -> String {
    let mut out = String::new();
    write_index(&mut out, pages, found).expect("a string takes everything");
    out
}

fn write_index(out: &mut String, pages: &str, found: &Found) -> std::fmt::Result {
    for line in pages.lines() {
        writeln!(out, "{}", linked(line))?;
    }
    write_kernels(out, &found.kernels)?;
    let reports = claim_reports(&found.decisions);
    let kernels = reports.first().map_or(0, |first| first.decisions.len());
    write!(
        out,
        "\n## Claims\n\nOn how many of {kernels} kernels each is true, false, or depends on a setting; [claims.md](claims.md) says on which.\n\n\
         | claim | what is said | verdicts |\n|---|---|---|\n"
    )?;
    for report in &reports {
        write_claim(out, report)?;
    }
    Ok(())
}

/// `` - `FILE`: … `` with a link to the file.
fn linked(line: &str) -> String {
    let named = line.strip_prefix("- `");
    let named = named.and_then(|rest| rest.split_once('`'));
    match named {
        Some((file, rest)) if file.ends_with(".md") || file.ends_with(".toml") => {
            format!("- [{file}]({file}){rest}")
        }
        Some(_) | None => line.to_owned(),
    }
}

fn write_kernels(out: &mut String, kernels: &[KernelReport]) -> std::fmt::Result {
    if kernels.is_empty() {
        return Ok(());
    }
    out.push_str("\n## Running kernels\n\n| kernel | against | rules confirmed | contradicted | not played |\n|---|---|---|---|---|\n");
    for kernel in kernels {
        let count = |wanted: fn(&RuleVerdict) -> bool| {
            kernel.rules.values().filter(|said| wanted(said)).count()
        };
        let release = &kernel.release;
        writeln!(
            out,
            "| [{release}](kernel/{release}.md) | {} | {} | {} | {} |",
            kernel.profile,
            count(|said| matches!(said, RuleVerdict::Confirmed(_))),
            count(|said| matches!(said, RuleVerdict::Contradicted(_))),
            count(|said| matches!(said, RuleVerdict::NotPlayed(_)))
        )?;
    }
    Ok(())
}

fn write_claim(out: &mut String, report: &ClaimReport<'_>) -> std::fmt::Result {
    let claim = report.claim();
    let groups = report.groups();
    let verdicts = groups.iter().map(|group| {
        let word = group.truth.word();
        match group.decisions.len() == report.decisions.len() {
            true => format!("{word} on all"),
            false => format!("{word} on {}", group.decisions.len()),
        }
    });
    let verdicts: Vec<String> = verdicts.collect();
    writeln!(
        out,
        "| [{0}](claims/{0}.md) | {1} | {2} |",
        claim.id,
        claim.statement,
        verdicts.join(", ")
    )
}
