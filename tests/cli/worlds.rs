//! What the arguments mean: the same question in two spellings has one answer, and the same answer every time.

use crate::{folder, halfopen, json, printed};
use serde_json::Value;

/// Without what differs from run to run, and from spelling to spelling.
fn answer(arguments: &[&str]) -> Value {
    let mut check = json(arguments);
    check["search"]["seconds"] = Value::Null;
    for verdict in check["verdicts"]
        .as_array_mut()
        .expect("a list of verdicts")
    {
        verdict["world"] = Value::Null;
    }
    check
}

fn file(name: &str, text: &str) -> String {
    let folder = folder().join("worlds");
    std::fs::create_dir_all(&folder).expect("the target directory can be written");
    std::fs::write(folder.join(name), text).expect("the target directory can be written");
    format!("worlds/{name}")
}

#[test]
fn the_same_question_has_the_same_bytes() {
    for scenario in ["one-slot", "flood-of-one", "smaller-backlog-again"] {
        let once = printed(&["check", scenario, "--coverage", "--threads", "1"]);
        assert_eq!(
            once,
            printed(&["check", scenario, "--coverage", "--threads", "1"])
        );
        assert_eq!(
            once,
            printed(&["check", scenario, "--coverage", "--threads", "2"])
        );
    }
}

#[test]
fn claims_have_the_same_bytes_on_two_threads() {
    let claims = [
        "claims",
        "F.2",
        "F.3",
        "--profile",
        "linux-4.9",
        "--threads",
    ];
    let once = printed(&[&claims[..], &["1"]].concat());
    assert_eq!(once, printed(&[&claims[..], &["2"]].concat()));
}

#[test]
fn a_sysctl_in_a_file_is_a_sysctl_on_the_command_line() {
    let aborting = file(
        "one-slot.toml",
        "base = \"one-slot\"\n[sysctls]\ntcp_abort_on_overflow = 1\n",
    );
    let in_file = answer(&["check", &aborting]);
    assert_eq!(
        in_file,
        answer(&["check", "one-slot", "--set", "tcp_abort_on_overflow=1"])
    );
    assert_ne!(
        in_file["verdicts"],
        answer(&["check", "one-slot"])["verdicts"]
    );
}

#[test]
fn a_policy_in_a_file_is_a_policy_on_the_command_line() {
    let policy = ("syn-when-accept-queue-full", "retransmitted-syn");
    let hypothesis = file(
        "handshake.toml",
        &format!(
            "base = \"handshake\"\n[policies]\n{} = \"{}\"\n",
            policy.0, policy.1
        ),
    );
    let option = format!("{}={}", policy.0, policy.1);
    let on_command_line = answer(&["check", "handshake", "--policy", &option]);
    assert_eq!(answer(&["check", &hypothesis]), on_command_line);
}

/// The last word counts, and only that is shown.
#[test]
fn a_policy_that_is_set_twice_has_its_last_value() {
    let at_least = ["--policy", "syn-queue-full=at-least"];
    let greater = ["--policy", "syn-queue-full=greater"];
    let check = &["check", "backlog-zero"][..];
    assert_eq!(
        answer(&[check, &at_least, &greater].concat()),
        answer(&[check, &greater].concat())
    );
}

#[test]
fn a_property_that_is_named_twice_is_judged_once() {
    let property = ["--property", "connect-times-out"];
    let check = answer(&[&["check", "handshake"][..], &property, &property].concat());
    assert_eq!(check["verdicts"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_file_with_a_sysctl_that_the_kernel_lacks_is_told_so() {
    let linear = file(
        "linear.toml",
        "base = \"handshake\"\n[sysctls]\ntcp_syn_linear_timeouts = 1\n",
    );
    let output = halfopen(&["check", &linear, "--profile", "linux-4.4"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "note: linux-4.4 has no net.ipv4.tcp_syn_linear_timeouts; what worlds/linear.toml says about it is left out\n"
    );
}

#[test]
fn the_commands_that_are_printed_can_be_pasted_though_the_file_has_a_space() {
    let spaced = file("two words.toml", "base = \"handshake\"\n");
    let printed = printed(&["check", &spaced]);
    assert!(
        printed.contains("halfopen check 'worlds/two words.toml' --replay "),
        "{printed}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn the_running_kernel_is_taken_aloud() {
    let output = halfopen(&["check", "handshake", "--from-host"]);
    let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").expect("a Linux machine");
    let release = release.trim();
    let notes = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{notes}");
    assert!(
        notes.starts_with(&format!("note: {release} is taken as ")),
        "{notes}"
    );
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(
        printed.starts_with(&format!("handshake on running-{release} · ")),
        "{printed}"
    );
}
