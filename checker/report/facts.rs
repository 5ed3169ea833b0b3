//! Facts about a running kernel, each with the case that shows it.

use crate::live::facts::{Answer, Asked};
use crate::live::play::Outcome;
use serde_json::{Value, json};
use std::fmt::Write;

/// A fact with what was read off its cases.
pub struct AnsweredFact<'a> {
    /// The heading of its chapter.
    pub heading: &'static str,
    /// The question.
    pub question: &'a str,
    /// What the answers are.
    pub reading: &'static str,
    /// The cases that were played, with what was read off each.
    pub answers: Vec<(Asked, Answer)>,
}

/// Everything that was read off.
pub struct FactsReport<'a> {
    /// The kernel's release, without what the builder appended.
    pub release: &'a str,
    /// The profile whose cases were played.
    pub profile: &'a str,
    /// The facts, chapter by chapter.
    pub facts: Vec<AnsweredFact<'a>>,
}

/// What was observed by other means and cannot be asked in this way.
const NOT_ASKED: &str = "
## Not asked

- More than 26 peers at once: bursts of 32 and 33 SYNs, tcp_max_syn_backlog above 20. Peers are called A to Z.
- Several listeners: a case has one. That limits are per listener is not read off.
- Until when exactly a cookie is believed: 55 s and two minutes are asked; between them it depends on when the kernel's minutes begin.
- Whether a repeated SYN gets the same cookie: numbers that the kernel chooses are taken as they come.
- TCP_SYNCNT and tcp_rto_max_ms: not in the specification.
- That a client stays ESTABLISHED while nothing comes: nothing is ever sent, so no case would end.
";

impl FactsReport<'_> {
    /// For people, and for a file that is committed: no host names, and seconds as the timers are set.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!(
            "# Facts about Linux {}\n\nWritten by `halfopen live --facts`. Each was read off cases in which the kernel did, step by step, what {} says. Counts are the \
             kernel's. Seconds are those to which its timers are set: each fired not before, and not later than an eighth and 0.4 s after. \
             `halfopen live --case` plays a case again.\n",
            self.release, self.profile
        );
        let mut heading = "";
        for fact in &self.facts {
            if fact.heading != heading {
                heading = fact.heading;
                let _ = write!(text, "\n## {heading}\n");
            }
            text += &fact.markdown();
        }
        text + NOT_ASKED
    }

    /// For programs: `"schema": "halfopen.live-facts/1"`.
    #[must_use]
    pub fn json(&self) -> String {
        let facts = self.facts.iter().map(|fact| {
            let answers = fact.answers.iter().map(|(asked, answer)| {
                json!({"varied": asked.varied, "case": asked.case.to_string(), "read": answer.read})
            });
            json!({
                "chapter": fact.heading,
                "question": fact.question,
                "reading": fact.reading,
                "answers": answers.collect::<Vec<Value>>(),
            })
        });
        let report = json!({
            "schema": "halfopen.live-facts/1",
            "release": self.release,
            "profile": self.profile,
            "facts": facts.collect::<Vec<Value>>(),
        });
        format!("{report:#}\n")
    }
}

impl AnsweredFact<'_> {
    fn markdown(&self) -> String {
        let mut text = format!("\n**{}**\n\n", self.question);
        for (asked, answer) in &self.answers {
            let read = match (&answer.read, &answer.outcome) {
                (Some(read), _) => read.clone(),
                (None, Outcome::Contradicts(_)) => format!(
                    "**the kernel contradicts the specification**: `halfopen live --case \"{}\"`",
                    asked.case
                ),
                (None, Outcome::Agrees | Outcome::Disturbed) => {
                    "said nothing: this machine was too slow to keep its times".to_owned()
                }
            };
            let _ = match asked.varied.is_empty() {
                true => writeln!(text, "- {read}"),
                false => writeln!(text, "- {}: {read}", asked.varied),
            };
        }
        if let Some((asked, _)) = self.answers.first() {
            let _ = write!(text, "\n```text\n{}\n```\n", asked.case);
        }
        text
    }
}
