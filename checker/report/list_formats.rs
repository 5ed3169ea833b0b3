//! A list for a terminal, for programs (`halfopen.list/1`) and for a web page.

use super::check_json::pretty;
use super::table::Table;
use serde_json::json;

/// What `list` prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The word that was asked for, for example `rules`.
    pub what: &'static str,
    /// One row a thing.
    pub table: Table,
}

impl Listing {
    /// For a terminal.
    #[must_use]
    pub fn human(&self) -> String {
        self.table.human(0)
    }

    /// For programs.
    #[must_use]
    pub fn json(&self) -> String {
        pretty(&json!({
            "schema": "halfopen.list/1",
            "what": self.what,
            "entries": self.table.json(),
        }))
    }

    /// For a web page or a commit.
    #[must_use]
    pub fn markdown(&self) -> String {
        format!("# {}\n\n{}", self.what, self.table.markdown())
    }
}
