//! What stateright's checkers say.

use super::check_json::pretty;
use crate::judge::{Engine, SecondOpinion};
use halfopen_spec::properties::{Kind, Property};
use serde_json::json;
use std::fmt::Write;

fn word(
    property: &Property,
    answer: Option<&Option<Vec<halfopen_spec::model::WorldAction>>>,
) -> &'static str {
    match (property.kind, answer) {
        (Kind::Eventually | Kind::LeadsTo, _) => "not asked (about what happens in the end)",
        (Kind::Sometimes | Kind::Always, None) => "not asked (about steps)",
        (Kind::Sometimes, Some(Some(_))) => "reached",
        (Kind::Sometimes, Some(None)) => "not reached",
        (Kind::Always, Some(Some(_))) => "violated",
        (Kind::Always, Some(None)) => "holds",
    }
}

/// For a terminal.
#[must_use]
pub fn second_opinion_text(
    engine: Engine,
    opinion: &SecondOpinion,
    properties: &[Property],
) -> String {
    let mut out = format!(
        "{}: {} states (told apart by 64-bit hashes) · the whole space was seen\n",
        engine.name(),
        opinion.states
    );
    for (property, answer) in properties.iter().zip(&opinion.answers) {
        let word = word(property, answer.as_ref()).to_uppercase();
        writeln!(out, "{word:<16} {}", property.name).expect("a string takes everything");
    }
    out
}

/// For programs.
#[must_use]
pub fn second_opinion_json(
    engine: Engine,
    opinion: &SecondOpinion,
    properties: &[Property],
) -> String {
    let verdicts: Vec<_> = properties
        .iter()
        .zip(&opinion.answers)
        .map(|(property, answer)| {
            json!({
                "property": property.name,
                "kind": property.kind.word(),
                "verdict": word(property, answer.as_ref()),
                "path": null,
            })
        })
        .collect();
    let search = json!({
        "engine": engine.name(),
        "clock": "any-order",
        "states": opinion.states,
        "depth": opinion.depth,
        "complete": true,
        "stopped_by": null,
        "seconds": opinion.seconds,
    });
    pretty(&json!({ "schema": "halfopen.check/1", "search": search, "verdicts": verdicts }))
}
