//! What is wrong with one word or number, before anyone says where it stood.

use std::error::Error;
use std::fmt;

/// A word or a number that was not taken: what was found and expected, and how to mend it.
///
/// On one line it reads as a fragment, so that it can follow `error: ` or clap's `invalid value '…' for '--…': `.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What was expected and what was found.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl Refusal {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl Error for Refusal {}
