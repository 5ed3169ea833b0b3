//! How a check ends is told by its exit code.

use crate::halfopen;

fn code(arguments: &[&str]) -> Option<i32> {
    halfopen(arguments).status.code()
}

#[test]
fn zero_when_what_may_happen_was_reached() {
    assert_eq!(code(&["check", "handshake"]), Some(0));
}

#[test]
fn zero_when_what_always_holds_was_seen_to_hold() {
    let holds = [
        "check",
        "handshake",
        "--property",
        "accept-queue-within-limit",
    ];
    assert_eq!(code(&holds), Some(0));
}

#[test]
fn one_when_what_always_holds_is_violated() {
    assert_eq!(code(&["check", "smaller-backlog-again"]), Some(1));
}

/// The worst verdict counts: a violation beside an answer that was not found.
#[test]
fn three_when_a_bound_came_first() {
    for bound in [
        ["--max-states", "1"],
        ["--max-depth", "0"],
        ["--time-limit", "0"],
        ["--memory-limit", "0"],
    ] {
        let arguments = [&["check", "handshake"][..], &bound].concat();
        let output = halfopen(&arguments);
        assert_eq!(output.status.code(), Some(3), "{bound:?}");
        let text = String::from_utf8_lossy(&output.stdout).to_lowercase();
        assert!(text.contains(&format!("stopped by {}", bound[0])), "{text}");
        assert!(text.contains("undecided"), "{text}");
    }
}

/// A bound that cuts the search off must not let an `always` hold.
#[test]
fn a_bound_lets_nothing_hold() {
    for bound in [
        ["--max-states", "1"],
        ["--time-limit", "0"],
        ["--memory-limit", "0"],
        ["--max-depth", "3"],
    ] {
        let property = [
            "check",
            "handshake",
            "--property",
            "accept-queue-within-limit",
        ];
        let result = crate::json(&[&property[..], &bound].concat());
        let word = result["verdicts"][0]["verdict"].as_str();
        let expected = match bound[0] {
            "--max-depth" => "holds within the bound",
            _ => "undecided",
        };
        assert_eq!(word, Some(expected), "{bound:?}");
    }
}

#[test]
fn a_false_claim_is_a_result_unless_it_is_denied() {
    let claim = ["claims", "S2.5", "--profile", "linux-6.18"];
    assert_eq!(code(&claim), Some(0));
    assert_eq!(code(&[&claim[..], &["--deny-false"]].concat()), Some(1));
}
