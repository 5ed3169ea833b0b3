//! Two kernels against each other: what `check --versus` finds is a shortest experiment, and it finds one wherever there is one.

use halfopen::live::case::{Case, Move};
use halfopen::live::grounds::Ground;
use halfopen::live::walk::Walk;
use halfopen::versus::possible::Possible;
use halfopen::versus::seen::Seen;
use halfopen::versus::side::Kernel;
use halfopen::versus::{Bounds, Difference, Event, Last, Rival, Searched, told, versus};
use halfopen_spec::clock::Clock;
use halfopen_spec::policy::{Profile, profile};
use std::collections::{BTreeSet, HashSet};
use std::process::{Command, Output};

fn with(name: &str, policies: &[(&str, &str)]) -> Profile {
    let mut profile = profile(name).expect("a built-in profile");
    for (policy, value) in policies {
        profile
            .set_policy(policy, value)
            .expect("the policy has this value");
    }
    profile
}

fn ground(set_up: &str, peers: u8, kinds: &str, calls: &[Move]) -> Ground {
    let calls = calls.iter().filter_map(|call| match call {
        Move::Call(call) => Some(*call),
        Move::Segment(..) | Move::Wait | Move::Pause => None,
    });
    Ground {
        setup: set_up.parse().expect("a set-up"),
        begins: Vec::new(),
        peers,
        kinds: kinds
            .split_whitespace()
            .map(|kind| kind.parse().expect("a kind of segment"))
            .collect(),
        calls: calls.collect(),
        pauses: false,
        depth: 0,
    }
}

fn accept() -> Move {
    "accept".parse().expect("a call")
}

fn search(ground: &Ground, one: &Profile, other: &Profile, steps: Option<usize>) -> Searched {
    let bounds = Bounds {
        pairs: 100_000,
        steps,
        until: None,
        clock: Clock::AnyOrder,
    };
    versus(std::slice::from_ref(ground), [one, other], bounds)
}

fn experiment(difference: &Difference) -> Vec<String> {
    let before = difference.before.iter().map(|event| match event {
        Event::Do(probe, _) => probe.to_string(),
        Event::See(_) => "wait".to_owned(),
        Event::Pass(by, _) => format!("{:.1} s", by.as_secs_f64()),
    });
    let last = match &difference.last {
        Last::Do(probe) => probe.to_string(),
        Last::See => "wait".to_owned(),
        Last::Pass(by) => format!("{:.1} s", by.as_secs_f64()),
    };
    before.chain([last]).collect()
}

/// Article 000's rule against the kernel's own (S0.6): fill the accept queue, make two requests, send a third SYN twice.
#[test]
fn a_memory_of_refused_syns_is_told_from_counting_young_requests_by_six_segments() {
    let kernel = with("linux-2.6.18", &[]);
    let hypothesis = with(
        "linux-2.6.18",
        &[("syn-when-accept-queue-full", "retransmitted-syn")],
    );
    let ground = ground("listen=0", 4, "syn ack", &[accept()]);
    let searched = search(&ground, &kernel, &hypothesis, None);
    let found = searched.found.expect("they differ");
    let difference = &found.difference;
    assert_eq!(
        experiment(difference),
        ["A syn", "A ack", "B syn", "C syn", "D syn", "D syn"]
    );
    assert!(difference.is_certain());
    let shows = difference.shows.each_ref().map(|shows| {
        let shows: Vec<String> = shows.iter().map(Seen::to_string).collect();
        shows.join(" or ")
    });
    assert_eq!(shows, ["nothing", "S. 300:300(0) ack 101 to D"]);
    // The same as a case of `live`, on each kernel: the model goes through it, and does there what was told.
    for (side, profile) in [kernel, hypothesis].into_iter().enumerate() {
        let rival = Rival {
            name: String::new(),
            profile,
            sysctls: Vec::new(),
        };
        let told = told(&found, side, &rival);
        let case: Case = told
            .case
            .expect("no hidden step is needed")
            .parse()
            .expect("a case that can be read");
        let (_, steps) = Walk::through(&case, &rival.profile).expect("a case that can be gone");
        let last = steps.last().expect("it has steps");
        assert_eq!(last[0].segments.len(), side);
        assert_eq!(told.run.steps.len(), 6);
        assert_eq!(told.run.steps[5].sends.len(), side);
    }
}

/// Which timer drives the repetitions shows in times alone, and a search that sees everything says so.
#[test]
fn kernels_that_differ_in_times_alone_are_not_told_apart() {
    let one = with("linux-4.4", &[("syn-ack-timer", "one-per-request")]);
    let other = with("linux-4.4", &[("syn-ack-timer", "listener-scan")]);
    let ground = ground("listen=8 tcp_synack_retries=1", 1, "syn ack", &[accept()]);
    let searched = search(&ground, &one, &other, None);
    assert!(searched.found.is_none());
    assert!(searched.is_complete());
}

