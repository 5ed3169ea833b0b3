//! A capture is read once: every connection is diagnosed, the most telling ones are kept, and all are counted.

use super::diagnosis::{Diagnosis, Outcome, diagnosed};
use super::observed::{Nanos, Observed};
use super::read::{Counts, Unreadable, read};
use super::track::Tracker;
use std::collections::BTreeMap;
use std::io::Read;

/// What a capture shows.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// What was read.
    pub counts: Counts,
    /// Why it was not read to its end, if it was not.
    pub unreadable: Option<Unreadable>,
    /// When the first and the last segment were captured.
    pub span: Option<(Nanos, Nanos)>,
    /// How many connections there are, by what became of them.
    pub outcomes: BTreeMap<Outcome, u64>,
    /// How many connections show each anomaly.
    pub anomalies: BTreeMap<&'static str, u64>,
    /// The most telling connections, in the order of their beginning.
    pub connections: Vec<Diagnosis>,
    /// Connections that are counted and not kept.
    pub left_out: u64,
    /// The most connections that were remembered at once.
    pub most_open: usize,
    /// Every segment, if there are few.
    pub segments: Option<Vec<Observed>>,
}

impl Trace {
    /// How many connections there are.
    #[must_use]
    pub fn all_connections(&self) -> u64 {
        self.outcomes.values().sum()
    }
}

/// What is kept of a capture.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// Connections that are kept whole.
    pub connections: usize,
    /// Captures of so many segments are kept whole, to be judged.
    pub segments: usize,
}

/// Reads a capture.
pub fn traced(source: impl Read + Send, kept: Kept) -> Trace {
    let mut trace = Trace::default();
    let mut telling: BTreeMap<(u8, u64), Diagnosis> = BTreeMap::new();
    let mut segments = Some(Vec::new());
    let (mut span, mut ended) = (None, 0);
    let now = std::cell::Cell::new(0);
    let mut sink = |place, flow| {
        let diagnosis = diagnosed(place, flow, now.get());
        *trace.outcomes.entry(diagnosis.outcome).or_default() += 1;
        for anomaly in &diagnosis.anomalies {
            *trace.anomalies.entry(anomaly.code).or_default() += 1;
        }
        telling.insert((dullness(&diagnosis), place), diagnosis);
        if telling.len() > kept.connections {
            telling.pop_last();
            trace.left_out += 1;
        }
    };
    let mut tracker = Tracker::new(&mut sink);
    let reading = read(source, &mut |observed| {
        let (first, _) = span.get_or_insert((observed.at, observed.at));
        ended = observed.at.max(ended).max(*first);
        now.set(ended);
        tracker.take(&observed);
        if let Some(all) = &mut segments {
            all.push(observed);
            if all.len() > kept.segments {
                segments = None;
            }
        }
    });
    let most_open = tracker.finish();
    let mut connections: Vec<_> = telling.into_values().collect();
    connections.sort_by_key(|diagnosis| diagnosis.number);
    Trace {
        counts: reading.counts,
        unreadable: reading.unreadable,
        span: span.map(|(first, _)| (first, ended)),
        connections,
        most_open,
        segments,
        ..trace
    }
}

/// Connections without anything unusual are the first that are left out.
fn dullness(diagnosis: &Diagnosis) -> u8 {
    let place = Outcome::ALL
        .iter()
        .position(|outcome| *outcome == diagnosis.outcome);
    let place = place.map_or(u8::MAX, |place| u8::try_from(place).unwrap_or(u8::MAX));
    match diagnosis.anomalies.is_empty() {
        true => place + 100,
        false => place,
    }
}
