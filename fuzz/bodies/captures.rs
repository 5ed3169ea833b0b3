//! Captures: pcap, pcapng and text of tcpdump, read to the end with all that is said of their connections.

use halfopen::capture::{Kept, traced};

/// The most connections that a body keeps, so that an input is read in milliseconds.
const KEPT: Kept = Kept {
    connections: 8,
    segments: 64,
};

/// Any octets are a capture or are refused with the place.
pub fn capture(data: &[u8]) {
    let trace = traced(data, KEPT);
    if let Some(unreadable) = &trace.unreadable {
        assert!(!unreadable.to_string().is_empty());
    }
    let counted: u64 = trace.outcomes.values().sum();
    let kept = u64::try_from(trace.connections.len()).expect("eight are kept");
    assert_eq!(
        counted,
        kept + trace.left_out,
        "each connection is counted once"
    );
    let read = &trace.counts;
    assert!(read.segments + read.other + read.fragments + read.unreadable <= read.packets);
}

/// The same of text, which other octets seldom are.
pub fn text(data: &[u8]) {
    let line =
        "12:00:00.000000 IP 10.0.0.2.1024 > 10.0.0.1.80: Flags [S], seq 1, win 1, length 0\n";
    capture(&[line.as_bytes(), data].concat());
}
