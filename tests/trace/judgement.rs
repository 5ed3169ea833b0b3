//! The verdict on a capture as scripts see it: exit codes, JSON, and the words.

use super::{capture, octets, trace};
use serde_json::Value;
use std::process::{Command, Output};

const ARTICLE: &str = "seed-2.6.18-accept-overflow.tcpdump.txt";

fn of_article(arguments: &[&str]) -> Output {
    trace(&octets(ARTICLE), arguments)
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn zero_when_the_profile_or_any_explains_the_capture() {
    assert_eq!(of_article(&[]).status.code(), Some(0));
    let asked = of_article(&["--profile", "linux-2.6.18"]);
    assert_eq!(asked.status.code(), Some(0));
    let words = "Judgement: explained by linux-2.6.18\n";
    assert!(text(&asked).contains(words), "{}", text(&asked));
}

#[test]
fn four_when_a_segment_is_not_allowed_and_the_rule_in_its_way_is_named() {
    let arguments = [
        "--profile",
        "linux-2.6.18",
        "--set",
        "somaxconn=1",
        "--set",
        "tcp_max_syn_backlog=1",
        "--set",
        "tcp_syncookies=0",
        "--backlog",
        "1",
    ];
    let output = of_article(&arguments);
    assert_eq!(output.status.code(), Some(4));
    let text = text(&output);
    for words in [
        "NOT EXPLAINED: 1 of 6 hosts",
        "#19 SYN,ACK",
        "last quarter",
        "would be explained on linux-2.6.18 by another tcp_max_syn_backlog than 1",
        "would be explained on linux-2.6.18 by another tcp_syncookies than 0",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn three_when_there_is_nothing_to_judge() {
    let line = "12:00:00.000001 IP 10.0.0.1.1024 > 10.0.0.2.80: Flags [.], seq 5:9, ack 7, win 1, length 4\n";
    let output = trace(line.as_bytes(), &[]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output).contains("the beginning was not captured"));
    let diagnosed = trace(line.as_bytes(), &["--judge", "none"]);
    assert_eq!(diagnosed.status.code(), Some(0));
    assert!(text(&diagnosed).contains("not judged"));
}

/// What time did not allow to look at is undecided, and never an exclusion.
#[test]
fn three_when_time_is_up() {
    let output = of_article(&["--time-limit", "0"]);
    assert_eq!(output.status.code(), Some(3));
    let text = text(&output);
    assert!(text.contains("Judgement: undecided"), "{text}");
    assert!(text.contains("--time-limit"), "{text}");
}

#[test]
fn a_sysctl_that_the_profile_lacks_is_refused() {
    let arguments = [
        "--profile",
        "linux-2.6.18",
        "--set",
        "tcp_syn_linear_timeouts=1",
    ];
    let output = of_article(&arguments);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn json_says_of_each_profile_whether_it_fits_and_where_it_does_not() {
    let output = of_article(&["--format", "json"]);
    let result: Value = serde_json::from_slice(&output.stdout).expect("the result is JSON");
    let judgements = result["judgements"].as_array().cloned().unwrap_or_default();
    let of = |profile: &str| {
        let found = judgements
            .iter()
            .find(|judgement| judgement["profile"] == profile);
        found.cloned().unwrap_or_default()
    };
    let old = of("linux-2.6.18");
    assert_eq!(old["fits"], true);
    assert_eq!(old["diverges_at"], Value::Null);
    let server = &old["hosts"][0];
    assert_eq!(server["role"], "listens");
    assert_eq!(
        server["settings"][0]["accept-queue limit"],
        serde_json::json!([1])
    );
    assert_eq!(server["run"][0]["rules"], serde_json::json!(["S1"]));
    let new = of("linux-6.18");
    assert_eq!(new["fits"], false);
    assert_eq!(new["diverges_at"], 14);
    assert_eq!(judgements.len(), 17);
}

/// The run tells both ends' steps by time, with the queues, and marks what nobody saw.
#[test]
fn the_run_tells_hidden_steps_too() {
    let output = Command::new(env!("CARGO_BIN_EXE_halfopen"))
        .arg("trace")
        .arg(capture(
            "linux-6.18-half-open-request-expires-then-rst.server.pcap",
        ))
        .args(["--profile", "linux-6.18", "--run", "--judge", "servers"])
        .output()
        .expect("the binary was built with the test");
    assert_eq!(output.status.code(), Some(0));
    let text = text(&output);
    for words in [
        "SYN,ACK timer fires",
        "H4 The handshake ACK is ignored: the accept queue is full. The request stays.",
        "accept queue 2 (limit 1), SYN queue 1",
        "calls accept()  (hidden)",
        "Q6 tcp_synack_retries are spent",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn the_same_capture_gives_the_same_bytes() {
    for format in ["human", "json", "markdown"] {
        let once = of_article(&["--format", format, "--threads", "1"]);
        let again = of_article(&["--format", format, "--threads", "2"]);
        assert_eq!(once.stdout, again.stdout, "{format}");
    }
}
