//! A run is written as what the file's name says.

use crate::{folder, halfopen};
use std::process::Output;

const CHECK: [&str; 6] = [
    "check",
    "full-accept-queue",
    "--profile",
    "linux-4.9",
    "--replay",
    "0.0.0.0",
];

fn stderr_of(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn exported(command: &[&str], more: &[&str], name: &str) -> String {
    let output = halfopen(&[command, more, &["--export", name]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr_of(&output));
    let octets = std::fs::read(folder().join(name)).expect("the file was written");
    String::from_utf8_lossy(&octets).into_owned()
}

#[test]
fn the_end_of_the_name_says_the_form() {
    for (ending, begins) in [
        ("svg", "<svg "),
        ("html", "<!DOCTYPE html>"),
        ("mmd", "sequenceDiagram"),
        ("txt", "full-accept-queue on linux-4.9"),
        ("itf.json", "{"),
    ] {
        let found = exported(&CHECK, &[], &format!("form.{ending}"));
        assert!(found.starts_with(begins), "{ending}: {found:.60}");
    }
    let named = exported(&CHECK, &["--export-format", "mermaid"], "form.of-mine");
    assert!(named.starts_with("sequenceDiagram"));
}

/// The run of a property needs no replay string.
#[test]
fn the_run_of_one_property_is_exported() {
    let check = ["check", "one-slot", "--property", "half-open-at-rest"];
    let found = exported(&check, &[], "property.txt");
    assert!(found.contains("REACHED half-open-at-rest"), "{found}");
    let several = halfopen(&["check", "one-slot", "--export", "several.txt"]);
    assert_eq!(several.status.code(), Some(2));
    assert!(stderr_of(&several).contains("expected one property"));
    assert!(several.stdout.is_empty(), "refused before the search");
}

/// What was found is told, even if there is nothing to export.
#[test]
fn a_verdict_without_a_run_is_not_lost() {
    let check = [
        "check",
        "one-slot",
        "--property",
        "accept-queue-within-limit",
    ];
    let output = halfopen(&[&check[..], &["--export", "none.txt"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr_of(&output).contains("has no run to export: holds"));
    let found = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        found.contains("HOLDS  accept-queue-within-limit"),
        "{found}"
    );
}

#[test]
fn what_cannot_be_written_is_refused_with_the_reason() {
    for (name, reason) in [
        ("form.doc", "names no form of a run"),
        ("form.pkt", "a packetdrill script has one connection"),
    ] {
        let output = halfopen(&[&CHECK[..], &["--export", name]].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(
            stderr_of(&output).contains(reason),
            "{}",
            stderr_of(&output)
        );
    }
}

/// Packets by their numbers, and what nobody saw.
#[test]
fn the_explanation_of_a_capture_is_drawn() {
    let capture = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/captures/linux-6.18-half-open-request-expires-then-rst.server.pcap"
    );
    let trace = ["trace", capture, "--profile", "linux-6.18"];
    let found = exported(&trace, &[], "explained.txt");
    for words in ["#9 . 1:1(0) ack 1", "ignored", "calls accept() (hidden)"] {
        assert!(found.contains(words), "{words}: {found}");
    }
    let output = halfopen(&[&trace[..], &["--export", "explained.pcap"]].concat());
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn stateright_tells_no_run_to_export() {
    let check = ["check", "one-slot", "--engine", "stateright-bfs"];
    let output = halfopen(&[&check[..], &["--export", "none.svg"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr_of(&output).contains("take --engine halfopen"));
}
