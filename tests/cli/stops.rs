//! The tool stops when it is told to, and when nobody reads on.

use crate::command;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// A check that would take hours: clients are told apart, and the whole space is wanted.
const LARGE: &[&str] = &[
    "check",
    "accept-overflow",
    "--symmetry",
    "off",
    "--coverage",
    "--property",
    "accept-queue-within-limit",
];

/// Far more than any machine needs to stop.
const AT_ONCE: Duration = Duration::from_secs(20);

#[test]
fn a_time_limit_ends_a_large_search_undecided() {
    let started = Instant::now();
    let output = command(&[LARGE, &["--time-limit", "1", "--format", "json"]].concat())
        .output()
        .expect("the binary was built with the test");
    assert!(started.elapsed() < AT_ONCE);
    assert_eq!(output.status.code(), Some(3));
    let check: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(check["search"]["stopped_by"], "time-limit");
    assert_eq!(check["search"]["complete"], false);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = command(&["check", "handshake"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary was built with the test");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupt_ends_it_with_what_is_known() {
    let mut arguments = LARGE.to_vec();
    arguments.extend(["--property", "handshake-ack-ignored", "--format", "json"]);
    let child = command(&arguments)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary was built with the test");
    wait_until_caught(child.id());
    // Long enough for the first levels, where the question is answered.
    std::thread::sleep(Duration::from_secs(2));
    let sent = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .expect("every unix has kill");
    assert!(sent.success());
    let asked = Instant::now();
    let output = child.wait_with_output().expect("the command ends");
    assert!(asked.elapsed() < AT_ONCE);
    assert_eq!(output.status.code(), Some(3));
    let check: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(check["search"]["stopped_by"], "interrupted");
    assert_eq!(check["search"]["complete"], false);
    assert!(check["search"]["states"].as_u64() > Some(1));
    assert_eq!(check["verdicts"][0]["verdict"], "undecided");
    assert_eq!(check["verdicts"][1]["verdict"], "reached");
}

/// Waits until a process catches SIGINT: before, it would be killed by it, as any process is.
#[cfg(target_os = "linux")]
fn wait_until_caught(process: u32) {
    let started = Instant::now();
    while started.elapsed() < AT_ONCE {
        let status = std::fs::read_to_string(format!("/proc/{process}/status"));
        let status = status.expect("the process is there");
        let caught = status
            .lines()
            .find_map(|line| line.strip_prefix("SigCgt:"))
            .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        if caught.is_some_and(|mask| mask & 0b10 != 0) {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("SIGINT is not caught after {AT_ONCE:?}");
}
