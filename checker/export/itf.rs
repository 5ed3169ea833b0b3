//! A story in Apalache's Informal Trace Format (ADR 015), which trace viewers and test generators read.
//!
//! One state before the first step and one after each. Every value is a string, a number, a list, a record or a map.

use crate::run::{Queue, Standing};
use crate::story::{Scene, Story};
use serde_json::{Value, json};

/// The trace, as JSON.
#[must_use]
pub fn itf(story: &Story) -> String {
    let states: Vec<Value> = (0..=story.scenes.len())
        .map(|number| state(story, number))
        .collect();
    let mut trace = json!({
        "#meta": {
            "format": "ITF",
            "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
            "description": story.title,
        },
        "vars": ["action", "hosts", "in_flight"],
        "states": states,
    });
    // The last state is the one before the steps that are repeated: what follows it is the state after the first of them.
    if let Some(from) = story.repeats_from() {
        trace["loop"] = json!(from + 1);
    }
    format!("{trace:#}\n")
}

/// The state after so many scenes.
fn state(story: &Story, number: usize) -> Value {
    let last = number.checked_sub(1).map(|last| &story.scenes[last]);
    let standings = last.map_or(&story.before, |scene| &scene.after);
    let hosts = story.parts.iter().zip(standings);
    let hosts: Vec<Value> = hosts
        .map(|(part, standing)| json!([part.name, host(standing)]))
        .collect();
    let under_way = story.segments.iter().filter(|sent| {
        let is_over = |scene: &usize| *scene < number;
        sent.sent < number
            && !sent.arrives.iter().any(is_over)
            && !sent.lost.as_ref().is_some_and(is_over)
    });
    let in_flight: Vec<Value> = under_way
        .map(|sent| {
            json!({
                "from": story.parts[sent.from].name,
                "to": story.parts[sent.to].name,
                "segment": sent.text,
            })
        })
        .collect();
    json!({
        "#meta": { "index": number },
        "action": action(story, last),
        "hosts": { "#map": hosts },
        "in_flight": in_flight,
    })
}

/// What led to a state; nothing did to the first.
fn action(story: &Story, scene: Option<&Scene>) -> Value {
    let who = scene.map(|scene| match scene.who {
        Some(part) => &*story.parts[part].name,
        None => "network",
    });
    let rules = scene.map_or(&[][..], |scene| &scene.rules).iter();
    let counters = scene.map_or(&[][..], |scene| &scene.counters).iter();
    let millis = scene.and_then(|scene| Some(scene.at?.0.as_millis()));
    json!({
        "who": who.unwrap_or(""),
        "what": scene.map_or("", |scene| &*scene.what),
        "rules": rules.map(|rule| rule.source().id).collect::<Vec<_>>(),
        "counters": counters.map(ToString::to_string).collect::<Vec<_>>(),
        // -1 where no time passes.
        "milliseconds": millis.and_then(|millis| i64::try_from(millis).ok()).unwrap_or(-1),
    })
}

fn host(standing: &Standing) -> Value {
    let sockets: Vec<Value> = (standing.sockets.iter())
        .map(|(peer, state)| json!([peer, state]))
        .collect();
    json!({
        "sockets": { "#map": sockets },
        "error": standing.error.as_deref().unwrap_or(""),
        "syn_queue": queue(standing.syn_queue.as_ref()),
        "accept_queue": queue(standing.accept_queue.as_ref()),
        "timers": { "#set": standing.timers },
    })
}

/// A host that does not listen has queues without slots.
fn queue(queue: Option<&Queue>) -> Value {
    json!({
        "occupants": queue.map_or(&[][..], |queue| &queue.occupants),
        "held": queue.map_or(0, |queue| queue.held),
        "slots": queue.map_or(0, |queue| queue.slots),
    })
}
