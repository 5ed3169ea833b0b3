//! What is worth saying beside a step: states, queues and timers that changed, rules, counters.

use crate::run::{Cited, Queue, Standing, cite};
use crate::story::{Part, Story};

/// What a step changed.
pub(super) struct Notes {
    /// For each part whose connections changed: how they stand now.
    pub(super) states: Vec<(usize, String)>,
    /// For each queue that changed: whose it is, its name, and who is in it now.
    pub(super) queues: Vec<(usize, &'static str, Queue)>,
    /// Timers that were armed, with their owner.
    pub(super) armed: Vec<(usize, String)>,
    /// Timers that are no longer armed.
    pub(super) stopped: Vec<(usize, String)>,
    /// The rules that were applied, each as a sentence with its id.
    pub(super) rules: Vec<String>,
    /// `TcpExtListenOverflows+1 TcpExtListenDrops+1`; empty when none rose.
    pub(super) counters: String,
}

/// The notes of a scene.
pub(super) fn notes(story: &Story, scene: usize) -> Notes {
    let told = &story.scenes[scene];
    let counters: Vec<String> = (told.counters.iter())
        .map(|counter| format!("{counter}+1"))
        .collect();
    let rules = told.rules.iter();
    let mut notes = Notes {
        states: Vec::new(),
        queues: Vec::new(),
        armed: Vec::new(),
        stopped: Vec::new(),
        rules: rules.map(|rule| cite(*rule, Cited::SentenceOnly)).collect(),
        counters: counters.join(" "),
    };
    for part in 0..story.parts.len() {
        let (before, after) = (story.standing_before(scene, part), &told.after[part]);
        if let Some(state) = changed_state(story, part, before, after) {
            notes.states.push((part, state));
        }
        let queues = [
            ("SYN queue", &before.syn_queue, &after.syn_queue),
            ("accept queue", &before.accept_queue, &after.accept_queue),
        ];
        for (name, before, after) in queues {
            if let Some(after) = after
                && before.as_ref() != Some(after)
            {
                notes.queues.push((part, name, after.clone()));
            }
        }
        let new = |from: &Standing, to: &Standing| {
            let timers = to.timers.iter();
            let new = timers.filter(|timer| !from.timers.contains(timer));
            new.map(|timer| (part, timer.clone())).collect::<Vec<_>>()
        };
        notes.armed.extend(new(before, after));
        notes.stopped.extend(new(after, before));
    }
    notes
}

/// How a part's connections stand, if that changed. Whoever listens names each peer; whoever has one connection need not.
fn changed_state(
    story: &Story,
    part: usize,
    before: &Standing,
    after: &Standing,
) -> Option<String> {
    if (&before.sockets, &before.error) == (&after.sockets, &after.error) {
        return None;
    }
    if !story.parts[part].listens {
        return Some(after.state());
    }
    let mut words = Vec::new();
    for (peer, state) in &after.sockets {
        if before.sockets.get(peer) != Some(state) {
            words.push(format!("{peer}: {state}"));
        }
    }
    for peer in before.sockets.keys() {
        if !after.sockets.contains_key(peer) {
            words.push(format!("{peer}: nothing"));
        }
    }
    Some(words.join(", "))
}

/// `client 1 is ESTABLISHED`; of whoever listens, who with whom: `server · client 1: ESTABLISHED`.
pub(super) fn standing(story: &Story, part: usize, state: &str) -> String {
    let Part { name, listens } = &story.parts[part];
    match listens {
        true => format!("{name} · {state}"),
        false => format!("{name} is {state}"),
    }
}

/// What the queues hold before the first step, if they hold anything.
pub(super) fn occupied_before(story: &Story) -> Vec<String> {
    let mut lines = Vec::new();
    for standing in &story.before {
        let queues = [
            ("SYN queue", &standing.syn_queue),
            ("accept queue", &standing.accept_queue),
        ];
        for (name, queue) in queues {
            if let Some(queue) = queue.as_ref().filter(|queue| queue.held > 0) {
                lines.push(format!("before: {name} {}", queue.drawn()));
            }
        }
    }
    lines
}

/// Parts that send, receive or take a step; the others are not drawn.
pub(super) fn drawn_parts(story: &Story) -> Vec<usize> {
    let is_drawn = |part: &usize| {
        let speaks = |sent: &crate::story::Sent| sent.from == *part || sent.to == *part;
        story.segments.iter().any(speaks)
            || story.scenes.iter().any(|scene| scene.who == Some(*part))
            || story.parts[*part].listens
    };
    (0..story.parts.len()).filter(is_drawn).collect()
}

/// Who takes a step, and what happens: `client 1 calls connect()`.
pub(super) fn headline(story: &Story, scene: usize) -> String {
    let told = &story.scenes[scene];
    let who = told.who.map_or("network", |part| &*story.parts[part].name);
    let hidden = if told.hidden { " (hidden)" } else { "" };
    // A timer's firing is no deed of the host.
    let colon = if told.what.starts_with("the ") {
        ":"
    } else {
        ""
    };
    format!("{who}{colon} {}{hidden}", told.what)
}
