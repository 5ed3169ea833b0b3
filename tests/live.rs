//! The running kernel as the judge: it agrees with its own profile, and the judge has teeth. Needs a private network.

use std::process::{Command, Output};

fn live(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_halfopen"))
        .arg("live")
        .args(arguments)
        .output()
        .expect("the binary was built with the test")
}

/// What the command found; `None`, said aloud, where there can be no private network, or the kernel is of a version that the
/// specification was not yet compared with.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn found(arguments: &[&str]) -> Option<Output> {
    let output = live(arguments);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let skipped = stderr
        .lines()
        .find(|line| line.starts_with("skipped: needs"));
    if let Some(line) = skipped {
        assert_eq!(output.status.code(), Some(3), "{line}");
        eprintln!("{line}");
        return None;
    }
    let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    if !release.starts_with("6.18.") {
        eprintln!(
            "skipped: needs Linux 6.18, found {}; remedy: compare it by hand with `halfopen live`",
            release.trim()
        );
        return None;
    }
    Some(output)
}

fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

#[test]
fn the_running_kernel_does_what_its_profile_says() {
    let Some(output) = found(&["--quick"]) else {
        return;
    };
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains(" 0 contradicted"));
}

/// Each policy with another value, and a case that shows it: the judge finds the difference and names the policy.
#[test]
fn a_wrong_policy_is_found_and_named() {
    for (wrong, right, case) in [
        (
            "syn-when-accept-queue-full=at-most-one-young",
            "syn-when-accept-queue-full=room-in-accept-queue",
            "listen=0 tcp_synack_retries=1: A syn, A ack, B syn",
        ),
        (
            "rst-in-syn-received=in-window",
            "rst-in-syn-received=exact",
            "listen=8: A syn, A rst-in-window",
        ),
        (
            "syn-queue-full=at-least",
            "syn-queue-full=greater",
            "listen=1 tcp_syncookies=0: A syn, B syn",
        ),
    ] {
        let Some(output) = found(&["--policy", wrong, "--case", case]) else {
            return;
        };
        let said = text(&output.stdout);
        assert_eq!(output.status.code(), Some(4), "{wrong}: {said}");
        assert!(said.contains(&format!("--policy {right}")), "{said}");
    }
}

#[test]
fn a_case_that_makes_no_sense_is_refused_with_the_place() {
    for (case, wanted) in [
        ("listen=1: A sin", "`sin`"),
        ("listen=1: accept", "`accept` is impossible here"),
        ("listen=x: A syn", "`listen=x`"),
    ] {
        let output = live(&["--case", case]);
        assert_eq!(output.status.code(), Some(2), "{case}");
        assert!(
            text(&output.stderr).contains(wanted),
            "{}",
            text(&output.stderr)
        );
    }
}
