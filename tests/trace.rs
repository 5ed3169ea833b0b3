//! Packet captures: whatever form they come in, the same connections are found; what cannot be read is said.

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

#[path = "trace/diagnosis.rs"]
mod diagnosis;
#[path = "trace/forms.rs"]
mod forms;
#[path = "trace/judgement.rs"]
mod judgement;
#[path = "trace/reading.rs"]
mod reading;
#[path = "trace/unreadable.rs"]
mod unreadable;

/// A capture that is committed.
fn capture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/captures")
        .join(name)
}

fn octets(name: &str) -> Vec<u8> {
    std::fs::read(capture(name)).expect("the capture is committed")
}

/// What `halfopen trace - …` says to these octets on its standard input.
fn trace(input: &[u8], arguments: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_halfopen"))
        .args(["trace", "-"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary was built with the test");
    let mut stdin = child.stdin.take().expect("the standard input is a pipe");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // Whoever gives up early closes the pipe.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("the command ends");
    writer.join().expect("the writer ends");
    output
}

/// The diagnosis as data.
fn diagnosed(input: &[u8]) -> Value {
    let output = trace(input, &["--format", "json", "--judge", "none"]);
    serde_json::from_slice(&output.stdout).expect("the result is JSON and nothing else")
}
