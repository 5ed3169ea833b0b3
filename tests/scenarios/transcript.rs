//! The layout of a transcript: comments, and blocks of commands and expected lines.

use std::fmt;

/// A command and where it stands.
pub(crate) struct Command {
    /// Counted from 1.
    pub(crate) line: usize,
    /// As it is written.
    pub(crate) text: String,
}

/// Commands, and what the host does.
pub(crate) struct Block {
    pub(crate) commands: Vec<Command>,
    pub(crate) expected: Vec<String>,
}

/// What a transcript is made of.
pub(crate) enum Part {
    /// A comment or an empty line, kept as it is.
    Text(String),
    /// Commands and their answer.
    Block(Block),
}

/// A whole file.
pub(crate) struct Transcript {
    pub(crate) parts: Vec<Part>,
}

/// Between commands and expected lines.
const RULER: &str = "----";

impl Transcript {
    /// Reads a file, or says in which line it is not a transcript.
    pub(crate) fn parse(text: &str) -> Result<Self, (usize, String)> {
        let mut lines = text.lines().zip(1_usize..).peekable();
        let mut parts = Vec::new();
        while let Some((text, line)) = lines.next() {
            if text.is_empty() || text.starts_with('#') {
                parts.push(Part::Text(text.to_owned()));
                continue;
            }
            let mut commands = vec![Command {
                line,
                text: text.to_owned(),
            }];
            loop {
                match lines.next() {
                    Some((RULER, _)) => break,
                    Some((text, line)) if !text.is_empty() => {
                        commands.push(Command {
                            line,
                            text: text.to_owned(),
                        });
                    }
                    Some(_) | None => {
                        return Err((line, format!("no `{RULER}` follows these commands")));
                    }
                }
            }
            let mut expected = Vec::new();
            while let Some((text, _)) = lines.next_if(|(text, _)| !text.is_empty()) {
                expected.push(text.to_owned());
            }
            parts.push(Part::Block(Block { commands, expected }));
        }
        Ok(Self { parts })
    }

    /// Every command, in order.
    pub(crate) fn commands(&self) -> impl Iterator<Item = &str> {
        self.parts
            .iter()
            .flat_map(|part| match part {
                Part::Text(_) => &[],
                Part::Block(block) => block.commands.as_slice(),
            })
            .map(|command| command.text.as_str())
    }
}

impl fmt::Display for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Text(text) => writeln!(f, "{text}")?,
                Part::Block(block) => {
                    for command in &block.commands {
                        writeln!(f, "{}", command.text)?;
                    }
                    writeln!(f, "{RULER}")?;
                    for line in &block.expected {
                        writeln!(f, "{line}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Two lists of lines side by side: common ones once, others with `-` or `+`.
pub(crate) fn difference(expected: &[String], actual: &[String]) -> String {
    let mut lines = Vec::new();
    let (mut left, mut right) = (expected, actual);
    while !left.is_empty() || !right.is_empty() {
        let common = common_lines(left, right);
        match (left.split_first(), right.split_first()) {
            (Some((first, rest)), Some((other, others))) if first == other => {
                lines.push(format!("    {first}"));
                (left, right) = (rest, others);
            }
            (Some((first, rest)), _) if common_lines(rest, right) == common => {
                lines.push(format!("  - {first}"));
                left = rest;
            }
            (_, Some((other, others))) => {
                lines.push(format!("  + {other}"));
                right = others;
            }
            (_, None) => break,
        }
    }
    lines.join("\n")
}

/// The length of the longest common subsequence.
fn common_lines(left: &[String], right: &[String]) -> usize {
    let mut row = vec![0; right.len() + 1];
    for line in left {
        let mut diagonal = 0;
        for (column, other) in right.iter().enumerate() {
            let above = row[column + 1];
            row[column + 1] = if line == other {
                diagonal + 1
            } else {
                above.max(row[column])
            };
            diagonal = above;
        }
    }
    row[right.len()]
}

#[test]
fn a_difference_shows_common_lines_once() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        difference(&lines("a\nb\nc"), &lines("a\nd\nc\ne")),
        "    a\n  - b\n  + d\n    c\n  + e"
    );
}
