//! What the running kernel says of the rules, for people: a verdict per rule, and the shortest cases that contradict one.

use crate::live::blame::Blame;
use crate::live::verdict::{Failing, Findings, RuleVerdict};
use halfopen_spec::rule::Rule;
use std::fmt::Write;
use std::path::PathBuf;

/// What is known of the run besides its findings.
pub struct LiveReport<'a> {
    /// The kernel's release, without what the builder appended.
    pub release: &'a str,
    /// The profile that the model was told to be.
    pub profile: &'a str,
    /// Which cases were chosen.
    pub selection: &'a str,
    /// What they say.
    pub findings: &'a Findings,
    /// What explains the contradictions: case, then policies and values.
    pub named: &'a [(String, Blame)],
    /// Contradictions that are runs of whole hosts: case, then the run.
    pub runs: &'a [(String, RunOfCase)],
}

/// A contradiction as a run that `check --replay` takes.
pub struct RunOfCase {
    /// The scenario, as the text of a file.
    pub scenario: String,
    /// The run.
    pub replay: String,
    /// Where the scenario was written.
    pub file: Option<PathBuf>,
}

impl LiveReport<'_> {
    fn count(&self, wanted: impl Fn(&RuleVerdict) -> bool) -> usize {
        let verdicts = self.findings.rules.values();
        verdicts.filter(|verdict| wanted(verdict)).count()
    }

    /// One sentence: how many rules, how many cases.
    #[must_use]
    pub fn headline(&self) -> String {
        let confirmed = self.count(|verdict| matches!(verdict, RuleVerdict::Confirmed(_)));
        let contradicted = self.count(|verdict| matches!(verdict, RuleVerdict::Contradicted(_)));
        let not_played = self.count(|verdict| matches!(verdict, RuleVerdict::NotPlayed(_)));
        let found = self.findings;
        let mut text = format!(
            "Linux {} against {}: {confirmed} rules confirmed, {contradicted} contradicted, {not_played} not played; {} of {} cases agree ({})",
            self.release, self.profile, found.agreed, found.played, self.selection
        );
        if !found.disturbed.is_empty() {
            let _ = write!(
                text,
                "; {} said nothing: this machine was too slow to keep their times",
                found.disturbed.len()
            );
        }
        text
    }

    /// For a terminal.
    #[must_use]
    pub fn human(&self) -> String {
        let mut text = self.headline() + "\n";
        for failing in self.findings.shown() {
            text += &self.contradiction(failing);
        }
        let more = self
            .findings
            .failing
            .len()
            .saturating_sub(self.findings.shown().count());
        if more > 0 {
            let _ = writeln!(text, "\n… and {more} more cases");
        }
        // Of a few cases nobody expects every rule.
        let few = self.findings.played < Rule::ALL.len();
        for (rule, verdict) in self.findings.rules.iter().filter(|_| !few) {
            if let RuleVerdict::NotPlayed(why) = verdict {
                let _ = writeln!(text, "not played  {:<4} {why}", rule.source().id);
            }
        }
        text
    }

    fn contradiction(&self, failing: &Failing) -> String {
        let found = &failing.contradiction;
        let case = failing.chosen.case.to_string();
        let mut text = format!("\nCONTRADICTED  {case}\n");
        let step = match found.step.checked_sub(1) {
            None => "at the set-up".to_owned(),
            Some(index) => failing.chosen.case.moves.get(index).map_or_else(
                || "after the last step".to_owned(),
                |next| format!("at step {}, `{next}`", found.step),
            ),
        };
        let _ = writeln!(text, "  {step}");
        for rule in &found.rules {
            let source = rule.source();
            let _ = writeln!(text, "  {} {}", source.id, source.sentence);
        }
        let _ = writeln!(
            text,
            "  the model allows       {}",
            found.expected.join("\n                         ")
        );
        let _ = writeln!(
            text,
            "  the kernel shows       {}",
            found.found.join("\n                         ")
        );
        if let Some((_, blame)) = self.named.iter().find(|(named, _)| *named == case) {
            let _ = match blame {
                Blame::NotThereAgain => writeln!(
                    text,
                    "  played once more it agreed: play it again when this machine is quiet"
                ),
                Blame::Policies(policies) if policies.is_empty() => {
                    writeln!(text, "  no single policy explains it")
                }
                Blame::Policies(policies) => writeln!(
                    text,
                    "  the kernel agrees with {}",
                    policies.join(", or with ")
                ),
            };
        }
        let _ = writeln!(
            text,
            "  play it again:  halfopen live --profile {} --case \"{case}\"",
            self.profile
        );
        if let Some((_, run)) = self.runs.iter().find(|(of, _)| *of == case) {
            let _ = match &run.file {
                Some(file) => writeln!(
                    text,
                    "  the model's run:  halfopen check {} --replay {}",
                    file.display(),
                    run.replay
                ),
                None => writeln!(
                    text,
                    "  the model's run:  --evidence FOLDER writes a scenario for `check --replay {}`",
                    run.replay
                ),
            };
        }
        text
    }

    /// For a file that is committed: no times, no host names.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!(
            "# Linux {} against {}\n\nWritten by `halfopen live --format markdown` ({}).\n\n{}.\n\n",
            self.release,
            self.profile,
            self.selection,
            self.headline()
        );
        text += "| rule | what it says | verdict |\n|---|---|---|\n";
        for (rule, verdict) in &self.findings.rules {
            let source = rule.source();
            let said = match verdict {
                RuleVerdict::Confirmed(1) => "confirmed by 1 case".to_owned(),
                RuleVerdict::Confirmed(cases) => format!("confirmed by {cases} cases"),
                RuleVerdict::Contradicted(1) => "**contradicted** by 1 case".to_owned(),
                RuleVerdict::Contradicted(cases) => format!("**contradicted** by {cases} cases"),
                RuleVerdict::NotPlayed(why) => format!("not played: {why}"),
            };
            let _ = writeln!(text, "| {} | {} | {said} |", source.id, source.sentence);
        }
        for failing in self.findings.shown() {
            let _ = write!(text, "\n```text{}```\n", self.contradiction(failing));
        }
        text
    }
}
