//! What is said on the standard error while work goes on.

use crate::search::Progress;
use std::cell::Cell;
use std::io::{IsTerminal, Write};

/// One line that is rewritten while a search runs; nothing at all when nobody watches.
pub struct ProgressLine {
    shown: Cell<bool>,
    watched: bool,
}

impl Default for ProgressLine {
    fn default() -> Self {
        Self::new()
    }
}

impl ProgressLine {
    /// A line on the standard error, if that is a terminal.
    #[must_use]
    pub fn new() -> Self {
        Self {
            shown: Cell::new(false),
            watched: std::io::stderr().is_terminal(),
        }
    }

    /// Shows how far the search has got; short searches show nothing.
    pub fn show(&self, progress: Progress) {
        if !self.watched || progress.seconds < 0.5 {
            return;
        }
        let rate = progress.states as f64 / progress.seconds / 1e6;
        self.write(&format!(
            "\r\x1b[K{} states · depth {} · {} to expand · {rate:.1} million/s",
            progress.states, progress.depth, progress.frontier
        ));
        self.shown.set(true);
    }

    /// Shows how far the search of one world of several has got.
    pub fn show_of(&self, number: usize, of: usize, progress: Progress) {
        if self.watched {
            self.write(&format!(
                "\r\x1b[K{number} of {of} worlds · {} states",
                progress.states
            ));
            self.shown.set(true);
        }
    }

    /// Shows how much of a list is done.
    pub fn show_share(&self, done: usize, of: usize, what: &str) {
        if self.watched {
            self.write(&format!("\r\x1b[K{done} of {of} {what}"));
            self.shown.set(true);
        }
    }

    /// Shows how much is done of what nobody has counted.
    pub fn show_count(&self, done: usize, what: &str) {
        if self.watched {
            self.write(&format!("\r\x1b[K{done} {what}"));
            self.shown.set(true);
        }
    }

    /// Takes the line away.
    pub fn clear(&self) {
        if self.shown.get() {
            self.write("\r\x1b[K");
        }
    }

    fn write(&self, text: &str) {
        let mut stderr = std::io::stderr().lock();
        // A terminal that is gone does not stop the search.
        let _ = stderr
            .write_all(text.as_bytes())
            .and_then(|()| stderr.flush());
    }
}

/// Says what was decided on the user's behalf.
#[expect(clippy::print_stderr, reason = "notes belong on the standard error")]
pub fn say_notes(notes: &[String]) {
    for note in notes {
        eprintln!("note: {note}");
    }
}

/// Says something beside the result.
#[expect(
    clippy::print_stderr,
    reason = "what is no result belongs on the standard error"
)]
pub fn say(text: &str) {
    eprintln!("{text}");
}
