//! A check for a web page or a commit.

use super::CheckReport;
use super::measures::measure_lines;
use crate::run::{Cited, text};
use std::fmt::Write;

impl CheckReport<'_> {
    /// The whole report.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = format!(
            "# {}\n\n{}\n\n",
            self.world_line(),
            self.judgement.scenario.summary
        );
        writeln!(out, "- bounds: {}", self.judgement.scenario.bounds)
            .expect("a string takes everything");
        writeln!(out, "- settings: {}", self.settings_line()).expect("a string takes everything");
        writeln!(out, "- search: {}\n", self.coverage_line()).expect("a string takes everything");
        for note in self.notes() {
            writeln!(out, "Note: {note}.\n").expect("a string takes everything");
        }
        out.push_str("| verdict | property | sentence |\n|---|---|---|\n");
        for judged in &self.judgement.judged {
            let property = &judged.property;
            writeln!(
                out,
                "| {} | `{}` | {} |",
                judged.verdict.word(),
                property.name,
                property.sentence
            )
            .expect("a string takes everything");
        }
        for judged in &self.judgement.judged {
            if let Some(run) = judged.verdict.run() {
                writeln!(
                    out,
                    "\n## {}: {}\n",
                    judged.property.name,
                    judged.verdict.word()
                )
                .expect("a string takes everything");
                if let Some(few) = &judged.of_few {
                    writeln!(out, "{} of {}.\n", run.length(), few.words)
                        .expect("a string takes everything");
                }
                out.push_str("```text\n");
                out.push_str(&text(run, Cited::WithKernel, 0));
                out.push_str("```\n");
            }
        }
        for taken in self.taken {
            writeln!(out, "\n## {}\n\n```text", taken.measure.name)
                .expect("a string takes everything");
            for line in measure_lines(taken) {
                writeln!(out, "{line}").expect("a string takes everything");
            }
            out.push_str("```\n");
        }
        out
    }
}
