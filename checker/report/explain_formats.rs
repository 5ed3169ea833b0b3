//! Explanations for a terminal, for programs (`halfopen.explain/1`) and for a web page.

use super::check_json::pretty;
use super::table::{Cell, Table};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// One thing explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What it is: `rule`, `profile`, ….
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// What it says, in one sentence.
    pub sentence: String,
    /// What else there is to say, each under a name as JSON spells it.
    pub facts: Vec<(&'static str, Cell)>,
    /// What comes in rows.
    pub tables: Vec<Titled>,
    /// Commands that show more of it.
    pub commands: Vec<String>,
}

/// A table with its name, as JSON spells it, and its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Titled {
    /// The name.
    pub key: &'static str,
    /// The title.
    pub title: String,
    /// The rows.
    pub table: Table,
}

impl Explanation {
    /// Nothing but its name and sentence.
    #[must_use]
    pub fn new(kind: &'static str, name: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self {
            kind,
            name: name.into(),
            sentence: sentence.into(),
            facts: Vec::new(),
            tables: Vec::new(),
            commands: Vec::new(),
        }
    }

    /// Says one thing more; an empty text says nothing.
    #[must_use]
    pub fn fact(mut self, key: &'static str, cell: impl Into<Cell>) -> Self {
        let cell = cell.into();
        let empty = match &cell {
            Cell::Text(text) => text.is_empty(),
            Cell::Names(names) => names.is_empty(),
            Cell::Number(_) | Cell::Absent => false,
        };
        if !empty {
            self.facts.push((key, cell));
        }
        self
    }

    /// Says more in rows; no rows are no table.
    #[must_use]
    pub fn table(mut self, key: &'static str, title: impl Into<String>, table: Table) -> Self {
        if !table.rows.is_empty() {
            self.tables.push(Titled {
                key,
                title: title.into(),
                table,
            });
        }
        self
    }

    /// Names a command that shows more.
    #[must_use]
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.commands.push(command.into());
        self
    }

    /// The facts as rows of two columns.
    fn fact_table(&self) -> Table {
        use super::table::Place::Line;
        let row = |(key, cell): &(&str, Cell)| vec![key.replace('_', " ").into(), cell.clone()];
        Table {
            columns: &[("what", Line), ("is", Line)],
            rows: self.facts.iter().map(row).collect(),
        }
    }

    fn human(&self) -> String {
        let mut out = format!("{} {}\n", self.kind, self.name);
        if !self.sentence.is_empty() {
            writeln!(out, "  {}", self.sentence).expect("a string takes everything");
        }
        if !self.facts.is_empty() {
            write!(out, "\n{}", self.fact_table().human(2)).expect("a string takes everything");
        }
        for titled in &self.tables {
            let rows = titled.table.human(4);
            write!(out, "\n  {}\n{rows}", titled.title).expect("a string takes everything");
        }
        if !self.commands.is_empty() {
            out.push_str("\n  see also\n");
        }
        for command in &self.commands {
            writeln!(out, "    {command}").expect("a string takes everything");
        }
        out
    }

    fn json(&self) -> Value {
        let mut object = Map::new();
        let mut set = |key: &str, value: Value| object.insert(key.to_owned(), value);
        set("kind", self.kind.into());
        set("name", self.name.as_str().into());
        set("sentence", self.sentence.as_str().into());
        for (key, cell) in &self.facts {
            set(key, cell.json());
        }
        for titled in &self.tables {
            set(titled.key, titled.table.json());
        }
        set("commands", self.commands.clone().into());
        Value::Object(object)
    }

    fn markdown(&self) -> String {
        let mut out = format!("# {} `{}`\n\n{}\n", self.kind, self.name, self.sentence);
        if !self.facts.is_empty() {
            write!(out, "\n{}", self.fact_table().markdown()).expect("a string takes everything");
        }
        for titled in &self.tables {
            let rows = titled.table.markdown();
            write!(out, "\n## {}\n\n{rows}", titled.title).expect("a string takes everything");
        }
        if !self.commands.is_empty() {
            let commands = self.commands.join("\n");
            write!(out, "\n```sh\n{commands}\n```\n").expect("a string takes everything");
        }
        out
    }
}

/// For a terminal.
#[must_use]
pub fn explanations_human(explanations: &[Explanation]) -> String {
    let texts: Vec<String> = explanations.iter().map(Explanation::human).collect();
    texts.join("\n")
}

/// For programs.
#[must_use]
pub fn explanations_json(explanations: &[Explanation]) -> String {
    let values: Vec<Value> = explanations.iter().map(Explanation::json).collect();
    pretty(&json!({ "schema": "halfopen.explain/1", "explanations": values }))
}

/// For a web page or a commit.
#[must_use]
pub fn explanations_markdown(explanations: &[Explanation]) -> String {
    let texts: Vec<String> = explanations.iter().map(Explanation::markdown).collect();
    texts.join("\n")
}
