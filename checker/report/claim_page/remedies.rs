//! Which single change of a setting turns the verdict: each was made to every scenario of the claim, and the claim was decided again.

use super::super::claims::{ClaimReport, answer};
use super::changeable;
use crate::decide::{Change, Changed, DecidedCase, Effect, Evidence, Truth};
use crate::doctor::HAZARDS;
use halfopen_spec::policy::Sysctl;
use std::fmt::Write;

/// The section.
pub(super) fn write(
    out: &mut String,
    report: &ClaimReport<'_>,
    changed: &Changed,
) -> std::fmt::Result {
    let decision = changeable(report);
    let word = decision.truth.word();
    let so = match decision.truth {
        Truth::Depends => "depends on the setting".to_owned(),
        Truth::True | Truth::False | Truth::Undecided => format!("is {word}"),
    };
    write!(
        out,
        "\n## What an operator can change\n\nOn {} the claim {so}. ",
        decision.profile
    )?;
    match &*changed.effects {
        [] => writeln!(
            out,
            "No single change that was tried makes a difference to it."
        )?,
        effects => {
            out.push_str("Each single change was made to its scenarios, and the claim was decided again:\n\n| change | the claim is then | what is answered otherwise |\n|---|---|---|\n");
            for effect in effects {
                write_effect(out, effect, word)?;
            }
        }
    }
    write_named(out, "Without effect", &changed.without)?;
    write_named(
        out,
        "Not known, because the changed world is large",
        &changed.not_known,
    )?;
    write_kernels(out, report)?;
    write_hazards(out, report)
}

fn write_effect(out: &mut String, effect: &Effect, before: &str) -> std::fmt::Result {
    let answers = effect.answers.iter().map(|(setting, sentence, so)| {
        let when = match setting.is_empty() {
            true => String::new(),
            false => format!("when {setting}: "),
        };
        format!("{when}{sentence}? {}", answer(*so))
    });
    let answers: Vec<String> = answers.collect();
    let word = effect.truth.word();
    let word = match word == before {
        true => format!("still {word}"),
        false => format!("**{word}**"),
    };
    writeln!(
        out,
        "| {} | {word} | {} |",
        named(effect.change),
        answers.join("<br>")
    )
}

fn named(change: Change) -> String {
    match change {
        Change::Write(..) => format!("`{change}`"),
        Change::AcceptAtOnce | Change::LargerBacklog | Change::ClientKeepalive => {
            change.to_string()
        }
    }
}

fn write_named(out: &mut String, words: &str, changes: &[Change]) -> std::fmt::Result {
    let mut named: Vec<String> = Vec::new();
    for values in
        changes.chunk_by(|one, other| sysctl(*one).is_some() && sysctl(*one) == sysctl(*other))
    {
        let Some(sysctl) = sysctl(values[0]) else {
            named.extend(values.iter().map(ToString::to_string));
            continue;
        };
        let values = values.iter().map(|change| match change {
            Change::Write(_, value) => value.to_string(),
            Change::AcceptAtOnce | Change::LargerBacklog | Change::ClientKeepalive => String::new(),
        });
        let short = sysctl.name().rsplit('.').next().unwrap_or_default();
        named.push(format!(
            "`{short}` = {}",
            values.collect::<Vec<_>>().join(" or ")
        ));
    }
    match named.is_empty() {
        true => Ok(()),
        false => write!(out, "\n{words}: {}.\n", named.join("; ")),
    }
}

fn sysctl(change: Change) -> Option<Sysctl> {
    match change {
        Change::Write(sysctl, _) => Some(sysctl),
        Change::AcceptAtOnce | Change::LargerBacklog | Change::ClientKeepalive => None,
    }
}

/// Where the verdict differs by kernel, another kernel is a change too.
fn write_kernels(out: &mut String, report: &ClaimReport<'_>) -> std::fmt::Result {
    let own = changeable(report).truth;
    let groups = report.groups();
    let others = groups.iter().filter(|group| group.truth != own);
    let others: Vec<String> = others
        .map(|group| format!("{} on {}", group.truth.word(), report.kernels(group)))
        .collect();
    match others.is_empty() {
        true => Ok(()),
        false => write!(out, "\nAnother kernel: {}.\n", others.join("; ")),
    }
}

/// What `doctor` looks for on a host, when a run of this claim is such a hazard.
fn write_hazards(out: &mut String, report: &ClaimReport<'_>) -> std::fmt::Result {
    let runs = |case: &DecidedCase| -> Vec<&'static str> {
        let parts = case.parts.iter();
        let runs = parts.filter_map(|part| match &part.evidence {
            Evidence::Run { property, .. } => Some(*property),
            Evidence::WholeSpace { .. }
            | Evidence::SomeRun { .. }
            | Evidence::Measured { .. }
            | Evidence::Numbers { .. }
            | Evidence::CutOff { .. } => None,
        });
        runs.collect()
    };
    let cases = report.decisions.iter().flat_map(|one| &one.cases);
    let shown: Vec<&str> = cases.flat_map(runs).collect();
    let hazards = HAZARDS.iter();
    let hazards = hazards.filter(|hazard| shown.contains(&hazard.property));
    let names: Vec<String> = hazards.map(|hazard| format!("`{}`", hazard.name)).collect();
    match names.is_empty() {
        true => Ok(()),
        false => write!(
            out,
            "\n`halfopen doctor` says whether a listener of this host can come to this, and what prevents it there: {}.\n",
            names.join(", ")
        ),
    }
}
