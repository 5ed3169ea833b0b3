//! With the calibrated clock steps have seconds, runs replay in time, and what has no effect is refused.

use crate::{halfopen, json};

const CALIBRATED: [&str; 5] = [
    "check",
    "one-slot",
    "--clock",
    "calibrated",
    "--property=client-established-server-forgot",
];

#[test]
fn steps_have_seconds() {
    let check = json(&CALIBRATED);
    assert_eq!(check["search"]["clock"], "calibrated");
    assert!(
        check["search"]["classes"]
            .as_u64()
            .is_some_and(|classes| classes > 0)
    );
    let path = check["verdicts"][0]["path"].as_array().expect("a run");
    let seconds: Vec<f64> = path
        .iter()
        .filter_map(|step| step["seconds"].as_f64())
        .collect();
    assert_eq!(seconds.len(), path.len());
    assert!(seconds.is_sorted());
    assert_eq!(seconds.last(), Some(&63.0), "tcp_synack_retries is 5");
}

#[test]
fn a_run_replays_in_time() {
    let check = json(&CALIBRATED);
    let replay = check["verdicts"][0]["replay"]
        .as_str()
        .expect("a replay string");
    let again = [&CALIBRATED[..4], &["--replay", replay]].concat();
    let replayed = json(&again);
    assert_eq!(replayed["path"], check["verdicts"][0]["path"]);
}

#[test]
fn a_timer_does_not_fire_before_a_segment_that_must_come_first() {
    let check = json(&["check", "handshake", "--property", "syn-ack-sent-again"]);
    let replay = check["verdicts"][0]["replay"]
        .as_str()
        .expect("a run in which the timer fires while SYN,ACK is under way");
    let in_time = [
        "check",
        "handshake",
        "--clock",
        "calibrated",
        "--replay",
        replay,
    ];
    let output = halfopen(&in_time);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("cannot be taken when it should"), "{said}");
    let slow = [&in_time[..], &["--latency", "0-2000"]].concat();
    assert_eq!(halfopen(&slow).status.code(), Some(0));
}

#[test]
fn a_latency_makes_a_run_longer() {
    let last = |latency: &str| {
        let check = json(&[&CALIBRATED[..], &["--latency", latency]].concat());
        let path = check["verdicts"][0]["path"].as_array().expect("a run");
        path.last().and_then(|step| step["seconds"].as_f64())
    };
    assert_eq!((last("0-100"), last("250")), (Some(63.0), Some(63.25)));
}

#[test]
fn what_has_no_effect_or_no_meaning_is_refused() {
    for (args, expected) in [
        (
            &["check", "one-slot", "--latency", "5"][..],
            "--latency has no effect",
        ),
        (
            &["check", "one-slot", "--clock", "sundial"],
            "any-order, calibrated",
        ),
        (
            &[
                "check",
                "one-slot",
                "--clock",
                "calibrated",
                "--duplicate",
                "any",
            ],
            "duplication does not go with",
        ),
        (
            &[
                "check",
                "one-slot",
                "--duplicate",
                "any",
                "--measure",
                "half-open-time",
            ],
            "duplication does not go with",
        ),
        (
            &[
                "check",
                "one-slot",
                "--clock",
                "calibrated",
                "--property",
                "half-open-is-resolved",
            ],
            "any order",
        ),
        (
            &[
                "check",
                "one-slot",
                "--clock",
                "calibrated",
                "--engine",
                "stateright-bfs",
            ],
            "no clock",
        ),
        (
            &["check", "burst", "--measure", "early-expiry"],
            "early-expiries",
        ),
        (
            &[
                "check",
                "one-slot",
                "--clock",
                "calibrated",
                "--connect-every=-1",
            ],
            "0 to 86400 seconds",
        ),
        (
            &[
                "check",
                "one-slot",
                "--clock",
                "calibrated",
                "--latency",
                "9-1",
            ],
            "write 1-9",
        ),
    ] {
        let output = halfopen(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(expected), "{args:?}: {said}");
    }
}

#[test]
fn a_bound_leaves_a_measure_unknown() {
    let output = halfopen(&[
        "check",
        "burst",
        "--measure",
        "early-expiries",
        "--max-states",
        "10",
    ]);
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("not known"), "{said}");
}

/// Nothing is said of worlds of few clients that were not seen whole.
#[test]
fn a_bound_leaves_a_measure_of_many_unknown() {
    let mut args = vec!["check", "one-slot", "--clients", "200", "--profile"];
    args.extend(["linux-5.10", "--measure", "half-open-time"]);
    args.extend(["--max-states", "10"]);
    let output = halfopen(&args);
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.contains("no world of few clients was seen whole"),
        "{said}"
    );
    assert!(!said.contains("the whole space was seen"), "{said}");
}

#[test]
fn bounds_never_read_as_holding() {
    for bound in [
        &["--max-states", "1"][..],
        &["--max-depth", "0"],
        &["--time-limit", "0"],
        &["--memory-limit", "0"],
    ] {
        let mut args = vec![
            "check",
            "one-slot",
            "--clock",
            "calibrated",
            "--property",
            "accept-queue-within-limit",
        ];
        args.extend(bound);
        let check = json(&args);
        assert_eq!(check["search"]["complete"], false, "{bound:?}");
        let verdict = check["verdicts"][0]["verdict"]
            .as_str()
            .expect("a word")
            .to_owned();
        assert!(
            ["undecided", "holds within the bound"].contains(&&*verdict),
            "{bound:?}: {verdict}"
        );
    }
}

/// With the calibrated clock nothing has to be cut, and a line that says what was is not left empty.
#[test]
fn nothing_that_is_set_is_said_to_be_as_the_profile_has_it() {
    let text = crate::printed(&["check", "overflowed-client-sends"]);
    assert!(
        text.contains("\nsettings as the profile has them\n"),
        "{text}"
    );
    let page = crate::printed(&["check", "overflowed-client-sends", "--format", "markdown"]);
    assert!(
        page.contains("\n- settings: as the profile has them\n"),
        "{page}"
    );
}
