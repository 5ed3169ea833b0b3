//! A ladder as Mermaid's sequenceDiagram, which web views of repositories draw.
//!
//! Mermaid draws a segment in one moment: here it is that of its arrival, or of its loss.

use super::notes::{Notes, drawn_parts, headline, notes, occupied_before, standing};
use crate::story::{Sent, Story};
use std::fmt::Write;

/// The diagram's source.
#[must_use]
pub fn mermaid(story: &Story) -> String {
    let mut out = String::from("sequenceDiagram\n");
    draw(&mut out, story).expect("a string takes everything");
    out
}

fn draw(out: &mut String, story: &Story) -> std::fmt::Result {
    writeln!(out, "    accTitle: {}", escaped(&story.title))?;
    if !story.shows.is_empty() {
        writeln!(out, "    accDescr: {}", escaped(&story.shows.join(" ")))?;
    }
    let parts = drawn_parts(story);
    for part in &parts {
        let name = escaped(&story.parts[*part].name);
        writeln!(out, "    participant p{part} as {name}")?;
    }
    if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
        for line in occupied_before(story) {
            writeln!(out, "    Note over p{first},p{last}: {}", escaped(&line))?;
        }
    }
    for number in 0..story.scenes.len() {
        if story.repeats_from() == Some(number) {
            writeln!(out, "    loop for ever")?;
        }
        scene(out, story, &parts, number)?;
    }
    if story.repeats_from().is_some() {
        writeln!(out, "    end")?;
    }
    for sent in story.under_way() {
        message(out, sent, "--)", " · still under way")?;
    }
    let (first, last) = (parts.first(), parts.last());
    if let (Some(first), Some(last), Some(words)) = (first, last, story.ending_in_words()) {
        writeln!(out, "    Note over p{first},p{last}: {}", escaped(&words))?;
    }
    Ok(())
}

fn scene(out: &mut String, story: &Story, parts: &[usize], number: usize) -> std::fmt::Result {
    let told = &story.scenes[number];
    for sent in &story.segments {
        if sent.lost == Some(number) {
            message(out, sent, "-x", " · lost")?;
        }
        if sent.arrives.contains(&number) {
            let ignored = if sent.ignored { " · ignored" } else { "" };
            message(out, sent, "->>", ignored)?;
        }
    }
    let Some(at) = told.who.or(parts.first().copied()) else {
        return Ok(());
    };
    let notes = notes(story, number);
    let arrives = story
        .segments
        .iter()
        .any(|sent| sent.arrives.contains(&number));
    let mut lines = Vec::new();
    let when = told.when().map_or(String::new(), |at| format!(" · {at}"));
    match arrives {
        true => lines.push(format!("{}{when}", number + 1)),
        false => lines.push(format!(
            "{}{when} · {}",
            number + 1,
            headline(story, number)
        )),
    }
    lines.extend(beside(story, &notes));
    let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    writeln!(out, "    Note over p{at}: {}", lines.join("<br/>"))
}

fn beside(story: &Story, notes: &Notes) -> Vec<String> {
    let mut lines = notes.rules.clone();
    for (part, state) in &notes.states {
        lines.push(standing(story, *part, state));
    }
    for (_, queue, now) in &notes.queues {
        lines.push(format!("{queue} {}", now.drawn()));
    }
    if !notes.counters.is_empty() {
        lines.push(notes.counters.clone());
    }
    lines
}

fn message(out: &mut String, sent: &Sent, arrow: &str, note: &str) -> std::fmt::Result {
    let text = escaped(&format!("{}{note}", sent.text));
    writeln!(out, "    p{}{arrow}p{}: {text}", sent.from, sent.to)
}

/// `;` and `#` mean something to Mermaid.
fn escaped(text: &str) -> String {
    text.replace('#', "#35;")
        .replace("; ", ", ")
        .replace(';', ",")
        .replace("#35,", "#35;")
        .replace('<', "#lt;")
        .replace('>', "#gt;")
        .replace('\n', " ")
}
