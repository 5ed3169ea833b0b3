//! What `trace` found, for programs; the schema is a contract.

use super::TraceReport;
use super::trace_words::began;
use crate::capture::{Belief, Diagnosis, Nanos, Outcome, Sighting};
use serde_json::{Value, json};

impl TraceReport<'_> {
    /// For programs.
    #[must_use]
    pub fn json(&self) -> String {
        let trace = self.trace;
        let counts = &trace.counts;
        let outcomes = Outcome::ALL.iter().filter_map(|outcome| {
            let count = trace.outcomes.get(outcome)?;
            Some((outcome.words().to_owned(), json!(count)))
        });
        let value = json!({
            "schema": "halfopen.trace/1",
            "capture": self.name,
            "packets": counts.packets,
            "segments": counts.segments,
            "skipped": {
                "other": counts.other,
                "fragments": counts.fragments,
                "unreadable": counts.unreadable,
            },
            "seconds": trace.span.map(|(first, last)| in_seconds(last - first)),
            "unreadable": trace.unreadable.as_ref().map(ToString::to_string),
            "outcomes": outcomes.collect::<serde_json::Map<_, _>>(),
            "anomalies": trace.anomalies,
            "connections": trace.connections.iter().map(|d| self.connection(d)).collect::<Vec<_>>(),
            "connections_left_out": trace.left_out,
            "most_connections_open": trace.most_open,
            "verdict": self.verdict_json(),
            "judgements": self.judgements_json(),
            "remedies": self.remedies_json(),
            "not_judged": self.not_judged_json(),
            "advice": self.advice_json(),
        });
        let text = serde_json::to_string_pretty(&value).expect("JSON values can be written");
        text + "\n"
    }

    fn connection(&self, diagnosis: &Diagnosis) -> Value {
        let flow = &diagnosis.flow;
        let anomalies = diagnosis.anomalies.iter().map(|anomaly| {
            json!({"code": anomaly.code, "text": anomaly.text, "packets": anomaly.packets})
        });
        json!({
            "number": diagnosis.number,
            "client": flow.client.to_string(),
            "server": flow.server.to_string(),
            "begins": in_seconds(began(self.trace, diagnosis)),
            "first_packet": flow.first.number,
            "last_packet": flow.last.number,
            "segments": flow.segments,
            "outcome": diagnosis.outcome.words(),
            "client_believes": believes(&diagnosis.client),
            "server_believes": believes(&diagnosis.server),
            "syns": sightings(&flow.syns.seen),
            "syn_acks": sightings(&flow.syn_acks.seen),
            "handshake_ack": flow.handshake_ack.map(|seen| seen.number),
            "octets_from_client": flow.from_client.octets,
            "octets_from_server": flow.from_server.octets,
            "anomalies": anomalies.collect::<Vec<_>>(),
        })
    }
}

fn believes(belief: &Belief) -> Value {
    json!({
        "state": belief.state,
        "connected_seconds": belief.believed.map(in_seconds),
        "lasts": belief.lasts,
    })
}

fn sightings(seen: &[Sighting]) -> Vec<u64> {
    seen.iter().map(|seen| seen.number).collect()
}

/// Whole microseconds, so that numbers stay short.
pub(super) fn in_seconds(time: Nanos) -> f64 {
    let micros = time / 1000;
    micros as f64 / 1e6
}
