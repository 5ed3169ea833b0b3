//! What `trace` found, for a terminal: a summary of all connections first, then the telling ones.

use super::TraceReport;
use super::trace_words::{began, belief, counted, several};
use crate::capture::{Diagnosis, Outcome, seconds};
use std::fmt::Write;

impl TraceReport<'_> {
    /// For a terminal.
    #[must_use]
    pub fn human(&self) -> String {
        let mut out = String::new();
        self.write_summary(&mut out)
            .and_then(|()| self.write_connections(&mut out))
            .expect("a string takes everything");
        out.push_str(&self.judgement_human());
        out
    }

    fn write_summary(&self, out: &mut String) -> std::fmt::Result {
        let trace = self.trace;
        write!(out, "{}: {}", self.name, counted(trace))?;
        if let Some((first, last)) = trace.span {
            write!(out, "; {} long", seconds(last - first))?;
        }
        out.push('\n');
        if let Some(error) = &trace.unreadable {
            writeln!(out, "NOT READ TO ITS END: {error}")?;
        }
        writeln!(out, "{}", several(trace.all_connections(), "connection"))?;
        for outcome in Outcome::ALL {
            if let Some(count) = trace.outcomes.get(&outcome) {
                let (words, meaning) = (outcome.words(), outcome.meaning());
                writeln!(out, "{count:>8}  {words:<24} {meaning}")?;
            }
        }
        Ok(())
    }

    fn write_connections(&self, out: &mut String) -> std::fmt::Result {
        if self.trace.connections.is_empty() {
            return Ok(());
        }
        out.push_str("\nConnections\n");
        for diagnosis in &self.trace.connections {
            self.write_connection(out, diagnosis)?;
        }
        if self.trace.left_out > 0 {
            writeln!(
                out,
                "  … and {} more, counted above; --connections N shows more",
                self.trace.left_out
            )?;
        }
        Ok(())
    }

    fn write_connection(&self, out: &mut String, diagnosis: &Diagnosis) -> std::fmt::Result {
        let flow = &diagnosis.flow;
        writeln!(
            out,
            "{:>4}  {} → {}  {}  (#{}–#{}, {}, from {})",
            diagnosis.number,
            flow.client,
            flow.server,
            diagnosis.outcome.words(),
            flow.first.number,
            flow.last.number,
            several(flow.segments, "segment"),
            seconds(began(self.trace, diagnosis)),
        )?;
        writeln!(
            out,
            "        client {} · server {}",
            belief(&diagnosis.client),
            belief(&diagnosis.server)
        )?;
        for anomaly in &diagnosis.anomalies {
            writeln!(out, "        {}: {}", anomaly.code, anomaly.text)?;
        }
        Ok(())
    }
}
