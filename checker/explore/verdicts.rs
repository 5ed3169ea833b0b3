//! The project's own verdicts as the page shows them, each with the choices that lead to its run.

use super::model::{HalfopenScenario, is_shown};
use crate::judge::{Judged, Judgement};
use crate::run::{Ending, replay_actions};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// The verdicts, once there are any: the search goes on while the page is looked at.
#[derive(Clone, Default)]
pub struct PageVerdicts(Arc<Mutex<Option<Value>>>);

impl PageVerdicts {
    /// The search has ended.
    ///
    /// # Panics
    ///
    /// When a thread that held the verdicts panicked.
    pub fn are(&self, model: &HalfopenScenario, judgement: &Judgement, extent: &str) {
        let judged = judgement.judged.iter();
        let verdicts = judged.map(|judged| verdict(model, judged));
        self.say(extent, &verdicts.collect::<Vec<_>>());
    }

    /// These verdicts were found.
    pub(super) fn say(&self, extent: &str, verdicts: &[Value]) {
        let value = json!({ "done": true, "extent": extent, "verdicts": verdicts });
        *self.0.lock().expect("no thread panics with it") = Some(value);
    }

    pub(super) fn json(&self) -> Value {
        let known = self.0.lock().expect("no thread panics with it").clone();
        known.unwrap_or_else(|| json!({ "done": false, "verdicts": [] }))
    }
}

fn verdict(model: &HalfopenScenario, judged: &Judged) -> Value {
    let run = judged.verdict.run();
    let choices = run.and_then(|run| {
        let actions = replay_actions(model.world(), &run.replay).ok()?;
        model.choices(&actions)
    });
    let ending = run.map_or(String::new(), |run| match run.ending {
        Ending::Open => String::new(),
        Ending::Stops => "and nothing more has to happen".to_owned(),
        Ending::Repeats { from } => {
            format!(
                "and steps {} to {} again, for ever",
                from + 1,
                run.steps.len()
            )
        }
    });
    json!({
        "word": judged.verdict.word(),
        "property": judged.property.name,
        "sentence": judged.property.sentence,
        "steps": run.map(|run| run.steps.len()),
        "ending": ending,
        "choices": choices,
        "stateright_can_ask": is_shown(&judged.property),
    })
}
