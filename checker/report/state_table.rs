//! `states.md`: what happens in each state with each event, by which rule, and on which kernels it is otherwise.

use halfopen_spec::cells::{Cell, Event, State, cell, events, states};
use halfopen_spec::policy::{Profile, profiles};
use std::fmt::Write;

const HEAD: &str = "\
# States and events

What a host does in each state with each event, computed by applying the rules: rules (`halfopen explain E5`, or [rules.md](rules.md)), the
segments sent, and the state after if it is another. Where kernels differ each line names its kernels. Peers number from 100 or 300 on;
the receive window is 1000. An event that cannot be in a state has no line there.
";

/// The page.
#[must_use]
pub(super) fn state_table() -> String {
    let (profiles, events) = (profiles(), events());
    let mut page = HEAD.to_owned();
    for state in states() {
        write!(
            page,
            "\n## {}\n\n| event | what happens |\n|---|---|\n",
            state.name
        )
        .expect("a string takes everything");
        for event in &events {
            if let Some(what) = what_happens(&profiles, &state, event) {
                writeln!(page, "| {} | {what} |", event.name).expect("a string takes everything");
            }
        }
    }
    page
}

/// One text if all kernels agree, else one for each group of kernels.
fn what_happens(profiles: &[Profile], state: &State, event: &Event) -> Option<String> {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for profile in profiles {
        let text = cell(profile, state, event).map_or("cannot be".to_owned(), |cell| shown(&cell));
        let name = profile.name.trim_start_matches("linux-");
        match groups.iter_mut().find(|(known, _)| *known == text) {
            Some((_, names)) => names.push(name),
            None => groups.push((text, vec![name])),
        }
    }
    match groups.as_slice() {
        [(text, _)] => (text != "cannot be").then(|| text.clone()),
        groups => {
            let lines = groups
                .iter()
                .map(|(text, names)| format!("{text} *({})*", names.join(", ")));
            Some(lines.collect::<Vec<_>>().join("<br>"))
        }
    }
}

fn shown(cell: &Cell) -> String {
    let mut parts = vec![
        cell.rules
            .iter()
            .map(|rule| rule.source().id)
            .collect::<Vec<_>>()
            .join(" "),
    ];
    parts.extend(cell.sent.iter().map(|segment| format!("`{segment}`")));
    parts.extend(cell.becomes.iter().map(|state| format!("**{state}**")));
    parts.join(" · ")
}
