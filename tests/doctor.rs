//! `doctor`: a listener that overflows is named, what is reachable is what the search says, and a small backlog stands for a large one.

use halfopen::doctor::worlds::Scaled;
use halfopen::doctor::{Answer, Finding, examined};
use halfopen_spec::policy::{Profile, Sysctl, profile};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Output};
use std::time::Duration;

fn doctor(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_halfopen"))
        .arg("doctor")
        .args(arguments)
        .output()
        .expect("the binary was built with the test")
}

fn json(port: &str, arguments: &[&str]) -> (Option<i32>, serde_json::Value) {
    let output = doctor(&[&["--port", port, "--json"], arguments].concat());
    let value = serde_json::from_slice(&output.stdout);
    (output.status.code(), value.expect("the result is JSON"))
}

/// A listener of backlog 1, on loopback.
fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    rustix::net::listen(&listener, 1).expect("listen() may be called again");
    let at = listener.local_addr().expect("it is bound");
    (listener, at)
}

/// Two connections fill the accept queue, and a third client is left in the rain.
#[test]
fn a_listener_that_overflows_is_named_with_its_overflow() {
    let (_listener, at) = listener();
    let port = at.port().to_string();
    let (code, before) = json(&port, &["--deny", "overflow-now"]);
    assert_eq!(code, Some(0));
    assert_eq!(before["listeners"][0]["overflows_now"], false);

    let connect = || TcpStream::connect_timeout(&at, Duration::from_millis(300));
    let _waiting = [
        connect().expect("there is room"),
        connect().expect("there is room"),
    ];
    let late = connect();
    let (code, after) = json(&port, &["--deny", "overflow-now"]);
    assert_eq!(code, Some(1));
    let listeners = after["listeners"].as_array().expect("a list");
    assert_eq!(listeners.len(), 1);
    assert_eq!(listeners[0]["address"], at.to_string());
    assert_eq!(listeners[0]["recv_q"], 2);
    assert_eq!(listeners[0]["send_q"], 1);
    assert_eq!(listeners[0]["overflows_now"], true);
    assert_eq!(listeners[0]["limits"]["accept_queue"], 2);
    drop(late);

    let output = doctor(&["--port", &port]);
    assert_eq!(output.status.code(), Some(0), "nothing was denied");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let wanted = format!("{at}  OVERFLOWS NOW: 2 connections wait for accept()");
    assert!(text.contains(&wanted), "{text}");
    assert!(text.contains("REACHABLE      overflow-half-open"), "{text}");
    let markdown = doctor(&["--port", &port, "--format", "markdown"]);
    assert!(String::from_utf8_lossy(&markdown.stdout).contains("OVERFLOWS NOW"));
}