/// A bound that was hit is not the whole space.
#[test]
fn a_bound_on_steps_or_pairs_is_no_verdict() {
    let kernel = with("linux-2.6.18", &[]);
    let hypothesis = with(
        "linux-2.6.18",
        &[("syn-when-accept-queue-full", "retransmitted-syn")],
    );
    let ground = ground("listen=0", 4, "syn ack", &[accept()]);
    let short = search(&ground, &kernel, &hypothesis, Some(5));
    assert!(short.found.is_none() && !short.is_complete());
    let bounds = Bounds {
        pairs: 10,
        steps: None,
        until: None,
        clock: Clock::AnyOrder,
    };
    let few = versus(
        std::slice::from_ref(&ground),
        [&kernel, &hypothesis],
        bounds,
    );
    assert!(few.found.is_none() && !few.is_complete());
    assert_eq!(few.seen.len(), 1);
}

/// Timers that show nothing: after TCP_DEFER_ACCEPT swallowed the ACK, only silence tells that a request will never be answered again.
#[test]
fn silence_tells_kernels_apart_too() {
    let one = with("linux-2.6.32", &[("deferred-bare-ack", "never-accepted")]);
    let other = with("linux-2.6.32", &[]);
    let set_up = "listen=8 defer-accept=2 tcp_synack_retries=2";
    let searched = search(&ground(set_up, 1, "syn ack", &[]), &one, &other, None);
    let found = searched.found.expect("they differ");
    assert_eq!(
        experiment(&found.difference),
        ["A syn", "A ack", "wait", "wait"]
    );
}

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

fn halfopen(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_halfopen"))
        .args(arguments)
        .output()
        .expect("the binary was built with the test")
}

fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

#[test]
fn the_command_tells_both_runs_and_how_to_play_them() {
    let asked = ["check", "--profile", "linux-4.9", "--versus", "linux-4.10"];
    let output = halfopen(&asked);
    assert_eq!(output.status.code(), Some(0));
    let text = text(&output.stdout);
    for wanted in [
        "differs  syn-when-accept-queue-full: at-most-one-young against room-in-accept-queue",
        "TOLD APART  after 3 steps",
        "On linux-4.9\n",
        "On linux-4.10\n",
        "S3 A SYN is dropped: the accept queue is full.",
        "halfopen live --case \"listen=0",
    ] {
        assert!(text.contains(wanted), "{wanted} in\n{text}");
    }
    let json = halfopen(&[&asked[..], &["--format", "json"]].concat());
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(value["schema"], "halfopen.versus/1");
    assert_eq!(value["verdict"], "told-apart");
    assert_eq!(value["experiment"]["steps"], 3);
}

#[test]
fn what_was_not_looked_at_is_undecided() {
    let output = halfopen(&[
        "check",
        "one-slot",
        "--profile",
        "linux-4.9",
        "--versus",
        "linux-4.10",
        "--max-depth",
        "1",
    ]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stdout).contains("UNDECIDED"));
}

#[test]
fn wrong_arguments_are_refused_with_a_way_out() {
    for (arguments, wanted) in [
        ("check --versus linux-6.18", "same policies and sysctls"),
        ("check --versus syn-queue-fulll=greater", "syn-queue-full"),
        ("check --versus net.ipv4.tcp_syncookies=x", "x"),
        ("check --versus linux-6.1 --versus linux-6.5", "linux-6.5"),
        (
            "check --versus linux-6.1 --property overflow-reset",
            "--property",
        ),
        ("check", "SCENARIO"),
        ("explore", "SCENARIO"),
    ] {
        let words: Vec<&str> = arguments.split(' ').collect();
        let output = halfopen(&words);
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        let text = text(&output.stderr);
        assert!(text.contains(wanted), "{arguments}: {text}");
    }
}

/// What is hidden leaves both answers possible: whether B's request is still young when D's SYN comes, nobody outside can tell, because
/// its timer fires in silence after TCP_DEFER_ACCEPT swallowed its ACK.
#[test]
fn a_kernel_with_hidden_steps_can_show_either() {
    let set_up = "listen=0 defer-accept=2 tcp_synack_retries=2";
    // A SYN queue with room for all of them.
    let profile = with("linux-4.9", &[("syn-queue-full", "table-of-backlog")]);
    let (mut kernel, mut side) = Kernel::begin(
        &set_up.parse().expect("a set-up"),
        &profile,
        Clock::AnyOrder,
    )
    .expect("it can be set up");
    let mut shows = Vec::new();
    for step in ["A syn", "A data", "B syn", "B ack", "C syn", "D syn"] {
        let probes = kernel.probes(side, step.parse().expect("a move"));
        let probe = probes.first().expect("it can be made").clone();
        let shown = kernel.probed(side, &probe).expect("few states");
        let shown = shown.expect("the specification says what comes");
        shows = shown.keys().map(Seen::to_string).collect();
        side = *shown.values().next().expect("something is shown");
    }
    assert_eq!(shows, ["nothing", "S. 300:300(0) ack 101 to D"]);
}

