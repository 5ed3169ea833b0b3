//! Findings for programs: `halfopen.findings/1`.

use super::super::check_json::{path, pretty};
use crate::gate::{Finding, Findings};
use serde_json::{Value, json};

/// Findings for programs.
#[must_use]
pub fn findings_json(findings: &Findings) -> String {
    pretty(&json!({
        "schema": "halfopen.findings/1",
        "file": findings.file,
        "findings": findings.findings.iter().map(finding).collect::<Vec<_>>(),
    }))
}

fn finding(finding: &Finding) -> Value {
    json!({
        "claim": finding.claim,
        "environment": finding.environment,
        "asked": finding.asked,
        "sentence": finding.sentence,
        "expected": finding.expected,
        "found": finding.found,
        "outcome": finding.outcome.word().to_lowercase(),
        "looked_at": finding.looked_at,
        "line": finding.line,
        "path": finding.run.as_ref().map(path),
        "replay": finding.run.as_ref().map(|run| &run.replay),
    })
}
