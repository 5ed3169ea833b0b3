//! `check --versus` as it is called.

use super::{halfopen, text};

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
        (
            "check --versus syn-queue-fulll=greater",
            "did you mean `syn-queue-full`?",
        ),
        (
            "check --versus net.ipv4.tcp_syncookies=x",
            "--versus net.ipv4.tcp_syncookies=x: expected a whole number, found `x`",
        ),
        (
            "check --versus linux-6.1 --versus linux-6.5",
            "names a second profile, `linux-6.5`",
        ),
        (
            "check --versus linux-6.1 --property overflow-reset",
            "cannot be used with '--property <NAME>'",
        ),
        (
            "check one-slot --versus linux-6.1 --queued-before 1",
            "cannot be used with '--queued-before <N>'",
        ),
        ("check", "were not provided:\n  <SCENARIO|FILE.toml>"),
        ("explore", "were not provided:\n  <SCENARIO|FILE.toml>"),
    ] {
        let words: Vec<&str> = arguments.split(' ').collect();
        let output = halfopen(&words);
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        let text = text(&output.stderr);
        assert!(text.contains(wanted), "{arguments}: {text}");
    }
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
