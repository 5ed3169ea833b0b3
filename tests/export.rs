//! A run that is exported as a capture is read back, and explained by the kernel that it was made on.

use halfopen::capture::follow::{Before, Role, Waiting, Watched, watched};
use halfopen::capture::judgement::{Given, HostVerdict, Question, host_verdicts};
use halfopen::capture::{Kept, traced};
use halfopen::export::pcap;
use halfopen::judge::judge;
use halfopen::run::replay_actions;
use halfopen::search::Limits;
use halfopen_spec::model::WorldAction;
use halfopen_spec::policy::{Profile, Sysctl, profiles};
use halfopen_spec::properties::property;
use halfopen_spec::scenarios::{Scenario, scenarios};
use std::collections::BTreeMap;

/// The runs that answer a scenario's questions, as replay strings; large spaces are looked at only so far.
fn runs(scenario: &Scenario, profile: &Profile) -> Vec<String> {
    let properties: Vec<_> = (scenario.properties.iter())
        .filter_map(|name| property(name))
        .collect();
    let limits = Limits {
        max_states: Some(20_000),
        threads: 1,
        ..Limits::default()
    };
    let judgement = judge(scenario, profile, &properties, &limits, &|_| {});
    let found = judgement
        .judged
        .iter()
        .filter_map(|judged| judged.verdict.run());
    let mut runs: Vec<String> = found.map(|run| run.replay.clone()).collect();
    runs.sort();
    runs.dedup();
    runs
}

/// What a user knows who exported the run, and tells `trace`: the settings, what stood in the queues at the beginning, what the network did.
fn question(scenario: &Scenario, profile: &Profile, actions: &[WorldAction]) -> Question {
    let is_lost = |action: &&WorldAction| matches!(action, WorldAction::Drop(_));
    let losses = actions.iter().filter(is_lost).count();
    Question {
        given: Given {
            sysctls: scenario
                .sysctls_set()
                .filter(|(sysctl, _)| !profile.absent.contains(sysctl))
                .collect(),
            policies: scenario.policies.clone(),
            backlog: Some(scenario.backlog),
        },
        // A run without a clock delays segments as long as its timers need.
        latency: 100_000_000_000,
        losses: u8::try_from(losses).expect("a run loses few segments"),
        overtakings: if scenario.network.reorder { 2 } else { 0 },
        defer_accept: scenario.defer_accept,
        before: Before {
            queued: Waiting::Connections(scenario.queued_before),
            requests: scenario.syn_queue_before,
            peers_cached: scenario.peers_cached,
        },
        ..Question::of(vec![profile.clone()])
    }
}

/// What `trace` says of the hosts of a capture that are Linux.
fn verdicts(scenario: &Scenario, question: &Question, file: &[u8]) -> Vec<HostVerdict> {
    let kept = Kept {
        connections: 100,
        segments: 1000,
    };
    let trace = traced(file, kept);
    assert_eq!(trace.unreadable, None, "{}", scenario.name);
    assert_eq!(trace.counts.packets, trace.counts.segments);
    let segments = trace.segments.expect("a run is short");
    let (hosts, _) = watched(&segments, None);
    // Addresses that never answer are no hosts.
    let is_host = |host: &Watched| host.role != Role::Connects || scenario.flood == 0;
    host_verdicts(&hosts, is_host, question)
}

/// Scenarios of which some run cannot be a capture: no capture has timers that fire in an order which their durations forbid, as they may
/// where no clock is read.
const TIMERS_OUT_OF_ORDER: [&str; 9] = [
    "accept-overflow",
    "close-with-loss",
    "early-expiry",
    "early-expiry-after-ack",
    "half-full",
    "impatient-client",
    "keepalive",
    "one-slot",
    "overflowed-client-keeps-asking",
];

/// Whether hosts put timestamps or Fast Open cookies into their segments: a run's capture has no such options, and captures are followed
/// without them.
fn has_options(scenario: &Scenario, profile: &Profile) -> bool {
    let with = scenario.apply_to(profile).kernel.sysctls.tcp_timestamps != 0;
    let timestamps = with
        && scenario
            .sysctls_set()
            .any(|(sysctl, _)| sysctl == Sysctl::TcpTimestamps);
    timestamps || scenario.fast_open > 0 || scenario.client_fast_open
}

