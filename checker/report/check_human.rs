//! A check for a terminal: verdicts first, then the runs.

use super::CheckReport;
use super::measures::measure_lines;
use crate::judge::{Judged, Verdict};
use crate::run::{Cited, Run, text};
use std::fmt::Write;

impl CheckReport<'_> {
    /// The whole report.
    #[must_use]
    pub fn human(&self) -> String {
        let mut out = String::new();
        let mut line = |text: String| {
            out.push_str(&text);
            out.push('\n');
        };
        line(self.world_line());
        line(self.judgement.scenario.summary.clone());
        // Of many clients the notes say how they are dealt with.
        if self.judgement.scenario.beside == 0 {
            line(format!("bounds   {}", self.judgement.scenario.bounds));
        }
        line(format!("settings {}", self.settings_line()));
        line(format!("search   {}", self.coverage_line()));
        for note in self.notes() {
            line(format!("note     {note}"));
        }
        line(String::new());
        for judged in &self.judgement.judged {
            line(format!(
                "{:<23} {}",
                judged.verdict.word().to_uppercase(),
                judged.property.name
            ));
        }
        for judged in &self.judgement.judged {
            out.push('\n');
            self.write_judged(&mut out, judged);
        }
        for taken in self.taken {
            writeln!(out, "\nMEASURED  {}", taken.measure.name).expect("a string takes everything");
            for line in measure_lines(taken) {
                writeln!(out, "  {line}").expect("a string takes everything");
            }
        }
        if self.coverage {
            self.write_coverage(&mut out);
        }
        out
    }

    fn write_judged(&self, out: &mut String, judged: &Judged) {
        let mut line = |text: String| {
            out.push_str(&text);
            out.push('\n');
        };
        line(format!(
            "{}  {}",
            judged.verdict.word().to_uppercase(),
            judged.property.name
        ));
        line(format!("  {}", judged.property.sentence));
        match &judged.verdict {
            Verdict::Holds { vacuous: false } if judged.property.kind.is_liveness() => {
                line(format!(
                    "  No fair run breaks it: the whole space was seen; {}.",
                    self.fairness()
                ));
            }
            Verdict::Holds { vacuous: false } => {
                line("  No run breaks it: the whole space was seen.".to_owned())
            }
            Verdict::Holds { vacuous: true } => {
                line("  No run breaks it, but none puts it to the test either: the situation it speaks of is not reachable here.".to_owned());
            }
            Verdict::HoldsWithin { depth } => {
                line(format!(
                    "  No run of at most {depth} {} breaks it; longer ones were not looked at.",
                    if *depth == 1 { "step" } else { "steps" }
                ));
            }
            Verdict::NotReached => {
                line("  No run reaches it: the whole space was seen.".to_owned())
            }
            Verdict::Undecided if self.judgement.scenario.beside > 0 => {
                line("  Not known of so many clients: the notes above say why.".to_owned());
            }
            Verdict::Undecided => line(
                "  A bound was hit before a run was found or the whole space was seen.".to_owned(),
            ),
            Verdict::Violated(None) | Verdict::Reached(None) => line(
                "  Some run does, as the search with the clients apart shows; the shortest was not found within the limits.".to_owned(),
            ),
            Verdict::Violated(Some(run)) if judged.property.kind.is_liveness() => {
                line(format!(
                    "  {}, and it is fair; {}.",
                    run.length(),
                    self.fairness()
                ));
                line(String::new());
                out.push_str(&text(run, Cited::WithKernel, 2));
                self.write_next_commands(out, judged, run);
            }
            Verdict::Violated(Some(run)) | Verdict::Reached(Some(run)) => {
                match &judged.of_few {
                    Some(few) => line(format!("  {} of {}.", run.length(), few.words)),
                    None => line(format!("  {}; no run is shorter.", run.length())),
                }
                line(String::new());
                out.push_str(&text(run, Cited::WithKernel, 2));
                self.write_next_commands(out, judged, run);
            }
        }
    }

    fn write_next_commands(&self, out: &mut String, judged: &Judged, run: &Run) {
        let world = (self.invocation)(judged);
        let name = judged.property.name;
        writeln!(
            out,
            "  replay   halfopen check {world} --replay {}",
            run.replay
        )
        .expect("a string takes everything");
        writeln!(out, "  explore  halfopen explore {world} --property {name}")
            .expect("a string takes everything");
        writeln!(
            out,
            "  export   halfopen check {world} --property {name} --export {name}.html"
        )
        .expect("a string takes everything");
    }

    fn write_coverage(&self, out: &mut String) {
        out.push_str("\nRules applied\n");
        for (rule, count) in &self.judgement.coverage.rules {
            let source = rule.source();
            writeln!(out, "  {count:>10}  {:<4} {}", source.id, source.sentence)
                .expect("a string takes everything");
        }
        let never: Vec<_> = self
            .rules_never_applied()
            .iter()
            .map(|rule| rule.source().id)
            .collect();
        writeln!(out, "never applied here: {}", never.join(" "))
            .expect("a string takes everything");
    }
}

/// A replayed run.
#[must_use]
pub fn run_text(run: &Run) -> String {
    text(run, Cited::WithKernel, 0)
}