#[test]
fn where_no_timer_is_left_silence_is_all_that_comes() {
    let set_up = "listen=8".parse().expect("a set-up");
    let (mut kernel, start) = Kernel::begin(&set_up, &with("linux-6.18", &[]), Clock::AnyOrder)
        .expect("it can be set up");
    let shown = kernel.waited_for(start).expect("few states");
    assert_eq!(shown.keys().collect::<Vec<_>>(), [&Seen::silence()]);
}

/// The experiment is one that can be made: this machine's kernel does in it what its profile does, and not what the other one does.
#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn the_running_kernel_tells_itself_from_another() {
    let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    if !release.starts_with("6.18.") {
        eprintln!("skipped: needs Linux 6.18, found {}", release.trim());
        return;
    }
    let asked = ["check", "--profile", "linux-6.18", "--versus", "linux-4.9"];
    let output = halfopen(&[&asked[..], &["--format", "json"]].concat());
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let case = found["experiment"]["sides"][0]["case"].as_str();
    let case = case.expect("it can be played").to_owned();
    for (profile, code) in [("linux-6.18", 0), ("linux-4.9", 4)] {
        let played = halfopen(&["live", "--profile", profile, "--case", &case]);
        let stderr = text(&played.stderr);
        if let Some(line) = stderr
            .lines()
            .find(|line| line.starts_with("skipped: needs"))
        {
            eprintln!("{line}");
            return;
        }
        assert_eq!(
            played.status.code(),
            Some(code),
            "{profile}: {case}\n{stderr}"
        );
    }
}

fn timed(set_up: &str, one: &Profile, other: &Profile) -> Searched {
    let bounds = Bounds {
        pairs: 3_000,
        steps: None,
        until: None,
        clock: Clock::Calibrated,
    };
    let ground = ground(set_up, 1, "syn ack", &[accept()]);
    versus(std::slice::from_ref(&ground), [one, other], bounds)
}

/// With the clock, kernels that differ in times alone are told apart: SYN,ACK is repeated after one second or after three.
#[test]
fn the_clock_tells_a_first_timeout_of_one_second_from_one_of_three() {
    let one = with("linux-6.18", &[]);
    let other = with("linux-6.18", &[("initial-timeout", "three-seconds")]);
    let searched = timed("listen=8 tcp_synack_retries=1", &one, &other);
    let found = searched.found.expect("they differ");
    let difference = &found.difference;
    assert_eq!(experiment(difference)[..2], ["A syn", "1.0 s"]);
    assert_eq!(difference.steps(), 3);
    let rivals = [one, other].map(|profile| Rival {
        name: String::new(),
        profile,
        sysctls: Vec::new(),
    });
    let told = [0, 1].map(|side| told(&found, side, &rivals[side]));
    let [repeats, waits] = told.map(|told| told.run.steps);
    let at = |steps: &[halfopen::run::Step]| steps.last().and_then(|step| step.at);
    assert!(
        repeats
            .iter()
            .any(|step| step.rules.iter().any(|rule| rule.source().id == "Q4"))
    );
    assert_eq!(at(&repeats[..2]), Some(std::time::Duration::from_secs(1)));
    assert!(
        waits
            .iter()
            .all(|step| step.rules.iter().all(|rule| rule.source().id != "Q4"))
    );
}

/// A scan comes by up to 0.6 s late, a timer of one's own does not: only the one can be silent for so long.
#[test]
fn the_clock_tells_a_scan_from_a_timer_of_ones_own() {
    let one = with("linux-4.4", &[("syn-ack-timer", "one-per-request")]);
    let other = with("linux-4.4", &[("syn-ack-timer", "listener-scan")]);
    let searched = timed("listen=8 tcp_synack_retries=1", &one, &other);
    let found = searched.found.expect("they differ");
    assert!(
        !found.difference.is_certain(),
        "both can repeat SYN,ACK after 1.05 s"
    );
}

/// A kernel is not told from itself, with the clock neither.
#[test]
fn a_kernel_is_not_told_from_itself() {
    let kernel = with("linux-6.18", &[]);
    let searched = timed("listen=8 tcp_synack_retries=1", &kernel, &kernel.clone());
    assert!(searched.found.is_none());
    assert!(searched.seen[0].steps > 5);
}