/// Every built-in scenario on every built-in profile; nothing is refused.
#[test]
fn what_check_exports_trace_accepts() {
    let mut without_times: BTreeMap<String, u32> = BTreeMap::new();
    let (mut exported_runs, mut refused) = (0, Vec::new());
    for profile in profiles() {
        for scenario in scenarios() {
            if has_options(&scenario, &profile) {
                continue;
            }
            let world = scenario.world(&profile);
            for replay in runs(&scenario, &profile) {
                let actions = replay_actions(&world, &replay).expect("a string of this world");
                let Ok(file) = pcap(&world, scenario.clock, &actions) else {
                    *without_times.entry(scenario.name.clone()).or_default() += 1;
                    continue;
                };
                exported_runs += 1;
                let question = question(&scenario, &profile, &actions);
                let hosts = verdicts(&scenario, &question, &file);
                if !hosts.iter().all(HostVerdict::is_explained) {
                    let (scenario, profile) = (&scenario.name, &profile.name);
                    refused.push(format!("{scenario} --profile {profile} --replay {replay}"));
                }
            }
        }
    }
    assert_eq!(refused, [""; 0]);
    let without: Vec<&String> = without_times.keys().collect();
    assert_eq!(without, TIMERS_OUT_OF_ORDER);
    let all: u32 = without_times.values().sum();
    assert!(
        exported_runs > 1500 && all < 200,
        "{exported_runs} exported, {all} without times"
    );
}

fn halfopen(words: &str) -> (Option<i32>, String) {
    let command = std::process::Command::new(env!("CARGO_BIN_EXE_halfopen"))
        .current_dir(env!("CARGO_TARGET_TMPDIR"))
        .args(words.split(' '))
        .output();
    let output = command.expect("the binary was built with the test");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code(), text)
}

/// The command line does the same: the file that check writes is a capture that trace explains.
#[test]
fn a_replayed_run_is_exported_by_the_command_line() {
    let check = "check full-accept-queue --profile linux-4.9 --replay 0.0.0.0";
    let (code, _) = halfopen(&format!("{check} --export exported.pcap"));
    assert_eq!(code, Some(0));
    let (code, text) = halfopen("trace --profile linux-4.9 exported.pcap");
    assert_eq!(code, Some(0));
    assert!(
        text.starts_with("exported.pcap: 3 packets, 3 TCP segments"),
        "{text}"
    );
}

/// The SYN,ACK comes again although its ACK was seen: there was no room from the beginning, which has to be known.
#[test]
fn an_accept_queue_that_was_full_before_is_named_and_can_be_given() {
    let check = "check full-accept-queue --profile linux-2.6.18 --replay 0.0.0.0.0.0.0.0 --export full.pcap";
    assert_eq!(halfopen(check).0, Some(0));
    let trace = "trace full.pcap --profile linux-2.6.18 --backlog 1";
    let (code, text) = halfopen(trace);
    assert_eq!(code, Some(4));
    assert!(text.contains("(--queued-before full)"), "{text}");
    let (code, text) = halfopen(&format!("{trace} --queued-before full"));
    assert_eq!(code, Some(0));
    assert!(
        text.contains("the accept queue was full when the capture began"),
        "{text}"
    );
}

/// Whoever opens an exported capture elsewhere sees no malformed packet, no wrong checksum, and the flags that the run has.
#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn tshark_finds_nothing_malformed() {
    let tshark = |arguments: &[&str]| {
        let run = std::process::Command::new("tshark")
            .args(arguments)
            .output();
        let run = run.ok().filter(|run| run.status.success());
        run.map(|run| String::from_utf8_lossy(&run.stdout).into_owned())
    };
    if tshark(&["--version"]).is_none() {
        eprintln!("skipped: needs tshark; remedy: apt-get install tshark");
        return;
    }
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let profile = halfopen_spec::policy::profile("linux-6.18").expect("a built-in profile");
    let mut looked_at = 0;
    for scenario in scenarios() {
        let world = scenario.world(&profile);
        // One run of each scenario: starting tshark takes a second.
        for replay in runs(&scenario, &profile).iter().take(1) {
            let actions = replay_actions(&world, replay).expect("a string of this world");
            let Ok(file) = pcap(&world, scenario.clock, &actions) else {
                continue;
            };
            let path = folder.join(format!("tshark-{}.pcap", scenario.name));
            std::fs::write(&path, &file).expect("the folder can be written");
            let path = path.to_string_lossy();
            // 1 is a good checksum.
            let checks = [
                "-o",
                "tcp.check_checksum:TRUE",
                "-o",
                "ip.check_checksum:TRUE",
            ];
            let fields = [
                "ip.checksum.status",
                "tcp.checksum.status",
                "_ws.malformed",
                "_ws.short",
            ];
            let fields = fields.iter().flat_map(|field| ["-e", field]);
            let shape = ["-r", &path, "-T", "fields", "-E", "separator=,"];
            let asked: Vec<&str> = shape.into_iter().chain(checks).chain(fields).collect();
            let found = tshark(&asked).expect("tshark reads it");
            let wrong = found.lines().find(|line| *line != "1,1,,");
            assert_eq!(wrong, None, "{}", scenario.name);
            let packets = found.lines().count();
            let trace = traced(
                &*file,
                Kept {
                    connections: 1,
                    segments: 1,
                },
            );
            assert_eq!(packets as u64, trace.counts.segments, "{}", scenario.name);
            looked_at += 1;
        }
    }
    assert!(looked_at > 40, "{looked_at} captures");
}
