//! Where everything in a drawing stands, in pixels.

use super::notes::{drawn_parts, headline, notes};
use crate::run::Queue;
use crate::story::{Scene, Story};

/// The places of a drawing.
pub(super) struct Layout {
    /// The parts that are drawn, from left to right.
    pub(super) parts: Vec<usize>,
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

/// So many letters fit beside the ladder.
const LETTERS: usize = 56;
const PANEL: f64 = 450.0;
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
        let pill = |part: usize| {
            let pills = rows.iter().flat_map(|row| &row.pills);
            let own = pills.filter(|(other, _)| *other == part);
            own.map(|(_, text)| Self::text_width(text) + 14.0)
                .fold(60.0, f64::max)
        };
        let times = story.scenes.iter().filter_map(Scene::when);
        let times = times.map(|when| Self::text_width(&when) + 12.0);
        let left = 34.0 + times.fold(0.0, f64::max);
        let mut x = left;
        let mut xs: Vec<f64> = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            let half = pill(*part) / 2.0;
            x += half;
            // A segment has room for its name between its ends.
            if let Some(before) = place.checked_sub(1) {
                x = x.max(xs[before] + LEAST_APART);
            }
            xs.push(x);
            x += half + 16.0;
        }
        let panel = x;
        let mut y = 52.0;
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
            rows,
            panel,
            xs,
            left,
            bottom: y,
            width: panel + PANEL,
            height: y + ending,
        }
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
            Some((_, line)) if line.chars().count() + word.chars().count() < LETTERS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push((class, word.to_owned())),
        }
    }
    lines
}
