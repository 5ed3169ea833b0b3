//! A ladder for a terminal: a column for each part, one line an arrow, what changed below it.

use super::notes::{Notes, drawn_parts, headline, notes, occupied_before, standing};
use crate::story::{Sent, Story};
use std::fmt::Write;

/// A column is so wide.
const COLUMN: usize = 32;
/// The first line stands at least so far from the left.
const MARGIN: usize = 14;

/// The ladder. No line is longer than the columns need, but for what is said beside them.
#[must_use]
pub fn text(story: &Story) -> String {
    let labels = (0..story.scenes.len()).map(|number| label(story, number).len());
    let parts = drawn_parts(story);
    let first = parts
        .first()
        .map_or(0, |part| story.parts[*part].name.len() / 2);
    let ladder = Ladder {
        story,
        margin: labels.max().unwrap_or(0).max(first).max(MARGIN) + 2,
        parts,
    };
    let mut out = String::new();
    ladder.draw(&mut out).expect("a string takes everything");
    out
}

struct Ladder<'s> {
    story: &'s Story,
    parts: Vec<usize>,
    /// Where the first line stands.
    margin: usize,
}

/// The number of a scene, and its time.
fn label(story: &Story, number: usize) -> String {
    let when = story.scenes[number].when().unwrap_or_default();
    format!("{:>3}  {when}", number + 1)
}

impl Ladder<'_> {
    fn draw(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "{}", self.story.title)?;
        for line in &self.story.shows {
            writeln!(out, "{line}")?;
        }
        out.push('\n');
        self.names(out)?;
        for line in occupied_before(self.story) {
            writeln!(out, "{}    {line}", joined_padded(self.rails()))?;
        }
        for number in 0..self.story.scenes.len() {
            if self.story.repeats_from() == Some(number) {
                writeln!(
                    out,
                    "{:-<width$}",
                    "-- from here on, for ever ",
                    width = self.width()
                )?;
            }
            self.scene(out, number)?;
        }
        for sent in self.story.under_way() {
            self.arrow(out, "", sent, "still under way")?;
        }
        if let Some(words) = self.story.ending_in_words() {
            writeln!(out, "{words}")?;
        }
        writeln!(out, "\nAt the end")?;
        for line in &self.story.end {
            writeln!(out, "  {line}")?;
        }
        Ok(())
    }

    fn width(&self) -> usize {
        self.column(self.parts.len().saturating_sub(1)) + 2
    }

    fn column(&self, place: usize) -> usize {
        self.margin + place * COLUMN
    }

    fn place(&self, part: usize) -> usize {
        let place = self.parts.iter().position(|other| *other == part);
        place.unwrap_or(0)
    }

    fn names(&self, out: &mut String) -> std::fmt::Result {
        let mut line = vec![' '; self.width()];
        for (place, part) in self.parts.iter().enumerate() {
            let name = &self.story.parts[*part].name;
            let begins = self.column(place).saturating_sub(name.chars().count() / 2);
            write_at(&mut line, begins, name);
        }
        writeln!(out, "{}", joined(line))
    }

    /// The lines of all parts, with nothing between them.
    fn rails(&self) -> Vec<char> {
        let mut line = vec![' '; self.width()];
        for place in 0..self.parts.len() {
            line[self.column(place)] = '|';
        }
        line
    }

    fn scene(&self, out: &mut String, number: usize) -> std::fmt::Result {
        let told = &self.story.scenes[number];
        let label = label(self.story, number);
        let segments = self.story.segments.iter();
        let settled: Vec<(&Sent, &str)> = segments
            .filter_map(|sent| {
                let arrives = sent.arrives.contains(&number);
                match (sent.lost == Some(number), arrives, sent.ignored) {
                    (true, _, _) => Some((sent, "lost")),
                    (false, true, true) => Some((sent, "ignored")),
                    (false, true, false) => Some((sent, "")),
                    (false, false, _) => None,
                }
            })
            .collect();
        match settled.first() {
            Some((sent, fate)) => self.arrow(out, &label, sent, fate)?,
            None => {
                let mut line = self.rails();
                write_at(&mut line, 0, &label);
                if let Some(part) = told.who {
                    line[self.column(self.place(part))] = 'o';
                }
                writeln!(out, "{}  {}", joined(line), headline(self.story, number))?;
            }
        }
        self.beside(out, &notes(self.story, number))
    }

    fn beside(&self, out: &mut String, notes: &Notes) -> std::fmt::Result {
        let name = |part: &usize| &self.story.parts[*part].name;
        let mut lines = notes.rules.clone();
        for (part, state) in &notes.states {
            lines.push(standing(self.story, *part, state));
        }
        for (_, queue, now) in &notes.queues {
            lines.push(format!("{queue:<12} {}", now.drawn()));
        }
        for (part, timer) in &notes.armed {
            lines.push(format!("{}: {timer} runs", name(part)));
        }
        for (part, timer) in &notes.stopped {
            lines.push(format!("{}: {timer} no longer runs", name(part)));
        }
        if !notes.counters.is_empty() {
            lines.push(notes.counters.clone());
        }
        for text in lines {
            writeln!(out, "{}    {text}", joined_padded(self.rails()))?;
        }
        Ok(())
    }

    /// `|--- S 100:100(0) --->|`; what is lost ends in an x before it arrives.
    fn arrow(&self, out: &mut String, label: &str, sent: &Sent, fate: &str) -> std::fmt::Result {
        let mut line = self.rails();
        write_at(&mut line, 0, label);
        let (from, to) = (
            self.column(self.place(sent.from)),
            self.column(self.place(sent.to)),
        );
        let (left, right) = (from.min(to) + 1, from.max(to));
        for cell in &mut line[left..right] {
            *cell = '-';
        }
        let is_to_the_right = from < to;
        let has_arrived = fate.is_empty() || fate == "ignored";
        match (is_to_the_right, has_arrived) {
            (true, true) => line[right - 1] = '>',
            (false, true) => line[left] = '<',
            (true, false) => write_at(&mut line, right - 4, "x   "),
            (false, false) => write_at(&mut line, left, "   x"),
        }
        let text = match sent.packet {
            Some(packet) => format!(" #{packet} {} ", sent.text),
            None => format!(" {} ", sent.text),
        };
        let room = right - left;
        let length = text.chars().count();
        let begins = left + room.saturating_sub(length) / 2;
        write_at(&mut line, begins, &text);
        let fate = match fate {
            "" => String::new(),
            fate => format!("  {fate}"),
        };
        writeln!(out, "{}{fate}", joined(line))
    }
}

fn write_at(line: &mut Vec<char>, at: usize, text: &str) {
    for (place, letter) in text.chars().enumerate() {
        match line.get_mut(at + place) {
            Some(cell) => *cell = letter,
            None => line.push(letter),
        }
    }
}

fn joined(line: Vec<char>) -> String {
    let text: String = line.into_iter().collect();
    text.trim_end().to_owned()
}

/// Rails with text to follow keep their width.
fn joined_padded(line: Vec<char>) -> String {
    line.into_iter().collect()
}
