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
        (
            "proven-peers=nobody",
            "proven-peers=cached-rtt",
            "listen=8 peers-cached tcp_syncookies=0 tcp_max_syn_backlog=1: A syn, B syn, C syn",
        ),
        (
            "wrong-ack-of-request=reset",
            "wrong-ack-of-request=tried-as-cookie",
            "listen=0 tcp_syncookies=1: A syn, B syn, A wrong-ack",
        ),
        (
            "ack-of-unsent=ignored",
            "ack-of-unsent=answered",
            "listen=8: A syn, A ack, accept, close A, A wrong-ack",
        ),
        (
            "retransmit-limit=count",
            "retransmit-limit=elapsed",
            "listen=8 tcp_orphan_retries=1: A syn, A ack, accept, A fin, close A, wait, wait",
        ),
        (
            "time-wait-syn=like-any-other",
            "time-wait-syn=bypasses-syn-queue",
            "listen=8 tcp_syncookies=2: A syn, A ack, accept, close A, A fin, A syn-in-window",
        ),
        (
            "paws-syn=refused",
            "paws-syn=exempt",
            "listen=8 tcp_synack_retries=2 tcp_timestamps=1: A syn, A ack, A older-syn",
        ),
        (
            "time-wait-overflow-counter=none",
            "time-wait-overflow-counter=counted",
            "listen=8 tcp_max_tw_buckets=0: A syn, A ack, accept, close A, A fin",
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

/// What the model does there instead can be looked at step by step, with both ends.
#[test]
fn a_contradiction_is_a_run_that_check_replays() {
    let folder = std::env::temp_dir().join(format!("halfopen-evidence-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let Some(output) = found(&[
        "--policy",
        "syn-when-accept-queue-full=at-most-one-young",
        "--case",
        "listen=0 tcp_synack_retries=1: A syn, A ack, B syn",
        "--evidence",
        &folder.display().to_string(),
    ]) else {
        return;
    };
    let said = text(&output.stdout);
    let command = said
        .lines()
        .find_map(|line| line.strip_prefix("  the model's run:  halfopen "));
    let words = command.expect("clients do all that").split(' ');
    let replayed = Command::new(env!("CARGO_BIN_EXE_halfopen"))
        .args(words)
        .output()
        .expect("the binary was built with the test");
    let story = text(&replayed.stdout);
    assert_eq!(
        replayed.status.code(),
        Some(0),
        "{}",
        text(&replayed.stderr)
    );
    assert!(
        story.contains("S5 A SYN makes a request although"),
        "{story}"
    );
    let capture = std::fs::read(folder.join("1.pcap")).expect("the packets were written");
    assert_eq!(capture[..4], 0xa1b2_c3d4_u32.to_le_bytes());
    std::fs::remove_dir_all(&folder).expect("the folder is ours");
}

#[test]
fn another_kernels_profile_is_found_out_by_the_policy_that_differs() {
    let case = "listen=1 tcp_synack_retries=1: A syn, A ack, B syn, B ack, C syn";
    let Some(output) = found(&["--profile", "linux-4.9", "--case", case]) else {
        return;
    };
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(4), "{said}");
    let wanted = "--policy syn-when-accept-queue-full=room-in-accept-queue";
    assert!(said.contains(wanted), "{said}");
}

/// The committed page is of one release; others may differ.
#[test]
fn the_facts_that_take_seconds_are_those_committed() {
    let Some(output) = found(&["--facts", "--quick"]) else {
        return;
    };
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
    let committed = include_str!("../reports/kernel/6.18.44-facts.md");
    let lines: std::collections::BTreeSet<&str> = committed.lines().collect();
    let new: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("- ") && !lines.contains(line))
        .collect();
    assert!(new.is_empty(), "not in the committed page: {new:#?}");
    assert!(said.contains("\n- backlog 0: 1\n"), "{said}");
}

