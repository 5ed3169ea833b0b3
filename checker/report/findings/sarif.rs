//! Findings as SARIF 2.1.0: each difference is a result at its line in the claims file, its run a thread flow.

use super::super::check_json::pretty;
use crate::gate::{Finding, Findings, Outcome};
use crate::run::{Run, Step};
use serde_json::{Value, json};

/// Findings as SARIF. What is as expected is no result.
#[must_use]
pub fn findings_sarif(findings: &Findings) -> String {
    let open: Vec<&Finding> = findings
        .findings
        .iter()
        .filter(|finding| finding.outcome != Outcome::AsExpected)
        .collect();
    let mut asked: Vec<&Finding> = Vec::new();
    for finding in &open {
        if !asked.iter().any(|known| known.asked == finding.asked) {
            asked.push(finding);
        }
    }
    let file = findings.file.as_deref();
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "halfopen",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": asked.iter().map(|finding| rule(finding)).collect::<Vec<_>>(),
                },
            },
            "results": open.iter().map(|finding| result(file, finding)).collect::<Vec<_>>(),
        }],
    }))
}

fn rule(finding: &Finding) -> Value {
    let property = halfopen_spec::properties::property(finding.asked);
    let measure = halfopen_spec::measures::measure(finding.asked);
    let sentence = property
        .map(|property| property.sentence)
        .or(measure.map(|measure| measure.sentence));
    json!({
        "id": finding.asked,
        "shortDescription": { "text": sentence.unwrap_or(finding.asked) },
    })
}

fn result(file: Option<&str>, finding: &Finding) -> Value {
    let level = match finding.outcome {
        Outcome::Differs => "error",
        Outcome::Undecided | Outcome::AsExpected => "warning",
    };
    let mut result = json!({
        "ruleId": finding.asked,
        "level": level,
        "message": {
            "text": format!(
                "{} on {}: {} {} ({})",
                finding.claim, finding.environment, finding.message(), finding.sentence, finding.looked_at
            ),
        },
        "locations": locations(file, finding),
        "partialFingerprints": { "halfopen/v1": finding.key() },
    });
    if let Some(run) = &finding.run {
        result["codeFlows"] = json!([{ "threadFlows": [thread_flow(file, finding, run)] }]);
    }
    result
}

fn locations(file: Option<&str>, finding: &Finding) -> Vec<Value> {
    let physical = physical(file, finding);
    let at = |physical: Value| json!({ "physicalLocation": physical });
    physical.into_iter().map(at).collect()
}

fn physical(file: Option<&str>, finding: &Finding) -> Option<Value> {
    // A URI has slashes, on Windows too.
    let uri = file?.replace('\\', "/");
    Some(json!({
        "artifactLocation": { "uri": uri },
        "region": { "startLine": finding.line? },
    }))
}

/// A run has no lines of its own: each step points at the expectation that it disappoints.
fn thread_flow(file: Option<&str>, finding: &Finding, run: &Run) -> Value {
    let physical = physical(file, finding);
    let location = |step: &Step| {
        let mut location = json!({ "message": { "text": told(step) } });
        if let Some(physical) = &physical {
            location["physicalLocation"] = physical.clone();
        }
        json!({ "location": location })
    };
    json!({ "locations": run.steps.iter().map(location).collect::<Vec<_>>() })
}

fn told(step: &Step) -> String {
    let rules = step.rules.iter().map(|rule| {
        let source = rule.source();
        format!("{} {}", source.id, source.sentence)
    });
    let parts = std::iter::once(format!("{} {}", step.who, step.what))
        .chain(rules)
        .chain(step.sends.iter().cloned())
        .chain(step.changes.iter().cloned());
    parts.collect::<Vec<_>>().join(" · ")
}
