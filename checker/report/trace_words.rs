//! What every form of a trace says in the same words: times, counts, ends.

use crate::capture::{Belief, Diagnosis, Nanos, Trace, seconds};

/// `20 packets, 18 TCP segments; 2 of other traffic skipped`
pub(super) fn counted(trace: &Trace) -> String {
    let counts = &trace.counts;
    let skipped = [
        (counts.other, "of other traffic"),
        (counts.fragments, "later fragments"),
        (counts.unreadable, "cut short or contradictory"),
    ];
    let skipped: Vec<String> = (skipped.iter())
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let skipped = match skipped.is_empty() {
        true => String::new(),
        false => format!("; skipped: {}", skipped.join(", ")),
    };
    format!(
        "{}, {}{skipped}",
        several(counts.packets, "packet"),
        several(counts.segments, "TCP segment")
    )
}

/// `1 packet`, `2 packets`
pub(super) fn several(count: u64, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// `ESTABLISHED for 68.50 s, until the end of the capture`
pub(super) fn belief(belief: &Belief) -> String {
    match (belief.believed, belief.lasts) {
        (Some(time), true) => format!("{} for at least {}", belief.state, seconds(time)),
        (Some(time), false) => format!("{}, connected for {}", belief.state, seconds(time)),
        (None, _) => belief.state.to_owned(),
    }
}

/// When a connection began, counted from the beginning of the capture.
pub(super) fn began(trace: &Trace, diagnosis: &Diagnosis) -> Nanos {
    let first = trace.span.map_or(0, |(first, _)| first);
    diagnosis.flow.first.at - first
}
