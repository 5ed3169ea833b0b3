//! What `trace` found, ready to be written.

use crate::capture::Trace;

/// What `trace` found, ready to be written.
pub struct TraceReport<'a> {
    /// How the capture is called.
    pub name: &'a str,
    /// What it shows.
    pub trace: &'a Trace,
}

const NOT_JUDGED: &str = "Diagnosed only: which kernels explain these packets is not judged yet.";

impl TraceReport<'_> {
    pub(super) fn judgement_human(&self) -> String {
        format!("\n{NOT_JUDGED}\n")
    }

    pub(super) fn judgement_markdown(&self) -> String {
        format!("\n{NOT_JUDGED}\n")
    }

    pub(super) fn judgements_json(&self) -> serde_json::Value {
        serde_json::Value::Null
    }
}
