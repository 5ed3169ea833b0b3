//! A run as a picture-maker needs it: who takes part, which segment goes from whom to whom and what becomes of it, and where everybody
//! stands after each step. Every form of a run (text, diagrams, pages, files for other tools) reads this one value.

mod build;
mod captured;

pub use captured::captured;
pub(crate) use captured::in_time;

use crate::run::{Ending, Standing};
use halfopen_spec::kernel::Counter;
use halfopen_spec::rule::Rule;
use halfopen_spec::wire::Segment;
use std::time::Duration;

/// One run, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// What it is a run of, in a few words: `one-slot on linux-6.18`.
    pub title: String,
    /// What it shows, one sentence a line.
    pub shows: Vec<String>,
    /// Who takes part, from left to right: clients, then whom they connect to, then addresses that never answer.
    pub parts: Vec<Part>,
    /// Where everybody stands before the first step, in the order of `parts`.
    pub before: Vec<Standing>,
    /// The steps.
    pub scenes: Vec<Scene>,
    /// Every segment that was sent, in the order of sending.
    pub segments: Vec<Sent>,
    /// What comes after the last step.
    pub ending: Ending,
    /// Each socket at the end, as `ss` would show it.
    pub end: Vec<String>,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// `client 1`, `server`, `10.0.0.1:80`.
    pub name: String,
    /// Whether it has an accept queue and a SYN queue.
    pub listens: bool,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    /// When it is taken: not before, and not after; only where time passes.
    pub at: Option<(Duration, Duration)>,
    /// Whose step it is, among the story's parts; `None` for the network.
    pub who: Option<usize>,
    /// What happens, in words.
    pub what: String,
    /// Whether nobody could see it in the capture that it explains.
    pub hidden: bool,
    /// The rules that were applied.
    pub rules: Vec<Rule>,
    /// The counters that rose by one.
    pub counters: Vec<Counter>,
    /// What is different afterwards, in words.
    pub changes: Vec<String>,
    /// Where everybody stands afterwards, in the order of the story's parts.
    pub after: Vec<Standing>,
}

/// A segment and what becomes of it. Scenes are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Its sender among the story's parts.
    pub from: usize,
    /// Its receiver.
    pub to: usize,
    /// As packetdrill spells it.
    pub text: String,
    /// The segment itself, in the model's numbers; a story of a capture has none.
    pub segment: Option<Segment>,
    /// Its number in the capture.
    pub packet: Option<u64>,
    /// The scene that sends it.
    pub sent: usize,
    /// The scenes in which it arrives; more than one on a network that duplicates.
    pub arrives: Vec<usize>,
    /// Whether the receiver ignores it, each time that it arrives.
    pub ignored: bool,
    /// The scene in which the network loses it.
    pub lost: Option<usize>,
}

impl Story {
    /// The story as far as so many scenes go.
    #[must_use]
    pub fn up_to(&self, scenes: usize) -> Self {
        let mut story = self.clone();
        story.scenes.truncate(scenes);
        story.segments.retain(|sent| sent.sent < scenes);
        for sent in &mut story.segments {
            sent.arrives.retain(|scene| *scene < scenes);
            sent.lost = sent.lost.filter(|scene| *scene < scenes);
        }
        if scenes < self.scenes.len() {
            story.ending = Ending::Open;
            story.end.clear();
        }
        story
    }

    /// The first scene of those that are repeated for ever.
    #[must_use]
    pub fn repeats_from(&self) -> Option<usize> {
        match self.ending {
            Ending::Repeats { from } => Some(from),
            Ending::Open | Ending::Stops => None,
        }
    }

    /// What comes after the last step, in words, if that is worth a word.
    #[must_use]
    pub fn ending_in_words(&self) -> Option<String> {
        match self.ending {
            Ending::Open => None,
            Ending::Stops => Some("Nothing more has to happen.".to_owned()),
            Ending::Repeats { from } => Some(format!(
                "Steps {} to {} again, for ever.",
                from + 1,
                self.scenes.len()
            )),
        }
    }

    /// The segments that are still under way at the end.
    pub fn under_way(&self) -> impl Iterator<Item = &Sent> {
        let settled = |sent: &&Sent| sent.arrives.is_empty() && sent.lost.is_none();
        self.segments.iter().filter(settled)
    }

    /// Where a part stands before a scene.
    #[must_use]
    pub fn standing_before(&self, scene: usize, part: usize) -> &Standing {
        match scene.checked_sub(1) {
            Some(before) => &self.scenes[before].after[part],
            None => &self.before[part],
        }
    }
}

impl Scene {
    /// When it is taken, in words: `1.024 s`, `1.024 to 1.030 s`.
    #[must_use]
    pub fn when(&self) -> Option<String> {
        let (least, most) = self.at?;
        let millis = |at: Duration| format!("{}.{:03}", at.as_secs(), at.subsec_millis());
        Some(match millis(least) == millis(most) {
            true => format!("{} s", millis(least)),
            false => format!("{} to {} s", millis(least), millis(most)),
        })
    }
}
