//! Claims for a terminal: each sentence, where it is true and where not, and why.

use super::claims::{ClaimReport, Group, answer, claim_reports, evidence};
use crate::decide::{DecidedCase, Decision, Evidence, Truth};
use crate::run::{Cited, text};

/// Every claim in a few lines; with `details`, the runs and numbers too.
#[must_use]
pub fn claims_human(decisions: &[Decision], details: bool) -> String {
    let reports = claim_reports(decisions);
    let mut out = String::new();
    for report in &reports {
        write_claim(&mut out, report, details);
    }
    if !details {
        out.push_str(&legend(&reports));
    }
    out
}

fn write_claim(out: &mut String, report: &ClaimReport<'_>, details: bool) {
    let claim = report.claim();
    out.push_str(&format!("{:<6}{}\n", claim.id, claim.statement));
    for group in report.groups() {
        out.push_str(&format!(
            "      {:<10}{}\n",
            group.truth.word().to_uppercase(),
            report.kernels(&group)
        ));
        for line in reasons(&group) {
            out.push_str(&format!("                {line}\n"));
        }
        if details {
            write_details(out, &group);
        }
    }
    if details && !claim.note.is_empty() {
        out.push_str(&format!("      {}\n", claim.note));
    }
    out.push('\n');
}

/// Why a claim is not true, on the newest kernel of the group: what does not hold; or on what it depends.
fn reasons(group: &Group<'_>) -> Vec<String> {
    let Some(decision) = group.example() else {
        return Vec::new();
    };
    match group.truth {
        Truth::True => Vec::new(),
        Truth::Depends => decision
            .cases
            .iter()
            .map(|case| format!("{} when {}", word(case), case.setting))
            .collect(),
        Truth::False | Truth::Undecided => decision
            .cases
            .iter()
            .flat_map(|case| &case.parts)
            .filter(|part| part.so != Some(true))
            .take(1)
            .map(|part| {
                format!(
                    "\"{}\": {} ({})",
                    part.sentence,
                    answer(part.so),
                    evidence(part)
                )
            })
            .collect(),
    }
}

fn word(case: &DecidedCase) -> &'static str {
    match case.so() {
        Some(true) => "true ",
        Some(false) => "false",
        None => "undecided",
    }
}

/// Everything that the verdict rests on, on the newest kernel of the group.
fn write_details(out: &mut String, group: &Group<'_>) {
    let Some(decision) = group.example() else {
        return;
    };
    out.push_str(&format!("\n      on {}\n", decision.profile));
    for case in &decision.cases {
        if !case.setting.is_empty() {
            out.push_str(&format!(
                "      when {}: {}\n",
                case.setting,
                word(case).trim_end()
            ));
        }
        for part in &case.parts {
            out.push_str(&format!(
                "        {:<9} {} ({})\n",
                answer(part.so),
                part.sentence,
                evidence(part)
            ));
            if let Evidence::Run { run, property, .. } = &part.evidence {
                out.push_str(&format!("\n          {property}\n"));
                out.push_str(&text(run, Cited::SentenceOnly, 8));
                out.push('\n');
            }
        }
    }
}

fn legend(reports: &[ClaimReport<'_>]) -> String {
    let count = |truth: Truth| {
        let decisions = reports.iter().flat_map(|report| &report.decisions);
        decisions.filter(|decision| decision.truth == truth).count()
    };
    format!(
        "{} claims, {} verdicts: {} true, {} false, {} depend on a setting, {} undecided.\n\
         halfopen claims ID      the evidence: runs and numbers, on one kernel of each kind\n\
         halfopen explain NAME   a kernel, rule or scenario, with its sources\n",
        reports.len(),
        reports
            .iter()
            .map(|report| report.decisions.len())
            .sum::<usize>(),
        count(Truth::True),
        count(Truth::False),
        count(Truth::Depends),
        count(Truth::Undecided)
    )
}
