//! Claims for programs: `halfopen.claims/1`.

use super::check_json::{path, pretty};
use super::claims::claim_reports;
use crate::decide::{DecidedCase, DecidedPart, Decision, Evidence};
use crate::judge::Extent;
use serde_json::{Map, Value, json};

/// Every claim with its verdict and evidence per kernel.
#[must_use]
pub fn claims_json(decisions: &[Decision]) -> String {
    let claims: Vec<Value> = claim_reports(decisions)
        .iter()
        .map(|report| {
            let claim = report.claim();
            let verdicts: Map<String, Value> = report
                .decisions
                .iter()
                .map(|decision| (decision.profile.clone(), verdict(decision)))
                .collect();
            json!({
                "id": claim.id,
                "statement": claim.statement,
                "source": claim.source,
                "note": claim.note,
                "verdicts": verdicts,
            })
        })
        .collect();
    pretty(&json!({ "schema": "halfopen.claims/1", "claims": claims }))
}

fn verdict(decision: &Decision) -> Value {
    json!({
        "verdict": decision.truth.word(),
        "evidence": decision.cases.iter().map(case).collect::<Vec<_>>(),
    })
}

fn case(case: &DecidedCase) -> Value {
    json!({
        "setting": case.setting,
        "so": case.so(),
        "parts": case.parts.iter().map(part).collect::<Vec<_>>(),
    })
}

fn part(part: &DecidedPart) -> Value {
    let evidence = match &part.evidence {
        Evidence::Run {
            scenario,
            property,
            run,
            ..
        } => {
            json!({ "kind": "run", "scenario": scenario, "property": property, "path": path(run), "end": run.end, "replay": run.replay })
        }
        Evidence::WholeSpace {
            scenario,
            property,
            extent,
            vacuous,
            rules: _,
        } => json!({
            "kind": "whole-space", "scenario": scenario, "property": property, "seen": seen(*extent), "vacuous": vacuous,
        }),
        Evidence::SomeRun { scenario, property } => {
            json!({ "kind": "some-run", "scenario": scenario, "property": property })
        }
        Evidence::Measured {
            scenario,
            measure,
            computed,
            claimed,
        } => json!({
            "kind": "measured", "scenario": scenario, "measure": measure, "computed": computed, "claimed": claimed,
        }),
        Evidence::Numbers { computed, claimed } => {
            json!({ "kind": "numbers", "computed": computed, "claimed": claimed })
        }
        Evidence::CutOff { scenario, extent } => {
            json!({ "kind": "cut-off", "scenario": scenario, "seen": seen(*extent) })
        }
    };
    json!({ "sentence": part.sentence, "so": part.so, "evidence": evidence })
}

fn seen(extent: Extent) -> Value {
    match extent {
        Extent::States(states) => json!({ "states": states }),
        Extent::Classes(classes) => json!({ "classes": classes }),
        Extent::Bundles(bundles) => json!({ "bundles": bundles }),
    }
}
