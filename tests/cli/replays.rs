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

/// The run to a state that is there from the start has no steps, and still has a string that a shell keeps.
#[test]
fn the_run_without_steps_replays() {
    let run = json(&["check", "handshake", "--replay", "start"]);
    assert_eq!(run["replay"], "start");
    assert_eq!(run["path"].as_array().map(Vec::len), Some(0));
}
