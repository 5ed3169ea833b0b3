//! The search agrees with plain enumeration of all that a kernel can show.

use super::{accept, ground, search, with};
use halfopen::live::case::Move;
use halfopen::live::grounds::Ground;
use halfopen::versus::possible::Possible;
use halfopen_spec::clock::Clock;
use halfopen_spec::policy::Profile;
use std::collections::{BTreeSet, HashSet};

/// Everything that one kernel can show in experiments of so many steps, one state at a time: no sets, no pairs.
fn traces(ground: &Ground, profile: &Profile, steps: usize) -> BTreeSet<Vec<String>> {
    let start =
        Possible::at_start(&ground.setup, profile, Clock::AnyOrder).expect("it can be set up");
    let mut traces = BTreeSet::new();
    let mut open = vec![(start, Vec::new(), 0)];
    let mut reached = HashSet::new();
    while let Some((state, trace, peers)) = open.pop() {
        if !reached.insert((state.clone(), trace.clone())) {
            continue;
        }
        traces.insert(trace.clone());
        let longer = |seen: &str| {
            let mut longer: Vec<String> = trace.clone();
            longer.push(seen.to_owned());
            longer
        };
        for purpose in state.timers() {
            let fired = state.fire(purpose);
            match fired.seen.is_nothing() {
                true => open.push((fired.after, trace.clone(), peers)),
                false if trace.len() < steps => {
                    open.push((fired.after, longer(&format!("· {}", fired.seen)), peers));
                }
                false => {}
            }
        }
        if trace.len() == steps {
            continue;
        }
        if state.timers().is_empty() {
            open.push((state.clone(), longer("· silence"), peers));
        }
        for step in ground.moves() {
            let peer = match step {
                Move::Segment(peer, _) => peer.0,
                Move::Call(_) | Move::Wait | Move::Pause => 0,
            };
            if peer > peers + 1 {
                continue;
            }
            let Some(probe) = state.probe_of(step) else {
                continue;
            };
            if let Some(stepped) = state.probe(&probe) {
                let seen = longer(&format!("{probe} · {}", stepped.seen));
                open.push((stepped.after, seen, peers.max(peer)));
            }
        }
    }
    traces
}

/// The search agrees with plain enumeration: two kernels that can show the same in all experiments of so many steps are not told
/// apart by so few, and others are by as many as it takes.
#[test]
fn what_the_search_finds_is_what_enumeration_finds() {
    let grounds = [
        ground("listen=0 tcp_synack_retries=1", 2, "syn ack", &[accept()]),
        ground(
            "listen=8 defer-accept=1 tcp_synack_retries=1",
            1,
            "syn ack data",
            &[accept()],
        ),
        ground("listen=0 tcp_syncookies=2", 1, "syn ack rst", &[accept()]),
    ];
    let newest = "linux-6.18";
    let others = [
        with(
            newest,
            &[("syn-when-accept-queue-full", "at-most-one-young")],
        ),
        with(newest, &[("deferred-bare-ack", "never-accepted")]),
        with(newest, &[("cookie-window", "three-seconds")]),
        with(newest, &[("tcp-syncookies-2", "like-one")]),
        with(newest, &[("repeated-syn", "answered")]),
    ];
    let newest = with(newest, &[]);
    let mut told_apart = 0;
    for ground in &grounds {
        let own: Vec<_> = (0..=4)
            .map(|steps| traces(ground, &newest, steps))
            .collect();
        for other in &others {
            let differs = |steps: &usize| traces(ground, other, *steps) != own[*steps];
            let expected = (1..=4).find(differs);
            let found = search(ground, &newest, other, Some(4)).found;
            let found = found.map(|found| found.difference.steps());
            assert_eq!(found, expected, "{}", ground.setup);
            told_apart += usize::from(expected.is_some());
        }
    }
    assert!((3..13).contains(&told_apart), "{told_apart} of 15");
}
