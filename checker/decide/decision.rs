//! What is found out about a claim on one kernel.

use crate::judge::Extent;
use crate::run::Run;
use crate::story::Story;
use halfopen_spec::claims::Claim;
use halfopen_spec::rule::Rule;

/// The verdict on a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// Every case is as the sentence says.
    True,
    /// No case is.
    False,
    /// Some are: the cases say on what it depends.
    Depends,
    /// A bound was hit before it was known.
    Undecided,
}

impl Truth {
    /// The word that is printed.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::True => "true",
            Self::False => "false",
            Self::Depends => "depends",
            Self::Undecided => "undecided",
        }
    }
}

/// A claim on one kernel.
#[derive(Clone)]
pub struct Decision {
    /// The claim.
    pub claim: Claim,
    /// The kernel's name.
    pub profile: String,
    /// The verdict.
    pub truth: Truth,
    /// What it rests on.
    pub cases: Vec<DecidedCase>,
}

/// A case and what was found.
#[derive(Clone, Debug)]
pub struct DecidedCase {
    /// What is special about it; empty for the only one.
    pub setting: &'static str,
    /// What had to be so.
    pub parts: Vec<DecidedPart>,
}

/// A part and what was found.
#[derive(Clone, Debug)]
pub struct DecidedPart {
    /// What had to be so.
    pub sentence: String,
    /// Whether it is; `None` when a bound was hit first.
    pub so: Option<bool>,
    /// How that is known.
    pub evidence: Evidence,
}

/// How something is known.
#[derive(Clone, Debug)]
pub enum Evidence {
    /// A run shows it.
    Run {
        /// The scenario.
        scenario: String,
        /// The property that it reaches or breaks.
        property: &'static str,
        /// The run.
        run: Run,
        /// The same, ready to be drawn.
        story: Box<Story>,
    },
    /// No run of the scenario does, and all of them were looked at.
    WholeSpace {
        /// The scenario.
        scenario: String,
        /// The property that no run reaches or breaks.
        property: &'static str,
        /// How much that was.
        extent: Extent,
        /// The rules that its runs apply: the verdict rests on them.
        rules: Vec<Rule>,
        /// Whether nothing put the property to the test.
        vacuous: bool,
    },
    /// Some run of the scenario does, but it was not found within the limits.
    SomeRun {
        /// The scenario.
        scenario: String,
        /// The property that it reaches or breaks.
        property: &'static str,
    },
    /// It was measured under the calibrated clock, over all runs.
    Measured {
        /// The scenario.
        scenario: String,
        /// The measure.
        measure: &'static str,
        /// What was measured.
        computed: String,
        /// What the sentence says.
        claimed: String,
    },
    /// A number was computed.
    Numbers {
        /// What the specification computes.
        computed: String,
        /// What the sentence says.
        claimed: String,
    },
    /// The search was cut off.
    CutOff {
        /// The scenario.
        scenario: String,
        /// How much had been seen.
        extent: Extent,
    },
}

impl DecidedCase {
    /// Whether the case is as the sentence says.
    #[must_use]
    pub fn so(&self) -> Option<bool> {
        if self.parts.iter().any(|part| part.so == Some(false)) {
            Some(false)
        } else if self.parts.iter().all(|part| part.so == Some(true)) {
            Some(true)
        } else {
            None
        }
    }
}

/// The verdict that cases make together.
pub(super) fn truth(cases: &[DecidedCase]) -> Truth {
    let so: Vec<Option<bool>> = cases.iter().map(DecidedCase::so).collect();
    if so.contains(&None) {
        Truth::Undecided
    } else if so.iter().all(|so| *so == Some(true)) {
        Truth::True
    } else if so.iter().all(|so| *so == Some(false)) {
        Truth::False
    } else {
        Truth::Depends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(so: &[Option<bool>]) -> DecidedCase {
        let part = |so: &Option<bool>| DecidedPart {
            sentence: String::new(),
            so: *so,
            evidence: Evidence::Numbers {
                computed: String::new(),
                claimed: String::new(),
            },
        };
        DecidedCase {
            setting: "",
            parts: so.iter().map(part).collect(),
        }
    }

    #[test]
    fn one_refuted_part_refutes_a_case_even_when_another_is_unknown() {
        assert_eq!(case(&[None, Some(false)]).so(), Some(false));
        assert_eq!(case(&[None, Some(true)]).so(), None);
    }

    #[test]
    fn cases_that_differ_make_a_claim_depend() {
        let (yes, no, unknown) = (case(&[Some(true)]), case(&[Some(false)]), case(&[None]));
        assert_eq!(truth(&[yes.clone(), yes.clone()]), Truth::True);
        assert_eq!(truth(&[no.clone(), no.clone()]), Truth::False);
        assert_eq!(truth(&[yes.clone(), no]), Truth::Depends);
        assert_eq!(truth(&[yes, unknown]), Truth::Undecided);
    }
}
