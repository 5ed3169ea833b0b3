//! `halfopen list`: every name once, in three formats.

use super::{assert_says, halfopen, printed, words};
use halfopen_spec::policy::profiles;
use halfopen_spec::properties::properties;
use halfopen_spec::rule::Rule;
use halfopen_spec::scenarios::scenarios;
use std::process::Stdio;

fn entries(what: &str) -> Vec<serde_json::Value> {
    let text = printed(&format!("list {what} --format json"));
    let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(value["schema"], "halfopen.list/1");
    assert_eq!(value["what"], what);
    value["entries"].as_array().expect("entries").clone()
}

#[test]
fn every_scenario_profile_property_and_rule_is_listed() {
    assert_eq!(entries("scenarios").len(), scenarios().len());
    assert_eq!(entries("profiles").len(), profiles().len());
    assert_eq!(entries("properties").len(), properties().len());
    assert_eq!(entries("rules").len(), Rule::ALL.len());
}

#[test]
fn a_list_for_people_gives_each_name_its_sentence() {
    let scenarios = words(&printed("list scenarios"));
    assert_says(
        &scenarios,
        &["one-slot 2 clients Two clients race for the last slot"],
    );
    let profiles = words(&printed("list profiles"));
    assert_says(
        &profiles,
        &["linux-2.6.18 read in tag v2.6.18 Red Hat's own"],
    );
    let properties = words(&printed("list properties"));
    assert_says(
        &properties,
        &["overflow-is-counted always Whatever finds the accept queue full"],
    );
    let rules = words(&printed("list rules"));
    assert_says(
        &rules,
        &["H4 The handshake ACK is ignored: the accept queue is full."],
    );
    let policies = words(&printed("list policies"));
    assert_says(
        &policies,
        &["syn-queue-full When is the SYN queue full? table-of-max-syn-backlog, "],
    );
    let sysctls = words(&printed("list sysctls"));
    assert_says(
        &sysctls,
        &["net.core.somaxconn 4096 on linux-6.18, read at listen()"],
    );
}

#[test]
fn a_list_for_programs_has_what_the_terminal_leaves_out() {
    let rules = entries("rules");
    let rule = rules.iter().find(|rule| rule["id"] == "H4").expect("H4");
    assert_eq!(rule["name"], "HandshakeAckIgnored");
    assert_eq!(rule["file"], "spec/src/kernel/handshake_ack.rs");
    let scenarios = entries("scenarios");
    let scenario = scenarios
        .iter()
        .find(|one| one["name"] == "one-slot")
        .expect("one-slot");
    assert_eq!(scenario["clients"], 2);
    assert_eq!(entries("sysctls")[0]["default"], 4096);
}

#[test]
fn a_list_for_a_page_is_a_table() {
    let text = printed("list policies --format markdown");
    assert_says(
        &text,
        &[
            "# policies\n",
            "| name | question | values |\n| --- | --- | --- |\n",
        ],
    );
}

/// `halfopen list rules | head -1`: the reader goes away, and nobody needs to hear of it.
#[test]
fn a_reader_that_goes_away_is_no_error() {
    for arguments in ["list rules", "explain linux-6.18"] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = halfopen(arguments);
        let output = command.stdout(writer).stderr(Stdio::piped()).output();
        let output = output.expect("the program starts");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments}");
        assert_eq!(output.status.code(), Some(0), "{arguments}");
    }
}