#[test]
fn a_port_on_which_nobody_listens_has_no_hazards() {
    let (listener, at) = listener();
    drop(listener);
    let (code, value) = json(&at.port().to_string(), &["--deny", "any"]);
    assert_eq!(code, Some(0));
    assert_eq!(value["listeners"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_hazard_that_is_denied_and_reachable_ends_with_one() {
    let (_listener, at) = listener();
    let port = at.port().to_string();
    for (deny, code) in [("overflow-half-open", 1), ("any", 1), ("overflow-now", 0)] {
        let (ended, _) = json(&port, &["--deny", deny]);
        assert_eq!(ended, Some(code), "{deny}");
    }
    let refused = doctor(&["--deny", "overflow-halfopen"]);
    assert_eq!(refused.status.code(), Some(2));
    let text = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        text.contains("did you mean `overflow-half-open`?"),
        "{text}"
    );
}

fn findings(backlog: u8, profile: &Profile) -> Vec<Finding> {
    let listener = Scaled {
        backlog,
        accepts_at_once: false,
    };
    examined::findings(listener, profile)
}

fn reachable(findings: &[Finding]) -> Vec<&'static str> {
    assert!(
        findings
            .iter()
            .all(|finding| !matches!(finding.answer, Answer::Undecided))
    );
    let reachable = findings.iter().filter(|finding| finding.is_reachable());
    reachable.map(|finding| finding.hazard.name).collect()
}

fn with(name: &str, sysctls: &[(Sysctl, i64)]) -> Profile {
    let mut profile = profile(name).expect("a built-in profile");
    for (sysctl, value) in sysctls {
        profile.set_sysctl(*sysctl, *value).expect("in range");
    }
    profile
}

#[test]
fn what_is_reachable_differs_by_kernel_and_setting() {
    use Sysctl::{TcpAbortOnOverflow as Abort, TcpSyncookies as Cookies};
    for (kernel, sysctls, wanted) in [
        (
            "linux-6.18",
            &[][..],
            &[
                "overflow-half-open",
                "overflow-forgotten",
                "syn-dropped",
                "cookie-half-open",
            ][..],
        ),
        (
            "linux-6.18",
            &[(Cookies, 0)],
            &[
                "overflow-half-open",
                "overflow-forgotten",
                "syn-dropped",
                "flood-drops-syn",
            ],
        ),
        (
            "linux-6.18",
            &[(Abort, 1)],
            &["overflow-reset", "syn-dropped", "cookie-half-open"],
        ),
        (
            "linux-2.6.18",
            &[],
            &[
                "overflow-half-open",
                "overflow-forgotten",
                "flood-drops-syn",
            ],
        ),
        // One SYN is admitted though the accept queue is full.
        (
            "linux-4.9",
            &[],
            &[
                "overflow-half-open",
                "overflow-forgotten",
                "cookie-half-open",
            ],
        ),
    ] {
        let found = findings(3, &with(kernel, sysctls));
        assert_eq!(reachable(&found), wanted, "{kernel} {sysctls:?}");
    }
}

/// The worlds have a backlog of three where the host has thousands: more would change nothing.
#[test]
fn a_backlog_of_three_stands_for_every_larger_one() {
    for profile in ["linux-3.10", "linux-4.9", "linux-6.18"] {
        for cookies in [1, 0] {
            let profile = with(profile, &[(Sysctl::TcpSyncookies, cookies)]);
            let three = findings(3, &profile);
            let larger = findings(5, &profile);
            assert_eq!(reachable(&three), reachable(&larger), "{}", profile.name);
            let prevented = |findings: &[Finding]| -> Vec<_> {
                findings
                    .iter()
                    .map(|one| one.prevented_by.clone())
                    .collect()
            };
            assert_eq!(prevented(&three), prevented(&larger), "{}", profile.name);
        }
    }
    assert_eq!(Scaled::of(4096), Scaled::of(3));
    assert_ne!(Scaled::of(3), Scaled::of(2));
}

/// Each remedy was tried: with it the hazard is gone, and what can happen then is said.
#[test]
fn a_remedy_is_told_with_what_can_happen_then() {
    let found = findings(3, &with("linux-6.18", &[]));
    let half_open = &found[0];
    let remedies: Vec<(String, Vec<&str>)> = half_open
        .prevented_by
        .iter()
        .map(|(change, left)| (change.to_string(), left.clone()))
        .collect();
    assert_eq!(
        remedies,
        [
            ("a program that calls accept() at once".to_owned(), vec![]),
            (
                "sysctl net.ipv4.tcp_abort_on_overflow=1".to_owned(),
                vec!["overflow-reset", "syn-dropped", "cookie-half-open"]
            ),
            (
                "sysctl net.ipv4.tcp_syncookies=2".to_owned(),
                vec!["overflow-forgotten", "syn-dropped", "cookie-half-open"]
            ),
        ]
    );
    let dropped = found.iter().find(|one| one.hazard.name == "syn-dropped");
    let dropped = dropped.expect("it is in the table");
    let remedies: Vec<String> = dropped
        .prevented_by
        .iter()
        .map(|(change, _)| change.to_string())
        .collect();
    assert_eq!(remedies, ["a program that calls accept() at once"]);
}
