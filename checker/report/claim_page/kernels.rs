//! What running kernels say of a claim: of the rules that its verdict rests on, of its seconds, and which captures show its runs.

use super::super::claims::ClaimReport;
use super::super::committed_captures::CAPTURES;
use super::super::kernel_report::KernelReport;
use crate::decide::{Decision, Evidence};
use crate::live::verdict::RuleVerdict;
use crate::run::Run;
use halfopen_spec::observations::OBSERVATIONS;
use halfopen_spec::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::OnceLock;

/// The section.
pub(super) fn write(
    out: &mut String,
    report: &ClaimReport<'_>,
    kernels: &[KernelReport],
) -> std::fmt::Result {
    out.push_str("\n## What running kernels say\n");
    let mut played: BTreeSet<&str> = BTreeSet::new();
    for kernel in kernels {
        let mut decisions = report.decisions.iter();
        let Some(decision) = decisions.find(|one| one.profile == kernel.profile) else {
            continue;
        };
        played.insert(&decision.profile);
        write_kernel(out, decision, kernel)?;
    }
    write_captures(out, report)?;
    let names = report.decisions.iter().map(|decision| &*decision.profile);
    let missing = names.filter(|name| !played.contains(name)).count();
    match (played.is_empty(), missing) {
        (true, _) => writeln!(
            out,
            "\nNo kernel evidence: `reports/kernel/` has no page of a kernel of these profiles here; `halfopen live --format markdown --out FILE` writes one."
        ),
        (false, 0) => Ok(()),
        (false, missing) => writeln!(
            out,
            "\nNo kernel of the other {missing} profiles was played: there the verdict rests on their sources ([rules](../rules.md))."
        ),
    }
}

