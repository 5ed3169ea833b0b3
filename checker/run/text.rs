//! A run as text: one block a step, and only what changed.

use super::{Ending, Run, Step};
use halfopen_spec::rule::Rule;
use std::fmt::Write;
use std::time::Duration;

/// How much of a rule is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cited {
    /// Id, sentence and kernel functions.
    WithKernel,
    /// Id and sentence.
    SentenceOnly,
}

/// The run, each line indented by `indent` spaces.
#[must_use]
pub fn text(run: &Run, cited: Cited, indent: usize) -> String {
    let mut out = String::new();
    for (number, step) in run.steps.iter().enumerate() {
        write_step(&mut out, number + 1, step, cited);
    }
    if run.steps.is_empty() {
        out.push_str("  (the initial state)\n");
    }
    match run.ending {
        Ending::Open => {}
        Ending::Stops => out.push_str("  Nothing more has to happen.\n"),
        Ending::Repeats { from } => {
            writeln!(
                out,
                "  Steps {} to {} again, for ever.",
                from + 1,
                run.steps.len()
            )
            .expect("a string takes everything");
        }
    }
    out.push_str("At the end\n");
    for line in &run.end {
        writeln!(out, "      {line}").expect("a string takes everything");
    }
    let margin = " ".repeat(indent);
    out.lines()
        .map(|line| {
            if line.is_empty() {
                "\n".to_owned()
            } else {
                format!("{margin}{line}\n")
            }
        })
        .collect()
}

fn write_step(out: &mut String, number: usize, step: &Step, cited: Cited) {
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    let when = step.at.map(|at| format!("{:>10}", seconds(at)));
    line(format!(
        "{number:>4}{}  {:<10} {}",
        when.unwrap_or_default(),
        step.who,
        step.what
    ));
    for rule in &step.rules {
        line(format!("        {}", cite(*rule, cited)));
    }
    for segment in &step.sends {
        line(format!("        sends {segment}"));
    }
    if !step.counters.is_empty() {
        let counters: Vec<String> = step
            .counters
            .iter()
            .map(|counter| format!("{counter}+1"))
            .collect();
        line(format!("        {}", counters.join(" ")));
    }
    for change in &step.changes {
        line(format!("        {change}"));
    }
}

/// A time with milliseconds, as `3.025 s`.
#[must_use]
pub fn seconds(at: Duration) -> String {
    format!("{}.{:03} s", at.as_secs(), at.subsec_millis())
}

/// A rule as runs cite it.
#[must_use]
pub fn cite(rule: Rule, cited: Cited) -> String {
    let source = rule.source();
    match (cited, source.kernel) {
        (Cited::SentenceOnly, _) | (Cited::WithKernel, "none") => {
            format!("{} {}", source.id, source.sentence)
        }
        (Cited::WithKernel, kernel) => format!("{} {} · {kernel}", source.id, source.sentence),
    }
}
