//! A baseline: what was found before, and is accepted until it changes.

use super::finding::{Findings, Outcome};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The schema of a baseline file.
const SCHEMA: &str = "halfopen.baseline/1";

/// What was found before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    schema: String,
    /// What was found, under the name of each finding.
    findings: BTreeMap<String, String>,
}

/// What a baseline says of what is found now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Findings that differ from what is expected, and did before.
    pub accepted: usize,
    /// Findings of the baseline that nothing was said about now.
    pub gone: Vec<String>,
}

impl Baseline {
    /// What is found now.
    #[must_use]
    pub fn of(findings: &Findings) -> Self {
        let entry = |finding: &super::Finding| (finding.key(), finding.found.clone());
        Self {
            schema: SCHEMA.to_owned(),
            findings: findings.findings.iter().map(entry).collect(),
        }
    }

    /// Reads the text of a baseline file.
    ///
    /// # Errors
    ///
    /// When it is not JSON of this schema; with the line and column.
    pub fn parse(text: &str) -> Result<Self, String> {
        let read: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if read.schema == SCHEMA {
            Ok(read)
        } else {
            Err(format!(
                "expected \"schema\": \"{SCHEMA}\", found \"{}\"",
                read.schema
            ))
        }
    }

    /// The text of a baseline file: sorted, so that a changed verdict is a changed line.
    #[must_use]
    pub fn text(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("text and tables of text are JSON");
        json + "\n"
    }

    /// Accepts what was found before, and marks what has changed, for better or worse; what the baseline does not know is judged as without it.
    pub fn apply(&self, findings: &mut Findings) -> Known {
        let mut known = Known::default();
        for finding in &mut findings.findings {
            let Some(before) = self.findings.get(&finding.key()) else {
                continue;
            };
            let changed = *before != finding.found;
            known.accepted += usize::from(!changed && finding.outcome == Outcome::Differs);
            if finding.outcome != Outcome::Undecided {
                finding.outcome = match changed {
                    true => Outcome::Differs,
                    false => Outcome::AsExpected,
                };
            }
            finding.expected = Some(format!("{before} (the baseline)"));
        }
        let now: Vec<String> = findings.findings.iter().map(super::Finding::key).collect();
        let gone = self.findings.keys().filter(|key| !now.contains(*key));
        known.gone = gone.cloned().collect();
        known
    }
}
