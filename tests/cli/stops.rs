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

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_at_once() {
    use std::os::unix::process::ExitStatusExt;
    let mut child = command(LARGE)
        .stdout(Stdio::null())
        .spawn()
        .expect("the binary was built with the test");
    std::thread::sleep(Duration::from_millis(300));
    let sent = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .expect("every unix has kill");
    assert!(sent.success());
    let asked = Instant::now();
    let status = child.wait().expect("the command ends");
    assert!(asked.elapsed() < AT_ONCE);
    assert_eq!(status.signal(), Some(2));
}