/// `live --quick` in a namespace of its own in which this shell command came first; `unshare` is of util-linux.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn live_after(command: &str, flags: &[&str]) -> Option<Output> {
    let script = format!("{command} && exec \"$0\" live --quick");
    let output = Command::new("unshare")
        .args(flags)
        .args(["sh", "-c", &script, env!("CARGO_BIN_EXE_halfopen")])
        .output()
        .ok()
        .filter(|output| {
            // Whoever may not make the outer namespace is told so by unshare itself.
            !text(&output.stderr).contains("unshare:")
        });
    if output.is_none() {
        eprintln!("skipped: needs `unshare` (util-linux) and user namespaces");
    }
    output
}

const NO_NAMESPACES: &str =
    "echo 0 > /proc/sys/user/max_user_namespaces && echo 0 > /proc/sys/user/max_net_namespaces";

#[test]
fn where_namespaces_are_forbidden_it_says_what_is_needed_and_how_to_get_it() {
    for (flags, wanted) in [
        (
            &["--map-root-user"][..],
            "skipped: needs a network namespace: unshare(CLONE_NEWNET) says ENOSPC: No space left on device; remedy: raise user.max_net_namespaces (sysctl)",
        ),
        (
            &["--user", "--keep-caps"][..],
            "skipped: needs a user namespace: unshare(CLONE_NEWUSER) says ENOSPC: No space left on device; remedy: raise user.max_user_namespaces (sysctl), or run as root",
        ),
    ] {
        let Some(output) = live_after(NO_NAMESPACES, flags) else {
            return;
        };
        is_skipped(&output, wanted);
    }
}

fn is_skipped(output: &Output, wanted: &str) {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains(wanted), "{said}");
    assert!(output.stdout.is_empty(), "a skipped run has no result");
}

/// The device is hidden, or something else stands in its place.
#[test]
fn where_there_is_no_tun_device_it_says_what_is_needed_and_how_to_get_it() {
    let flags = &["--map-root-user", "--mount"];
    for (command, wanted) in [
        (
            "mount -t tmpfs none /dev/net",
            "skipped: needs a TUN device: /dev/net/tun says No such file or directory (os error 2); remedy: load the module (modprobe tun), or give the container the device (--device /dev/net/tun)",
        ),
        (
            "mount --bind /dev/null /dev/net/tun",
            "skipped: needs a TUN device: /dev/net/tun says Inappropriate ioctl for device (os error 25); remedy: something else stands at /dev/net/tun: make it anew (mknod /dev/net/tun c 10 200)",
        ),
    ] {
        let Some(output) = live_after(command, flags) else {
            return;
        };
        is_skipped(&output, wanted);
    }
}

/// What `--identify` prints is a profile: `check` takes it, the kernel agrees with it, and its policies are those of the kernel's own profile.
#[test]
fn an_identified_kernel_is_a_profile_that_the_other_commands_take() {
    let file =
        std::env::temp_dir().join(format!("halfopen-identified-{}.toml", std::process::id()));
    let path = file.display().to_string();
    let Some(output) = found(&["--identify", "--quick", "--out", &path]) else {
        return;
    };
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let profile = std::fs::read_to_string(&file).expect("the profile was written");
    assert!(
        profile.contains("These profiles have all of these policies: linux-6.18."),
        "{profile}"
    );
    for told_apart in [
        "rst-in-syn-received = \"exact\"",
        "syn-queue-full = \"greater\"",
        "paws-syn = \"exempt\"",
    ] {
        assert!(profile.contains(told_apart), "{told_apart}: {profile}");
    }
    let checked = Command::new(env!("CARGO_BIN_EXE_halfopen"))
        .args(["check", "handshake", "--profile", &path])
        .output()
        .expect("the binary was built with the test");
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stderr));
    let mut arguments = vec!["--profile", &path];
    for case in [
        "listen=8: A syn, A rst-in-window",
        "listen=1 tcp_syncookies=0: A syn, B syn, C syn",
        "listen=8 tcp_synack_retries=2 tcp_timestamps=1: A syn, A ack, A older-syn",
    ] {
        arguments.extend(["--case", case]);
    }
    let agreed = live(&arguments);
    assert_eq!(agreed.status.code(), Some(0), "{}", text(&agreed.stdout));
    std::fs::remove_file(&file).expect("the file is ours");
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
