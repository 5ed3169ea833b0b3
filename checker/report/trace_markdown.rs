//! What `trace` found, for a web page or a commit.

use super::TraceReport;
use super::table::{Cell, Place, Table};
use super::trace_words::{began, belief, counted};
use crate::capture::{Outcome, seconds};
use std::fmt::Write;

const OUTCOMES: &[(&str, Place)] = &[
    ("connections", Place::Line),
    ("outcome", Place::Line),
    ("meaning", Place::Line),
];

const CONNECTIONS: &[(&str, Place)] = &[
    ("number", Place::Line),
    ("client", Place::Line),
    ("server", Place::Line),
    ("begins", Place::Line),
    ("outcome", Place::Line),
    ("client_believes", Place::Line),
    ("server_believes", Place::Line),
    ("anomalies", Place::Line),
];

impl TraceReport<'_> {
    /// For a web page or a commit.
    #[must_use]
    pub fn markdown(&self) -> String {
        let trace = self.trace;
        let mut out = format!("# {}\n\n{}.\n\n", self.name, counted(trace));
        if let Some(error) = &trace.unreadable {
            write!(out, "**Not read to its end:** {error}.\n\n")
                .expect("a string takes everything");
        }
        let rows = Outcome::ALL.iter().filter_map(|outcome| {
            let count = trace.outcomes.get(outcome)?;
            Some(vec![
                Cell::from(count.to_string()),
                outcome.words().into(),
                outcome.meaning().into(),
            ])
        });
        let outcomes = Table {
            columns: OUTCOMES,
            rows: rows.collect(),
        };
        out.push_str(&outcomes.markdown());
        let rows = trace.connections.iter().map(|diagnosis| {
            let anomalies: Vec<&str> = (diagnosis.anomalies.iter())
                .map(|anomaly| &*anomaly.text)
                .collect();
            vec![
                Cell::from(diagnosis.number.to_string()),
                diagnosis.flow.client.to_string().into(),
                diagnosis.flow.server.to_string().into(),
                seconds(began(trace, diagnosis)).into(),
                diagnosis.outcome.words().into(),
                belief(&diagnosis.client).into(),
                belief(&diagnosis.server).into(),
                anomalies.join("; ").into(),
            ]
        });
        let connections = Table {
            columns: CONNECTIONS,
            rows: rows.collect(),
        };
        out.push_str("\n## Connections\n\n");
        out.push_str(&connections.markdown());
        if trace.left_out > 0 {
            writeln!(out, "\n{} more are counted above.", trace.left_out)
                .expect("a string takes everything");
        }
        out.push_str(&self.judgement_markdown());
        out
    }
}
