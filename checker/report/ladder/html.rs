//! A story as a page of its own: the drawing, then every step in words. Nothing is loaded from anywhere.

use super::notes::{headline, notes, occupied_before, standing};
use super::svg::{escaped, svg};
use crate::story::Story;
use std::fmt::Write;

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1c1e21;--paper:#fff;--soft:#5f6368;--line:#dadce0}\
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--paper:#16181c;--soft:#a4abb3;--line:#3c4043}}\
body{margin:0 auto;padding:1rem;max-width:80rem;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}\
h1{font-size:1.4rem}h2{font-size:1.15rem}.drawing{overflow-x:auto;border:1px solid var(--line);border-radius:6px}\
.drawing svg{display:block}ol{padding-left:1.6rem}li{margin:.6rem 0}li p{margin:.1rem 0}\
.soft{color:var(--soft)}code,pre{font-family:ui-monospace,monospace;font-size:.9em}pre{overflow-x:auto}\
code{overflow-wrap:anywhere}\
@media print{.drawing{overflow:visible;border:0}.drawing svg{max-width:100%;height:auto}}";

/// The page.
#[must_use]
pub fn page(story: &Story) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{}</main>\n</body>\n</html>\n",
        escaped(&story.title),
        fragment(story)
    )
}

/// The story without the page around it.
#[must_use]
pub fn fragment(story: &Story) -> String {
    let mut out = String::new();
    write_fragment(&mut out, story).expect("a string takes everything");
    out
}

fn write_fragment(out: &mut String, story: &Story) -> std::fmt::Result {
    writeln!(out, "<h1>{}</h1>", escaped(&story.title))?;
    for line in &story.shows {
        writeln!(out, "<p>{}</p>", escaped(line))?;
    }
    // Whoever moves by keyboard can scroll it.
    writeln!(
        out,
        "<div class=\"drawing\" tabindex=\"0\" role=\"region\" aria-label=\"ladder diagram\">\n{}</div>",
        svg(story)
    )?;
    writeln!(out, "<h2>Step by step</h2>")?;
    for line in occupied_before(story) {
        writeln!(out, "<p class=\"soft\">{}</p>", escaped(&line))?;
    }
    writeln!(out, "<ol>")?;
    for scene in 0..story.scenes.len() {
        write_scene(out, story, scene)?;
    }
    writeln!(out, "</ol>")?;
    if let Some(words) = story.ending_in_words() {
        writeln!(out, "<p><strong>{}</strong></p>", escaped(&words))?;
    }
    writeln!(out, "<h2>At the end</h2>\n<pre>")?;
    for line in &story.end {
        writeln!(out, "{}", escaped(line))?;
    }
    writeln!(out, "</pre>")
}

fn write_scene(out: &mut String, story: &Story, scene: usize) -> std::fmt::Result {
    let told = &story.scenes[scene];
    let when = told
        .when()
        .map(|at| format!(" <span class=\"soft\">{at}</span>"));
    let again = match story.repeats_from() == Some(scene) {
        true => " <strong>from here on, for ever</strong>",
        false => "",
    };
    writeln!(
        out,
        "<li><p><strong>{}</strong>{}{again}</p>",
        escaped(&headline(story, scene)),
        when.unwrap_or_default()
    )?;
    let notes = notes(story, scene);
    for rule in &notes.rules {
        writeln!(out, "<p>{}</p>", escaped(rule))?;
    }
    for sent in story.segments.iter().filter(|sent| sent.sent == scene) {
        let to = escaped(&story.parts[sent.to].name);
        let fate = match (sent.lost, &*sent.arrives) {
            (Some(lost), _) => format!("lost in step {}", lost + 1),
            (None, []) => "still under way at the end".to_owned(),
            (None, arrives) => {
                let steps: Vec<String> = arrives.iter().map(|at| (at + 1).to_string()).collect();
                let ignored = if sent.ignored { ", and is ignored" } else { "" };
                format!("arrives in step {}{ignored}", steps.join(", "))
            }
        };
        writeln!(
            out,
            "<p>sends <code>{}</code> to {to}: {fate}</p>",
            escaped(&sent.text)
        )?;
    }
    for (part, state) in &notes.states {
        writeln!(out, "<p>{}</p>", escaped(&standing(story, *part, state)))?;
    }
    for (_, name, queue) in &notes.queues {
        writeln!(
            out,
            "<p class=\"soft\">{name} <code>{}</code></p>",
            escaped(&queue.drawn())
        )?;
    }
    let timers = [(&notes.armed, "runs"), (&notes.stopped, "no longer runs")];
    for (changed, verb) in timers {
        for (part, timer) in changed {
            let name = escaped(&story.parts[*part].name);
            writeln!(
                out,
                "<p class=\"soft\">{name}: {} {verb}</p>",
                escaped(timer)
            )?;
        }
    }
    if !notes.counters.is_empty() {
        writeln!(out, "<p class=\"soft\">{}</p>", escaped(&notes.counters))?;
    }
    writeln!(out, "</li>")
}
