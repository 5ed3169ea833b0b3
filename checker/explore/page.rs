//! What the page shows after some choices: the steps so far, where everybody stands, and what can happen next.

use super::model::HalfopenScenario;
use super::shown::{Happening, Shown};
use crate::report::ladder;
use crate::run::facts::listing;
use crate::run::{Cited, Run, Step, cite};
use crate::story::Story;
use halfopen_spec::model::{Node, World, WorldAction};
use serde_json::{Value, json};
use stateright::Model;
use std::collections::BTreeMap;

/// Everything that is shown after these choices; `None` where one of them is impossible.
pub(super) fn shown_after(model: &HalfopenScenario, choices: &[usize]) -> Option<Value> {
    let mut state = model.start()?;
    let mut taken: Vec<Happening> = Vec::new();
    let mut steps = Vec::new();
    for choice in choices {
        let happening = possible(model, &state).into_iter().nth(*choice)?;
        let next = model.next_state(&state, happening.clone())?;
        steps.push(step(model.world(), &state, &happening, &next));
        taken.push(happening);
        state = next;
    }
    let next = possible(model, &state).into_iter().filter_map(|happening| {
        let after = model.next_state(&state, happening.clone())?;
        Some(step(model.world(), &state, &happening, &after))
    });
    Some(json!({
        "choices": choices,
        "steps": steps,
        "state": state_of(model, &state),
        "next": next.collect::<Vec<_>>(),
        "ladder": drawn(model, &taken),
    }))
}

fn possible(model: &HalfopenScenario, state: &Shown) -> Vec<Happening> {
    let mut possible = Vec::new();
    model.actions(state, &mut possible);
    possible
}

/// The run as a picture.
fn drawn(model: &HalfopenScenario, taken: &[Happening]) -> Option<String> {
    let actions: Vec<WorldAction> = taken.iter().map(|step| step.action.clone()).collect();
    let run = Run::of(model.world(), &actions)?;
    let story = Story::of("the steps so far", model.world(), &actions, &run)?;
    Some(ladder::svg(&story))
}

fn step(world: &World, before: &Shown, happening: &Happening, after: &Shown) -> Value {
    let step = Step::of(world, &before.state, &happening.action, &after.state);
    let rules = step.rules.iter().map(|rule| cite(*rule, Cited::WithKernel));
    json!({
        "what": happening.to_string(),
        "who": step.who,
        "rules": rules.collect::<Vec<_>>(),
        "sends": step.sends,
        "counters": step.counters.iter().map(|counter| format!("{counter}+1")).collect::<Vec<_>>(),
        "changes": step.changes,
    })
}

fn state_of(model: &HalfopenScenario, state: &Shown) -> Value {
    let world = model.world();
    let lines = listing(world, &state.state, &BTreeMap::new());
    let timers = state.timers();
    let queues = state.queues();
    let server = world.cfg.server.map(|server| usize::from(server.0));
    let hosts = world
        .actors
        .iter()
        .enumerate()
        .filter_map(|(number, actor)| {
            let Node::Host(host) = actor else {
                return None;
            };
            let own = lines.iter().filter_map(|line| of_host(line, &host.name));
            let armed = timers.iter().filter(|(owner, _)| *owner == host.name);
            let queues = match server == Some(number) {
                true => &*queues,
                false => &[],
            };
            let queues = queues.iter().map(|queue| {
                json!({
                    "name": queue.name,
                    "held": queue.held,
                    "slots": queue.slots,
                    "free": queue.free(),
                    "occupants": queue.occupants,
                })
            });
            Some(json!({
                "name": host.name,
                "ss": own.collect::<Vec<_>>(),
                "queues": queues.collect::<Vec<_>>(),
                "timers": armed.map(|(_, timer)| timer).collect::<Vec<_>>(),
            }))
        });
    let segments = state.segments().into_iter();
    let segments =
        segments.map(|(from, to, segment)| json!({ "from": from, "to": to, "segment": segment }));
    json!({
        "hosts": hosts.collect::<Vec<_>>(),
        "in_flight": segments.collect::<Vec<_>>(),
        "true": model.true_of(state),
    })
}

/// What a line of the listing says, if it is of this host.
fn of_host<'l>(line: &'l str, host: &str) -> Option<&'l str> {
    let rest = line.strip_prefix(host)?;
    // `client 1` is not the beginning of `client 10`.
    rest.starts_with(' ').then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use halfopen_spec::policy::profile;
    use halfopen_spec::scenarios::one_slot;

    fn model() -> HalfopenScenario {
        let profile = profile("linux-6.18").expect("a built-in profile");
        HalfopenScenario::new(one_slot().world(&profile), &[])
    }

    #[test]
    fn each_host_has_its_own_sockets_queues_and_timers() {
        let shown = shown_after(&model(), &[0]).expect("the first choice is possible");
        let hosts = &shown["state"]["hosts"];
        assert_eq!(hosts[0]["name"], "server");
        assert_eq!(hosts[0]["ss"][0], "LISTEN       Recv-Q 1 Send-Q 1  *:80");
        assert_eq!(hosts[0]["queues"][1]["held"], 1);
        assert_eq!(hosts[0]["queues"][1]["free"], 1);
        assert_eq!(hosts[1]["name"], "client 1");
        assert_eq!(hosts[1]["timers"][0], "SYN timer for server");
        assert_eq!(hosts[1]["queues"].as_array().map(Vec::len), Some(0));
        assert_eq!(shown["state"]["in_flight"][0]["segment"], "S 100:100(0)");
        assert_eq!(shown["steps"].as_array().map(Vec::len), Some(1));
        assert!(shown["next"].as_array().is_some_and(|next| next.len() > 1));
        assert!(
            shown["ladder"]
                .as_str()
                .is_some_and(|svg| svg.contains("<svg"))
        );
    }

    #[test]
    fn an_impossible_choice_shows_nothing() {
        assert!(shown_after(&model(), &[99]).is_none());
    }

    #[test]
    fn a_line_belongs_to_the_host_whose_whole_name_it_begins_with() {
        assert_eq!(
            of_host("client 1  ESTABLISHED", "client 1"),
            Some("ESTABLISHED")
        );
        assert_eq!(of_host("client 10 ESTABLISHED", "client 1"), None);
    }
}
