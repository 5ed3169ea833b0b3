//! What the page shows of a step: why it is so, what is sent, what rises, what changes, and where everybody stands afterwards.

use super::shown::Shown;
use crate::run::{Cited, Step, cite};
use halfopen_spec::model::{World, WorldAction};

/// The step in words.
pub(super) fn text(world: &World, before: &Shown, action: &WorldAction, after: &Shown) -> String {
    let step = Step::of(world, &before.state, action, &after.state);
    let rules = step.rules.iter().map(|rule| cite(*rule, Cited::WithKernel));
    let counters = step.counters.iter().map(|counter| format!("{counter}+1"));
    let mut out = String::new();
    for (title, lines) in [
        ("Why", rules.collect()),
        ("Sends", step.sends),
        ("Counters that rise", counters.collect()),
        ("What changes", step.changes),
    ] {
        section(&mut out, title, &lines);
    }
    out.push_str("Afterwards\n");
    for line in after.lines() {
        out.push_str(&format!("  {line}\n"));
    }
    out
}

fn section(out: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    out.push_str(&format!("{title}\n"));
    for line in lines {
        out.push_str(&format!("  {line}\n"));
    }
    out.push('\n');
}
