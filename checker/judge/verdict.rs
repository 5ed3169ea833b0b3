//! The words of a verdict, and what each is allowed to mean.

use crate::run::Run;
use halfopen_spec::properties::Property;
use halfopen_spec::scenarios::Scenario;

/// What a search says about one property.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// The whole space was seen, and no run breaks it.
    Holds {
        /// Whether nothing in the space put it to the test.
        vacuous: bool,
    },
    /// No run of at most so many steps breaks it; longer ones were not looked at.
    HoldsWithin {
        /// Steps of the longest run seen.
        depth: u32,
    },
    /// This run breaks it; none is shorter. Without a run: some run does, but none was found within the limits.
    Violated(Option<Run>),
    /// This run reaches it; none is shorter. Without a run: some run does, but none was found within the limits.
    Reached(Option<Run>),
    /// The whole space was seen, and no run reaches it.
    NotReached,
    /// A bound was hit first.
    Undecided,
}

impl Verdict {
    /// The word that is printed.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Holds { vacuous: false } => "holds",
            Self::Holds { vacuous: true } => "holds (vacuous)",
            Self::HoldsWithin { .. } => "holds within the bound",
            Self::Violated(_) => "violated",
            Self::Reached(_) => "reached",
            Self::NotReached => "not reached",
            Self::Undecided => "undecided",
        }
    }

    /// The run that shows it, if there is one.
    #[must_use]
    pub const fn run(&self) -> Option<&Run> {
        match self {
            Self::Violated(run) | Self::Reached(run) => run.as_ref(),
            Self::Holds { .. } | Self::HoldsWithin { .. } | Self::NotReached | Self::Undecided => {
                None
            }
        }
    }
}

/// A property and its verdict.
#[derive(Clone)]
pub struct Judged {
    /// What was asked.
    pub property: Property,
    /// What was found.
    pub verdict: Verdict,
    /// Whose run it is, if more clients are asked about than are looked at one by one.
    pub of_few: Option<Box<OfFew>>,
}

/// A world of few clients whose run shows what many can come to.
#[derive(Clone, Debug)]
pub struct OfFew {
    /// The world: the run is one of it, and not of the world that was asked about.
    pub scenario: Scenario,
    /// Which clients they are and where the others are meanwhile, in words.
    pub words: String,
}

impl std::fmt::Debug for Judged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.property.name, self.verdict.word())
    }
}
