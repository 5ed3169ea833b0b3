//! JSON is a contract: these fields are there, and have these types.

use crate::{halfopen, json};
use serde_json::Value;

fn keys(value: &Value) -> Vec<&str> {
    let object = value.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
}

#[test]
fn a_check_has_its_fields() {
    let check = json(&["check", "one-slot"]);
    assert_eq!(check["schema"], "halfopen.check/1");
    assert_eq!(check["scenario"], "one-slot");
    assert_eq!(check["profile"], "linux-6.18");
    let search = &check["search"];
    assert_eq!(
        keys(search),
        [
            "classes",
            "clients_apart",
            "clock",
            "complete",
            "depth",
            "engine",
            "graph",
            "rules",
            "seconds",
            "states",
            "stopped_by",
            "transitions",
            "up_to_names"
        ]
    );
    assert_eq!(search["engine"], "halfopen");
    assert_eq!(search["clock"], "any-order");
    assert!(search["classes"].is_null(), "no time passes");
    for number in ["states", "transitions", "depth"] {
        assert!(
            search[number].as_u64().is_some_and(|number| number > 0),
            "{number}"
        );
    }
    assert_eq!(search["up_to_names"], true);
    assert!(search["clients_apart"].is_null(), "the space is small");
    assert!(search["complete"].is_boolean());
    assert!(search["seconds"].is_f64());
    let verdicts = check["verdicts"].as_array().expect("a list of verdicts");
    assert!(!verdicts.is_empty());
    for verdict in verdicts {
        assert_eq!(
            keys(verdict),
            [
                "end", "ending", "kind", "path", "property", "replay", "sentence", "verdict",
                "world"
            ]
        );
        let reached =
            ["reached", "violated"].contains(&verdict["verdict"].as_str().unwrap_or_default());
        assert_eq!(verdict["path"].is_array(), reached, "{verdict}");
        assert_eq!(verdict["end"].is_array(), reached, "{verdict}");
        assert_eq!(verdict["replay"].is_string(), reached, "{verdict}");
        assert_eq!(verdict["world"].is_string(), reached, "{verdict}");
    }
}

#[test]
fn a_large_space_is_seen_with_the_clients_apart() {
    let check = json(&[
        "check",
        "accept-overflow",
        "--property",
        "accept-queue-within-limit",
    ]);
    let search = &check["search"];
    assert_eq!(search["complete"], true);
    assert_eq!(
        keys(&search["clients_apart"]),
        ["bundles", "depth", "leaps", "stopped_by"]
    );
    assert_eq!(search["states"], 0, "no run is looked for");
    assert_eq!(check["verdicts"][0]["verdict"], "holds");
}

#[test]
fn every_step_of_a_path_says_who_what_and_why() {
    let check = json(&["check", "handshake", "--property", "both-ends-established"]);
    let steps = check["verdicts"][0]["path"]
        .as_array()
        .expect("a list of steps");
    assert!(steps.len() >= 4, "SYN, SYN,ACK, ACK and what became of it");
    for step in steps {
        assert_eq!(
            keys(step),
            [
                "changes", "counters", "rules", "seconds", "sends", "what", "who"
            ]
        );
    }
}

#[test]
fn claims_have_their_fields() {
    let result = json(&["claims", "F.5", "--profile", "linux-6.18"]);
    assert_eq!(result["schema"], "halfopen.claims/1");
    let claim = &result["claims"][0];
    assert_eq!(
        keys(claim),
        ["id", "note", "source", "statement", "verdicts"]
    );
    assert_eq!(claim["id"], "F.5");
    assert_eq!(keys(&claim["verdicts"]), ["linux-6.18"]);
    assert_eq!(claim["verdicts"]["linux-6.18"]["verdict"], "true");
    assert!(claim["verdicts"]["linux-6.18"]["evidence"].is_array());
}

/// Notes about the running kernel go to the standard error and leave the JSON alone.
#[cfg(target_os = "linux")]
#[test]
fn notes_are_not_part_of_the_json() {
    let output = halfopen(&["check", "handshake", "--from-host", "--format", "json"]);
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("note: "));
    let check: Value =
        serde_json::from_slice(&output.stdout).expect("the result is JSON and nothing else");
    assert_eq!(check["schema"], "halfopen.check/1");
}

#[test]
fn a_file_gets_what_the_standard_output_would_get() {
    let file = crate::folder().join("handshake.txt");
    let name = file
        .to_str()
        .expect("the target directory has a UTF-8 name");
    assert_eq!(crate::printed(&["check", "handshake", "--out", name]), "");
    let written = std::fs::read_to_string(&file).expect("the result was written");
    assert_eq!(written, crate::printed(&["check", "handshake"]));
}
