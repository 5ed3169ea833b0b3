//! A check for programs: `halfopen.check/1`.

use super::CheckReport;
use super::measures::measure_json;
use crate::input::CLOCKS;
use crate::judge::{ClientsApart, GraphSeen, Judged, Judgement};
use crate::run::{Ending, Run};
use crate::search::StoppedBy;
use halfopen_spec::clock::Clock;
use serde_json::{Value, json};

impl CheckReport<'_> {
    /// The whole report.
    #[must_use]
    pub fn json(&self) -> String {
        let value = json!({
            "schema": "halfopen.check/1",
            "scenario": self.judgement.scenario.name,
            "profile": self.judgement.profile.name,
            "network": self.judgement.scenario.network.to_string(),
            "settings": self.settings(),
            "notes": self.notes(),
            "search": search(self.judgement),
            "verdicts": self.judgement.judged.iter().map(|judged| self.verdict(judged)).collect::<Vec<_>>(),
            "measures": self.taken.iter().map(measure_json).collect::<Vec<_>>(),
        });
        pretty(&value)
    }

    fn verdict(&self, judged: &Judged) -> Value {
        json!({
            "property": judged.property.name,
            "kind": judged.property.kind.word(),
            "sentence": judged.property.sentence,
            "verdict": judged.verdict.word(),
            "path": judged.verdict.run().map(path),
            "ending": judged.verdict.run().map(ending),
            "end": judged.verdict.run().map(|run| &run.end),
            "replay": judged.verdict.run().map(|run| &run.replay),
            "world": judged.verdict.run().map(|_| (self.invocation)(judged)),
        })
    }
}

fn search(judgement: &Judgement) -> Value {
    let coverage = &judgement.coverage;
    json!({
        "engine": coverage.engine.name(),
        "clock": clock(judgement.scenario.clock),
        "classes": coverage.classes,
        "clients_apart": coverage.apart.as_ref().map(clients_apart),
        "graph": coverage.graph.as_ref().map(graph),
        "up_to_names": coverage.up_to_names,
        "states": coverage.states,
        "transitions": coverage.transitions,
        "depth": coverage.depth,
        "complete": coverage.complete,
        "stopped_by": coverage.stopped_by.map(stopped_by),
        "seconds": coverage.seconds,
        "rules": coverage.rules.iter().map(|(rule, count)| (rule.source().id, *count)).collect::<std::collections::BTreeMap<_, _>>(),
    })
}

/// The name of a clock, as options and files spell it.
#[must_use]
pub fn clock(clock: Clock) -> &'static str {
    let named = CLOCKS.iter().find(|(_, known)| *known == clock);
    named.map_or("", |(word, _)| word)
}

fn clients_apart(apart: &ClientsApart) -> Value {
    json!({
        "bundles": apart.bundles,
        "leaps": apart.leaps,
        "depth": apart.depth,
        "stopped_by": apart.stopped_by.map(stopped_by),
    })
}

fn graph(graph: &GraphSeen) -> Value {
    json!({
        "states": graph.states,
        "transitions": graph.transitions,
        "stopped_by": graph.stopped_by.map(stopped_by),
    })
}

const fn stopped_by(reason: StoppedBy) -> &'static str {
    match reason {
        StoppedBy::MaxStates => "max-states",
        StoppedBy::MaxDepth => "max-depth",
        StoppedBy::Time => "time-limit",
        StoppedBy::Memory => "memory-limit",
        StoppedBy::Interrupted => "interrupted",
        StoppedBy::EveryQuestionAnswered => "every-question-answered",
    }
}

/// The steps of a run as data.
pub(super) fn path(run: &Run) -> Vec<Value> {
    run.steps
        .iter()
        .map(|step| {
            json!({
                "seconds": step.at.map(|at| at.as_secs_f64()),
                "who": step.who,
                "what": step.what,
                "rules": step.rules.iter().map(|rule| rule.source().id).collect::<Vec<_>>(),
                "counters": step.counters.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "sends": step.sends,
                "changes": step.changes,
            })
        })
        .collect()
}

fn ending(run: &Run) -> Value {
    match run.ending {
        Ending::Open => json!({ "kind": "open" }),
        Ending::Stops => json!({ "kind": "stops" }),
        Ending::Repeats { from } => json!({ "kind": "repeats", "from_step": from + 1 }),
    }
}

/// A replayed run.
#[must_use]
pub fn run_json(run: &Run) -> String {
    pretty(&json!({
        "schema": "halfopen.run/1",
        "path": path(run),
        "ending": ending(run),
        "end": run.end,
        "replay": run.replay,
    }))
}

/// JSON with a line end.
pub(super) fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
