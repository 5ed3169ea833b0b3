//! The page of a claim: the sentence, its verdicts, what is asked exactly, the runs that show it, what running kernels say of them, and
//! which change of a setting turns it.

mod formalisation;
mod kernels;
mod remedies;

use super::claims::{ClaimReport, answer, evidence};
use super::html::LADDER;
use super::hypotheses::section as section_of_hypothesis;
use super::kernel_report::KernelReport;
use super::ladder;
use crate::decide::{Changed, DecidedCase, Decision, Evidence};
use crate::run::{Cited, text};
use std::fmt::Write;

/// How runs are drawn beside their text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// As Mermaid, which the web views of repositories draw.
    AsMermaid,
    /// As code blocks of the language `ladder`, which [`super::html_pages`] shows as the drawings that they are.
    AsLadders,
}

/// What a page says besides the verdicts.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// What running kernels said of the rules.
    pub kernels: &'a [KernelReport],
    /// What single changes make of the claim, on the kernel of [`changeable`].
    pub changed: &'a Changed,
}

/// The decision whose settings are changed one by one: that on the newest kernel.org profile.
#[must_use]
pub fn changeable<'a>(report: &ClaimReport<'a>) -> &'a Decision {
    let decisions = report.decisions.iter().copied();
    let mut newest_first = decisions.rev();
    let newest = newest_first.find(|decision| decision.profile.starts_with("linux-"));
    newest.unwrap_or(report.decisions[report.decisions.len() - 1])
}

/// The page, with the name of its file.
#[must_use]
pub fn claim_page(report: &ClaimReport<'_>, beside: Beside<'_>, drawn: Drawn) -> (String, String) {
    let mut out = String::new();
    write_page(&mut out, report, beside, drawn).expect("a string takes everything");
    (format!("{}.md", report.claim().id), out)
}

fn write_page(
    out: &mut String,
    report: &ClaimReport<'_>,
    beside: Beside<'_>,
    drawn: Drawn,
) -> std::fmt::Result {
    let claim = report.claim();
    write!(
        out,
        "# {}\n\n> {}\n\nSource: {}.\n\n",
        claim.id, claim.statement, claim.source
    )?;
    for group in report.groups() {
        let kernels = report.kernels(&group);
        writeln!(out, "- **{}** on {kernels}", group.truth.word())?;
    }
    if !claim.note.is_empty() {
        write!(out, "\n{}\n", claim.note)?;
    }
    formalisation::write(out, changeable(report))?;
    for group in report.groups() {
        let Some(decision) = group.example() else {
            continue;
        };
        let word = group.truth.word();
        write!(out, "\n## Why it is {word} on {}\n", decision.profile)?;
        for case in &decision.cases {
            write_case(out, case, decision, drawn)?;
        }
    }
    out.push_str(&section_of_hypothesis(claim.id));
    kernels::write(out, report, beside.kernels)?;
    remedies::write(out, report, beside.changed)?;
    write!(
        out,
        "\n[All claims](../claims.md) · reproduce: `halfopen claims {}`\n",
        claim.id
    )
}

fn write_case(
    out: &mut String,
    case: &DecidedCase,
    decision: &Decision,
    drawn: Drawn,
) -> std::fmt::Result {
    if !case.setting.is_empty() {
        let word = match case.so() {
            Some(true) => "true",
            Some(false) => "false",
            None => "undecided",
        };
        write!(out, "\n### When {}: {word}\n", case.setting)?;
    }
    out.push('\n');
    for part in &case.parts {
        writeln!(
            out,
            "- {}? **{}** ({})",
            part.sentence,
            answer(part.so),
            evidence(part)
        )?;
    }
    for part in &case.parts {
        let Evidence::Run {
            scenario,
            property,
            run,
            story,
        } = &part.evidence
        else {
            continue;
        };
        write!(
            out,
            "\n`{property}` in `{scenario}` on {}, {}, no run is shorter:\n\n```text\n{}```\n",
            decision.profile,
            run.length(),
            text(run, Cited::WithKernel, 0)
        )?;
        match drawn {
            Drawn::AsMermaid => write!(out, "\n```mermaid\n{}```\n", ladder::mermaid(story))?,
            Drawn::AsLadders => write!(out, "\n```{LADDER}\n{}\n```\n", ladder::svg(story))?,
        }
    }
    Ok(())
}
