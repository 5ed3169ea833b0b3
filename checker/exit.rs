//! Exit codes: what a script may rely on.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything is as claimed, and the whole space was seen (or every question was answered by a run).
    AsClaimed,
    /// A property is violated, or a claim is wrong.
    Violated,
    /// Wrong arguments or a wrong file.
    WrongInput,
    /// A bound was hit before the answer was found.
    Undecided,
    /// A capture or the running kernel does something that no rule allows.
    Contradicted,
}

impl Exit {
    /// The number that the shell sees.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::AsClaimed => 0,
            Self::Violated => 1,
            Self::WrongInput => 2,
            Self::Undecided => 3,
            Self::Contradicted => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// The code of a bug in halfopen itself.
pub const BUG: u8 = 70;
