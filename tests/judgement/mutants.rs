//! Captures in which one segment was changed: how many are rejected, how many explained otherwise, and why the rest may stand.

use super::*;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What is done to one segment.
const KINDS: [&str; 6] = [
    "removed",
    "doubled",
    "delayed by 2 s",
    "RST set",
    "sequence number changed",
    "acknowledgement changed",
];

/// The captures, the profile that explains each, and whether its clients are Linux.
const CAPTURES: [(&str, &str, bool); 13] = [
    (
        "seed-2.6.18-accept-overflow.tcpdump.txt",
        "linux-2.6.18",
        true,
    ),
    (
        "linux-6.18-abort-on-overflow-rst.client.pcap",
        "linux-6.18",
        true,
    ),
    (
        "linux-6.18-abort-on-overflow-rst.server.pcap",
        "linux-6.18",
        true,
    ),
    (
        "linux-6.18-accept-queue-full-syn-dropped.client.pcap",
        "linux-6.18",
        true,
    ),
    (
        "linux-6.18-accept-queue-full-syn-dropped.server.pcap",
        "linux-6.18",
        true,
    ),
    (
        "linux-6.18-half-open-request-expires-then-rst.client.pcap",
        "linux-6.18",
        true,
    ),
    (
        "linux-6.18-half-open-request-expires-then-rst.server.pcap",
        "linux-6.18",
        true,
    ),
    (
        "linux-6.18-syncookie-half-open-nothing-retained.client.pcap",
        "linux-6.18",
        true,
    ),
    (
        "linux-6.18-syncookie-half-open-nothing-retained.server.pcap",
        "linux-6.18",
        true,
    ),
    (
        "linux-6.18-normal-close-time-wait-assassinated.client.pcap",
        "linux-6.18",
        true,
    ),
    (
        "linux-6.18-normal-close-time-wait-assassinated.server.pcap",
        "linux-6.18",
        true,
    ),
    (
        "linux-6.18-synack-retransmission-schedule.client.pcap",
        "linux-6.18",
        false,
    ),
    (
        "linux-6.18-synack-retransmission-schedule.server.pcap",
        "linux-6.18",
        false,
    ),
];

fn mutant(segments: &[Observed], place: usize, kind: &str) -> Option<Vec<Observed>> {
    let mut changed = segments.to_vec();
    match kind {
        "removed" => drop(changed.remove(place)),
        "doubled" => {
            let mut copy = changed[place].clone();
            copy.at += 1_000_000;
            changed.push(copy);
        }
        "delayed by 2 s" => changed[place].at += 2 * SECOND,
        "RST set" => {
            let bits = &mut changed[place].bits;
            if bits.rst {
                return None;
            }
            (bits.rst, bits.syn, bits.fin) = (true, false, false);
        }
        "sequence number changed" => {
            let seq = &mut changed[place].seq;
            *seq = seq.wrapping_add(77);
        }
        _ => {
            let ack = changed[place].ack.as_mut()?;
            *ack = ack.wrapping_add(77);
        }
    }
    changed.sort_by_key(|segment| segment.at);
    for (number, segment) in changed.iter_mut().enumerate() {
        segment.number = number as u64 + 1;
    }
    Some(changed)
}

/// What a judgement says: for each host the settings that explain it, and how it was followed.
fn said(segments: &[Observed], profile: &str, clients: bool) -> Result<Vec<String>, bool> {
    let (hosts, left_out) = watched(segments, None);
    let is_judged = |host: &Watched| clients || host.role != Role::Connects;
    let verdicts = host_verdicts(&hosts, is_judged, &question(named(profile)));
    if let Some(host) = verdicts.iter().find(|host| !host.is_explained()) {
        return Err(host.is_undecided());
    }
    let lines = verdicts.iter().map(|host| {
        let conditions = &host.conditions;
        let words = words(&host.on[0]).join(" or ");
        format!(
            "{} {} {:?} {words}",
            host.watched.end, conditions.latency, conditions.accepts
        )
    });
    let left_out = left_out.iter().map(|left_out| format!("{left_out:?}"));
    Ok(lines.chain(left_out).collect())
}

/// Why a capture with this change may be explained just as the original is.
fn justified(segments: &[Observed], place: usize, kind: &str) -> &'static str {
    let segment = &segments[place];
    let is_last = |same: fn(&Observed, &Observed) -> bool| {
        !segments[place + 1..]
            .iter()
            .any(|later| same(later, segment))
    };
    let ends = |one: &Observed, other: &Observed| {
        (one.from, one.to) == (other.from, other.to) || (one.from, one.to) == (other.to, other.from)
    };
    match kind {
        "removed" if is_last(ends) => {
            "the last segment of its connection: the capture ended before it, or it is a copy that the timers need not have sent yet"
        }
        "removed" if segment.is_bare_ack() => "an ACK that a later one repeats",
        "removed" if segment.bits.rst => {
            "one of two alike: what the other one answers may have been under way when the capture ended"
        }
        "doubled" if segment.bits.rst => "an RST that arrives twice finds nobody the second time",
        "doubled" => "a copy that its receiver ignores, as the network may make one",
        "delayed by 2 s" => {
            "the network or a program may take so long, and no timer of the connection was due"
        }
        _ => "the receiver ignores it, as it does the original",
    }
}

fn table() -> String {
    let mut out = String::from(
        "# Captures with one segment changed\n\n\
         Generated by `HALFOPEN_UPDATE=1 cargo test --test judgement mutants`. Each segment of each committed capture is changed in six ways; the \
         changed capture is judged by the profile that explains the original, all settings inferred, no segment lost, within the default \
         tolerance. *Otherwise* means that the settings that explain it, the place of the capture or the part of accept() are not those of the \
         original. Where clients are scripts, only servers are judged.\n\n\
         | capture | change | rejected | explained otherwise | explained as before | undecided |\n|---|---|---|---|---|---|\n",
    );
    let mut standing: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for (name, profile, clients) in CAPTURES {
        let segments = segments(name);
        let original = said(&segments, profile, clients);
        assert!(original.is_ok(), "{name}");
        for kind in KINDS {
            let mut counts = [0; 4];
            for place in 0..segments.len() {
                let Some(changed) = mutant(&segments, place, kind) else {
                    continue;
                };
                let column = match said(&changed, profile, clients) {
                    Err(true) => 3,
                    Err(false) => 0,
                    said if said != original => 1,
                    _ => {
                        let why = justified(&segments, place, kind);
                        *standing.entry((kind, why)).or_default() += 1;
                        2
                    }
                };
                counts[column] += 1;
            }
            let [rejected, otherwise, same, undecided] = counts;
            writeln!(
                out,
                "| {name} | {kind} | {rejected} | {otherwise} | {same} | {undecided} |"
            )
            .expect("a string takes everything");
        }
    }
    out.push_str(
        "\n## Why some are explained as before\n\n| change | how many | why |\n|---|---|---|\n",
    );
    for ((kind, why), count) in standing {
        writeln!(out, "| {kind} | {count} | {why} |").expect("a string takes everything");
    }
    out
}

#[test]
fn the_table_of_mutants_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/captures.md");
    let found = table();
    if std::env::var_os("HALFOPEN_UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(&path, &found).expect("the reports can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        committed, found,
        "HALFOPEN_UPDATE=1 cargo test --test judgement writes it"
    );
}
