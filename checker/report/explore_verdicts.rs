//! What `explore` says on the standard error before the page opens: the project's own verdicts.

use crate::explore::{MOST_PROPERTIES, is_shown};
use crate::judge::{Judged, Judgement};
use crate::search::StoppedBy;

/// The verdicts, how far they reach, and what the page cannot show.
#[must_use]
pub fn verdicts_before_page(judgement: &Judgement) -> String {
    let mut lines = vec![format!(
        "{} on {}: what halfopen's own search says",
        judgement.scenario.name, judgement.profile.name
    )];
    lines.extend(judgement.judged.iter().map(verdict));
    lines.push(format!("  {}", extent(judgement)));
    lines.push(String::new());
    lines.push("stateright's explorer (/stateright.htm) shows its own verdicts, once it has run to completion. Where the two differ, believe those above.".to_owned());
    let (shown, others): (Vec<&Judged>, Vec<&Judged>) = judgement
        .judged
        .iter()
        .partition(|judged| is_shown(&judged.property));
    let names = |judged: &[&Judged]| {
        let names: Vec<&str> = judged.iter().map(|judged| judged.property.name).collect();
        names.join(", ")
    };
    if !others.is_empty() {
        lines.push(format!(
            "Not on stateright's page, because stateright asks about states and these ask about steps: {}",
            names(&others)
        ));
    }
    if let Some(more @ [_, ..]) = shown.get(MOST_PROPERTIES..) {
        lines.push(format!(
            "Not on stateright's page, which has room for {MOST_PROPERTIES}: {}",
            names(more)
        ));
    }
    lines.join("\n")
}

fn verdict(judged: &Judged) -> String {
    let steps = match judged.verdict.run().map(|run| run.steps.len()) {
        None => String::new(),
        Some(0) => "  in the initial state".to_owned(),
        Some(1) => "  after 1 step".to_owned(),
        Some(steps) => format!("  after {steps} steps"),
    };
    let word = judged.verdict.word().to_uppercase();
    format!("  {word:<16} {}{steps}", judged.property.name)
}

/// How far the search went, in one sentence.
#[must_use]
pub fn extent_for_page(judgement: &Judgement) -> String {
    extent(judgement)
}

fn extent(judgement: &Judgement) -> String {
    let states = judgement.coverage.states;
    if judgement.coverage.complete {
        return format!("The whole space was seen: {}.", judgement.coverage.extent());
    }
    match judgement.coverage.stopped_by {
        None => format!("{states} states were seen."),
        Some(StoppedBy::EveryQuestionAnswered) => {
            format!("{states} states were seen until every question was answered.")
        }
        Some(
            StoppedBy::MaxStates
            | StoppedBy::MaxDepth
            | StoppedBy::Time
            | StoppedBy::Memory
            | StoppedBy::Interrupted,
        ) => {
            format!(
                "Only {states} states were looked at; `halfopen check` looks further. On stateright's page, \"Run to completion\" has no bound and may take all memory."
            )
        }
    }
}
