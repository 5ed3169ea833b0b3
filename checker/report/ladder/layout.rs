//! Where everything in a drawing stands, in pixels.

use super::notes::{drawn_parts, headline, notes, occupied_before};
use crate::run::Queue;
use crate::story::{Scene, Story};

/// The places of a drawing.
pub(super) struct Layout {
    /// The parts that are drawn, from left to right.
    pub(super) parts: Vec<usize>,
    /// What the queues hold before the first step, above the words, in lines that fit.
    pub(super) before: Vec<String>,
    /// One row a scene.
    pub(super) rows: Vec<Row>,
    /// Where the words beside the ladder begin.
    pub(super) panel: f64,
    /// Where the lifelines end.
    pub(super) bottom: f64,
    /// The whole drawing.
    pub(super) width: f64,
    pub(super) height: f64,
    /// Where the lifelines stand, in the order of `parts`.
    xs: Vec<f64>,
    /// Where the numbers and times at the left end.
    left: f64,
}

/// A scene's place and what is written there.
pub(super) struct Row {
    /// The height of the moment.
    pub(super) y: f64,
    /// Lines of text, each with its class.
    pub(super) lines: Vec<(&'static str, String)>,
    /// Queues that changed.
    pub(super) queues: Vec<(&'static str, Queue)>,
    /// How the parts' connections stand, where that changed.
    pub(super) pills: Vec<(usize, String)>,
}

/// The words beside the ladder, and how wide a line of them is at most.
const PANEL: f64 = 430.0;
const LINE_WIDTH: f64 = 410.0;
/// The first line of what stands above the first row.
const TOP: f64 = 14.0;
/// Two lifelines are at least so far apart.
const LEAST_APART: f64 = 190.0;

impl Layout {
    /// From one line of text to the next.
    pub(super) const LINE: f64 = 18.0;

    pub(super) fn of(story: &Story) -> Self {
        let parts = drawn_parts(story);
        let mut rows: Vec<Row> = (0..story.scenes.len())
            .map(|scene| row(story, scene))
            .collect();
        let widest = |part: usize| {
            let pills = rows.iter().flat_map(|row| &row.pills);
            let own = pills.filter(|(other, _)| *other == part);
            let name = bold_width(&story.parts[part].name);
            own.map(|(_, text)| Self::text_width(text) + 14.0)
                .fold(name.max(60.0), f64::max)
        };
        let times = story.scenes.iter().filter_map(Scene::when);
        let times = times.map(|when| Self::text_width(&when) + 12.0);
        let left = 34.0 + times.fold(0.0, f64::max);
        let mut x = left;
        let mut xs: Vec<f64> = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            let half = widest(*part) / 2.0;
            x += half;
            // A segment has room for its name between its ends.
            if let Some(before) = place.checked_sub(1) {
                x = x.max(xs[before] + LEAST_APART);
            }
            xs.push(x);
            x += half + 16.0;
        }
        let panel = x;
        let before = occupied_before(story);
        let before = before.iter().flat_map(|line| wrapped("soft", line));
        let before: Vec<String> = before.map(|(_, line)| line).collect();
        let mut y = (TOP + Self::LINE * before.len() as f64 + 8.0).max(52.0);
        for row in &mut rows {
            row.y = y;
            let text = (row.lines.len() + row.queues.len()) as f64 * Self::LINE + 14.0;
            let pill = if row.pills.is_empty() { 0.0 } else { 46.0 };
            y += text.max(pill).max(36.0);
        }
        let ending = if story.ending_in_words().is_some() {
            34.0
        } else {
            12.0
        };
        Self {
            parts,
            before,
            rows,
            panel,
            xs,
            left,
            bottom: y,
            width: panel + PANEL,
            height: y + ending,
        }
    }

    /// The height of a line of what stands above the first row.
    pub(super) fn y_before(&self, line: usize) -> f64 {
        TOP + Self::LINE * line as f64
    }

    /// Where the lifeline of a part stands.
    pub(super) fn x(&self, part: usize) -> f64 {
        let place = self.parts.iter().position(|other| *other == part);
        self.xs[place.expect("whoever takes part in a segment or a step is drawn")]
    }

    /// Where the numbers and times at the left end.
    pub(super) fn left(&self) -> f64 {
        self.left
    }

    /// The height of a scene's moment.
    pub(super) fn y(&self, scene: usize) -> f64 {
        self.rows[scene].y
    }

    /// About how wide a text of the usual size is.
    pub(super) fn text_width(text: &str) -> f64 {
        text.chars().count() as f64 * 7.0
    }
}

fn row(story: &Story, scene: usize) -> Row {
    let notes = notes(story, scene);
    let name = |part: &usize| &story.parts[*part].name;
    let mut lines = wrapped("what", &headline(story, scene));
    for rule in &notes.rules {
        lines.extend(wrapped("", rule));
    }
    for (part, timer) in &notes.armed {
        lines.extend(wrapped("soft", &format!("{}: {timer} runs", name(part))));
    }
    for (part, timer) in &notes.stopped {
        lines.extend(wrapped(
            "soft",
            &format!("{}: {timer} no longer runs", name(part)),
        ));
    }
    lines.extend(wrapped("soft", &notes.counters));
    let queues = notes.queues.into_iter();
    Row {
        y: 0.0,
        lines,
        queues: queues.map(|(_, name, queue)| (name, queue)).collect(),
        pills: notes.states,
    }
}

/// The text in lines that fit; nothing makes no line.
fn wrapped(class: &'static str, text: &str) -> Vec<(&'static str, String)> {
    let mut lines: Vec<(&'static str, String)> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some((_, line)) if bold_width(line) + bold_width(word) + SPACE < LINE_WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push((class, word.to_owned())),
        }
    }
    lines
}

const SPACE: f64 = 5.0;

/// How wide a bold text of the usual size is at most, in the widest fonts that systems have.
fn bold_width(text: &str) -> f64 {
    let letters = text.chars().map(|letter| match letter {
        ' ' | '.' | ',' | ':' | ';' | 'i' | 'j' | 'l' | '|' | '\'' => SPACE,
        '(' | ')' | '[' | ']' | 'f' | 't' | 'r' | 'I' => 6.5,
        'm' | 'w' | 'M' | 'W' => 13.5,
        letter if letter.is_uppercase() => 10.2,
        letter if letter.is_ascii_digit() => 9.1,
        _ => 8.8,
    });
    letters.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_of_addresses_and_long_numbers_is_wrapped_earlier_than_one_of_letters() {
        let numbers = "192.168.172.128:8000 receives . 3833556338:3833556338(0) ack 3828629155";
        let lines = wrapped("what", numbers);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines.iter().all(|(_, line)| bold_width(line) < LINE_WIDTH));
        assert_eq!(
            wrapped("what", "server receives S 100:100(0) from client 1").len(),
            1
        );
        let together: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
        assert_eq!(together.join(" "), numbers, "nothing is cut");
    }
}
