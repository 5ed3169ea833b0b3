//! A run that is printed can be run again.

use crate::json;

/// Every property that has a run in these scenarios, asked on its own words: the steps and the end are the same.
fn replays_to_the_same_steps(scenario: &str) {
    let mut arguments = vec!["check", scenario];
    for property in halfopen_spec::properties::properties() {
        arguments.extend(["--property", property.name]);
    }
    let check = json(&arguments);
    let verdicts = check["verdicts"].as_array().expect("a list of verdicts");
    let mut replayed = 0;
    for verdict in verdicts {
        let Some(replay) = verdict["replay"].as_str() else {
            continue;
        };
        let run = json(&["check", scenario, "--replay", replay]);
        assert_eq!(run["schema"], "halfopen.run/1");
        for field in ["path", "end", "replay"] {
            assert_eq!(run[field], verdict[field], "{scenario} --replay {replay}");
        }
        replayed += 1;
    }
    assert!(replayed >= 3, "{scenario} has {replayed} runs");
}

#[test]
fn runs_of_handshake_replay() {
    replays_to_the_same_steps("handshake");
}

#[test]
fn runs_of_smaller_backlog_again_replay() {
    replays_to_the_same_steps("smaller-backlog-again");
}

#[test]
fn runs_of_backlog_zero_replay() {
    replays_to_the_same_steps("backlog-zero");
}

#[test]
fn runs_of_flood_of_one_replay() {
    replays_to_the_same_steps("flood-of-one");
}

#[test]
fn runs_of_cookies_always_replay() {
    replays_to_the_same_steps("cookies-always");
}

#[test]
fn runs_of_young_requests_replay() {
    replays_to_the_same_steps("young-requests");
}

/// A run that goes round for ever is replayed once round, and says so.
#[test]
fn a_run_that_goes_round_for_ever_replays() {
    let world = [
        "check",
        "handshake",
        "--duplicate",
        "any",
        "--fair",
        "connect",
    ];
    let check = json(&[&world[..], &["--property", "connects-in-the-end"]].concat());
    let verdict = &check["verdicts"][0];
    assert_eq!(verdict["verdict"], "violated");
    assert_eq!(verdict["ending"]["kind"], "repeats");
    let replay = verdict["replay"].as_str().expect("a run");
    assert!(replay.contains('~'), "{replay}");
    let run = json(&[&world[..], &["--replay", replay]].concat());
    for field in ["path", "ending", "end", "replay"] {
        assert_eq!(run[field], verdict[field]);
    }
    let not_round = replay.replace('~', ".").replacen('.', "~", 1);
    let output = crate::halfopen(&[&world[..], &["--replay", &not_round]].concat());
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("do not lead back"), "{said}");
}

/// The command that a check prints below a run shows that run.
#[test]
fn the_printed_command_replays() {
    let printed = crate::printed(&[
        "check",
        "one-slot",
        "--profile",
        "linux-4.4",
        "--backlog",
        "somaxconn",
        "--loss",
        "1",
    ]);
    let line = printed
        .lines()
        .find_map(|line| line.trim_start().strip_prefix("replay   halfopen "))
        .expect("a run that was reached");
    let words: Vec<&str> = line.split(' ').collect();
    let steps = crate::printed(&words);
    let first = steps.lines().next().expect("a step");
    assert!(
        printed.contains(&format!("  {first}\n")),
        "{first:?} is in\n{printed}"
    );
}

/// A run of few among many is one of another world than was asked about: that world is named, and has the run.
#[track_caller]
fn runs_of_few_replay(asked: &str, worlds: &[&str]) {
    let asked: Vec<&str> = asked.split(' ').collect();
    let check = json(&asked);
    let mut named = Vec::new();
    for verdict in check["verdicts"].as_array().expect("a list of verdicts") {
        let (Some(replay), Some(world)) = (verdict["replay"].as_str(), verdict["world"].as_str())
        else {
            continue;
        };
        let words = ["check"].into_iter().chain(world.split(' '));
        let words: Vec<&str> = words.chain(["--replay", replay]).collect();
        let run = json(&words);
        for field in ["path", "end", "replay"] {
            assert_eq!(run[field], verdict[field], "{words:?}");
        }
        if !named.contains(&world) {
            named.push(world);
        }
    }
    assert_eq!(named, worlds);
}

#[test]
fn runs_of_one_client_that_nobody_notices_replay() {
    runs_of_few_replay(
        "check handshake --profile linux-5.10 --backlog 511 --clients 200",
        &["handshake --profile linux-5.10 --backlog 511 --clients 1"],
    );
}

/// The backlog of fifty is told as one of three, and who is connected already waits in the accept queue.
#[test]
fn runs_of_few_at_a_long_accept_queue_replay() {
    runs_of_few_replay(
        "check one-slot --profile linux-4.9 --backlog 50 --clients 200",
        &["one-slot --profile linux-4.9 --backlog 3 --clients 2 --queued-before 3"],
    );
}

/// The requests of the others fill the SYN queue.
#[test]
fn runs_of_one_client_at_a_full_syn_queue_replay() {
    runs_of_few_replay(
        "check handshake --set net.ipv4.tcp_syncookies=0 --backlog 8 --clients 200 --property syn-dropped-syn-queue-full",
        &[
            "handshake --set net.ipv4.tcp_syncookies=0 --backlog 8 --clients 1 --syn-queue-before full",
        ],
    );
}

/// The lines below a run of few among many: each does what it says with that run. (What the explorer does, its own test says.)
#[test]
fn the_lines_below_a_run_of_few_are_true() {
    let words = |text: &'static str| text.split(' ').collect::<Vec<_>>();
    let printed = crate::printed(&words(
        "check one-slot --clients 200 --property half-open-at-rest",
    ));
    let command = |name: &str| -> Vec<&str> {
        let mut lines = printed.lines().map(str::trim_start);
        let line = lines.find_map(|line| line.strip_prefix(name));
        let line = line.expect("a line for it").trim_start();
        line.split(' ').skip(1).collect()
    };
    let steps = crate::printed(&command("replay"));
    let indented = steps.lines().map(|line| format!("  {line}"));
    let told: String = indented
        .map(|line| line.trim_end().to_owned() + "\n")
        .collect();
    assert!(printed.contains(&told), "{told}is not in\n{printed}");
    assert!(steps.lines().count() > 20, "{steps}");
    let export = command("export");
    let page = crate::folder().join("half-open-at-rest.html");
    let _ = std::fs::remove_file(&page);
    crate::printed(&export);
    let page = std::fs::read_to_string(&page).expect("the page was written");
    let ignored = "The handshake ACK is ignored";
    assert!(page.contains(ignored), "{page}");
}

/// On a page for the web too it is said whose run it is.
#[test]
fn a_page_says_of_how_few_a_run_is() {
    let asked = "check one-slot --clients 200 --property half-open-at-rest --format markdown";
    let page = crate::printed(&asked.split(' ').collect::<Vec<_>>());
    let said = "## half-open-at-rest: reached\n\n12 steps of 2 clients at an accept queue with 1 of its slots free, the others not having begun.\n\n```text\n";
    assert!(page.contains(said), "{page}");
}

/// The run to a state that is there from the start has no steps, and still has a string that a shell keeps.
#[test]
fn the_run_without_steps_replays() {
    let run = json(&["check", "handshake", "--replay", "start"]);
    assert_eq!(run["replay"], "start");
    assert_eq!(run["path"].as_array().map(Vec::len), Some(0));
}
