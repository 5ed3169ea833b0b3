//! One expectation on one kernel, and what was found.

use crate::exit::Exit;
use crate::run::Run;

/// What came of an expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was found as expected.
    AsExpected,
    /// Something else was found.
    Differs,
    /// A bound was hit before it was known.
    Undecided,
}

impl Outcome {
    /// The word that is printed.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::AsExpected => "as expected",
            Self::Differs => "DIFFERS",
            Self::Undecided => "undecided",
        }
    }
}

/// One expectation on one kernel, and what was found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The claim, or the scenario.
    pub claim: String,
    /// The environment, or the profile.
    pub environment: String,
    /// The property or measure that was asked.
    pub asked: &'static str,
    /// The claim's sentence, or the property's.
    pub sentence: String,
    /// What was expected, in words; `None` where every answer is as good.
    pub expected: Option<String>,
    /// What was found, in words. A baseline compares it.
    pub found: String,
    /// What came of it.
    pub outcome: Outcome,
    /// The run that shows it.
    pub run: Option<Run>,
    /// How the world was looked at, in one line: what was explored, and how far.
    pub looked_at: String,
    /// The line of the claims file where it is expected.
    pub line: Option<usize>,
}

impl Finding {
    /// Its name, the same in every run: a baseline knows it by that, and so do tools that follow findings over time.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{} / {} / {}", self.claim, self.environment, self.asked)
    }

    /// What was expected and what was found, in one sentence.
    #[must_use]
    pub fn message(&self) -> String {
        let Self { asked, found, .. } = self;
        match (&self.expected, self.outcome) {
            (None, _) => format!("{asked}: {found}"),
            (Some(expected), Outcome::AsExpected) => {
                format!("{asked}: {found}, as expected ({expected})")
            }
            (Some(expected), Outcome::Differs | Outcome::Undecided) => {
                format!("{asked}: expected {expected}, found {found}")
            }
        }
    }
}

/// Everything that was found.
#[derive(Clone, Debug)]
pub struct Findings {
    /// The file in which it was expected, as the user named it; `None` for a built-in scenario.
    pub file: Option<String>,
    /// One for each expectation and environment.
    pub findings: Vec<Finding>,
}

impl Findings {
    /// How the command ends: a difference is worse than what is not known.
    #[must_use]
    pub fn exit(&self) -> Exit {
        let any = |outcome| {
            self.findings
                .iter()
                .any(|finding| finding.outcome == outcome)
        };
        if any(Outcome::Differs) {
            Exit::Violated
        } else if any(Outcome::Undecided) {
            Exit::Undecided
        } else {
            Exit::AsClaimed
        }
    }

    /// How many came out like this.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        let alike = |finding: &&Finding| finding.outcome == outcome;
        self.findings.iter().filter(alike).count()
    }
}