fn write_kernel(out: &mut String, decision: &Decision, kernel: &KernelReport) -> std::fmt::Result {
    let release = &kernel.release;
    write!(
        out,
        "\nLinux {release}, played against {} ([report](../kernel/{release}.md)), where the claim is {}:\n\n",
        decision.profile,
        decision.truth.word()
    )?;
    let parts = decision.cases.iter().flat_map(|case| &case.parts);
    // The same world is often asked about several times.
    let mut said: BTreeSet<String> = BTreeSet::new();
    for part in parts {
        let line = match &part.evidence {
            Evidence::Run { scenario, run, .. } => format!(
                "- the run of {} in `{scenario}`: {}",
                run.length(),
                of_rules(&rules_of(run), kernel, Named::Each)
            ),
            Evidence::WholeSpace {
                scenario, rules, ..
            } => format!(
                "- all runs of `{scenario}`: {}",
                of_rules(rules, kernel, Named::OnlyOthers)
            ),
            Evidence::Measured {
                scenario, measure, ..
            } => seconds(decision, scenario, measure, kernel),
            Evidence::Numbers { .. } => match kernel.has_facts {
                true => format!(
                    "- numbers that the rules compute: no case plays them; such numbers were measured ([facts](../kernel/{release}-facts.md))"
                ),
                false => {
                    "- numbers that the rules compute: none was measured on this kernel".to_owned()
                }
            },
            Evidence::SomeRun { scenario, .. } | Evidence::CutOff { scenario, .. } => {
                format!("- `{scenario}`: nothing, no run was found")
            }
        };
        if said.insert(line.clone()) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

fn rules_of(run: &Run) -> Vec<Rule> {
    let mut seen = BTreeSet::new();
    let rules = run.steps.iter().flat_map(|step| &step.rules);
    rules.copied().filter(|rule| seen.insert(*rule)).collect()
}

/// Which confirmed rules are named with their cases.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Each,
    OnlyOthers,
}

/// How many of these rules the kernel confirms, and what it says of the others.
fn of_rules(rules: &[Rule], kernel: &KernelReport, named: Named) -> String {
    let mut confirmed: Vec<String> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    let mut steps_of_others = 0;
    for rule in rules {
        let id = rule.source().id;
        match kernel.rules.get(rule) {
            Some(RuleVerdict::Confirmed(cases)) => confirmed.push(match *cases {
                1 => format!("{id} in 1 case"),
                cases => format!("{id} in {cases} cases"),
            }),
            Some(RuleVerdict::Contradicted(cases)) => {
                let cases = match *cases {
                    1 => "1 case".to_owned(),
                    cases => format!("{cases} cases"),
                };
                others.push(format!("{id} **contradicted** by {cases}"));
            }
            // Addresses that never answer, and the clock, are no rules of a kernel.
            Some(RuleVerdict::NotPlayed(why)) if why.starts_with("no rule of a kernel") => {
                steps_of_others += 1;
            }
            Some(RuleVerdict::NotPlayed(why)) => others.push(format!("{id} not played: {why}")),
            None => others.push(format!("{id} is newer than the report")),
        }
    }
    let all = rules.len() - steps_of_others;
    let list = match (named, confirmed.is_empty()) {
        (Named::Each, false) => format!(" ({})", confirmed.join(", ")),
        _ => String::new(),
    };
    let counted = match (confirmed.len(), all) {
        (_, 0) => "it applies no rule of a kernel".to_owned(),
        (1, 1) => format!("its only rule is confirmed{list}"),
        (some, all) if some == all => format!("all {all} rules are confirmed{list}"),
        (0, all) => format!("none of {all} rules is confirmed"),
        (some, all) => format!("{some} of {all} rules are confirmed{list}"),
    };
    match others.is_empty() {
        true => counted,
        false => format!("{counted}; {}", others.join("; ")),
    }
}

/// What was seen of the seconds that the claim speaks of.
fn seconds(decision: &Decision, scenario: &str, measure: &str, kernel: &KernelReport) -> String {
    let seen = OBSERVATIONS.iter().filter(|one| {
        one.measure == measure && one.profile == decision.profile && one.kernel == kernel.release
    });
    let seen = seen.filter(|one| (one.scenario)().name == scenario);
    let seen: Vec<String> = seen
        .map(|one| {
            let times = one.noted.iter().chain(one.ended.as_ref());
            let times: Vec<String> = times.map(|time| format!("{time} s")).collect();
            format!("{}: {}", one.sentence, times.join(", "))
        })
        .collect();
    match seen.is_empty() {
        true => format!("- `{measure}` in `{scenario}`: no seconds were noted of this kernel"),
        false => format!(
            "- `{measure}` in `{scenario}`, seen ([observed](../observed.md)): {}",
            seen.join("; ")
        ),
    }
}

/// Of captures that show the same, so many are named.
const NAMED: usize = 3;

/// The captures that show a run of a decision: each rule of the run is applied in what explains them.
fn write_captures(out: &mut String, report: &ClaimReport<'_>) -> std::fmt::Result {
    let mut shown: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for capture in CAPTURES {
        let seen = &seen_rules()[capture.file];
        let own = |decision: &&&Decision| decision.profile == capture.profile;
        let decisions = report.decisions.iter().filter(own);
        let cases = decisions.flat_map(|decision| &decision.cases);
        for part in cases.flat_map(|case| &case.parts) {
            let Evidence::Run { property, run, .. } = &part.evidence else {
                continue;
            };
            let rules = rules_of(run);
            let files = shown.entry(property).or_default();
            let is_shown = !rules.is_empty() && rules.iter().all(|rule| seen.contains(rule));
            if is_shown && !files.contains(&capture.file) {
                files.push(capture.file);
            }
        }
    }
    shown.retain(|_, files| !files.is_empty());
    if shown.is_empty() {
        return Ok(());
    }
    out.push_str("\nCaptures in `tests/captures` whose explanation applies every rule of the shortest run on their kernel:\n\n");
    for (property, files) in shown {
        let named = files.iter().take(NAMED).map(|file| format!("`{file}`"));
        let mut named: Vec<String> = named.collect();
        if files.len() > NAMED {
            named.push(format!("and {} more", files.len() - NAMED));
        }
        writeln!(out, "- `{property}`: {}", named.join(", "))?;
    }
    Ok(())
}

/// The rules of each capture, found once.
fn seen_rules() -> &'static BTreeMap<&'static str, BTreeSet<Rule>> {
    static SEEN: OnceLock<BTreeMap<&'static str, BTreeSet<Rule>>> = OnceLock::new();
    SEEN.get_or_init(|| {
        let captures = CAPTURES.iter();
        captures.map(|one| (one.file, one.rules())).collect()
    })
}
