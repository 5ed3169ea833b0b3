//! Rows with named columns, as a terminal, a program and a web page want them: what `list` and `explain` are made of.

use serde_json::{Map, Value};
use std::fmt::Write;

/// What stands in one place of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number.
    Number(i64),
    /// Several names.
    Names(Vec<String>),
    /// Nothing, and that says something: an absent sysctl has no value.
    Absent,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Vec<String>> for Cell {
    fn from(names: Vec<String>) -> Self {
        Self::Names(names)
    }
}

impl Cell {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Names(names) => names.join(", "),
            Self::Absent => "absent".to_owned(),
        }
    }

    /// The cell as data.
    pub(super) fn json(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => (*number).into(),
            Self::Names(names) => names.clone().into(),
            Self::Absent => Value::Null,
        }
    }
}

/// Where a terminal shows a column; programs and web pages get them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the row's first line, aligned with the rows above and below.
    Line,
    /// In a line of its own below, unless it is empty.
    Below,
    /// Nowhere: the terminal has it in another column already.
    Hidden,
}

/// Rows with named columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The name of each column, as JSON spells it, and its place on a terminal.
    pub columns: &'static [(&'static str, Place)],
    /// One cell a column, in the same order.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// For a terminal: each line indented by so many spaces.
    pub(super) fn human(&self, indent: usize) -> String {
        let margin = " ".repeat(indent);
        let widths = self.widths();
        let mut out = String::new();
        for row in &self.rows {
            let mut line = margin.clone();
            for (width, cell) in widths.iter().zip(self.placed(row, Place::Line)) {
                write!(line, "{cell:<width$}  ").expect("a string takes everything");
            }
            writeln!(out, "{}", line.trim_end()).expect("a string takes everything");
            let below = self.placed(row, Place::Below).into_iter();
            for cell in below.filter(|cell| !cell.is_empty()) {
                writeln!(out, "{margin}    {cell}").expect("a string takes everything");
            }
        }
        out
    }

    fn placed(&self, row: &[Cell], wanted: Place) -> Vec<String> {
        let cells = self.columns.iter().zip(row);
        cells
            .filter(|((_, place), _)| *place == wanted)
            .map(|(_, cell)| cell.text())
            .collect()
    }

    fn widths(&self) -> Vec<usize> {
        let mut widths = Vec::new();
        for row in &self.rows {
            let cells = self.placed(row, Place::Line);
            widths.resize(cells.len(), 0);
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = cell.chars().count().max(*width);
            }
        }
        widths
    }

    /// For programs: one object a row.
    pub(super) fn json(&self) -> Value {
        let object = |row: &Vec<Cell>| {
            let cells = self.columns.iter().zip(row);
            let pairs = cells.map(|((key, _), cell)| ((*key).to_owned(), cell.json()));
            Value::Object(pairs.collect::<Map<_, _>>())
        };
        self.rows.iter().map(object).collect()
    }

    /// For a web page or a commit.
    pub(super) fn markdown(&self) -> String {
        let shown: Vec<bool> = (self.columns.iter())
            .map(|(_, place)| *place != Place::Hidden)
            .collect();
        let line = |cells: Vec<String>| {
            let kept = cells.into_iter().zip(&shown).filter(|(_, shown)| **shown);
            let cells: Vec<String> = kept.map(|(cell, _)| cell.replace('|', "\\|")).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let titles = self.columns.iter().map(|(key, _)| key.replace('_', " "));
        let mut out = line(titles.collect());
        out.push_str(&line(vec!["---".to_owned(); self.columns.len()]));
        for row in &self.rows {
            out.push_str(&line(row.iter().map(Cell::text).collect()));
        }
        out
    }
}
