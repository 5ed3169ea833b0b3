//! A check that is killed at any moment goes on where it was, and ends as if nothing had happened.

use super::{command, folder};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// What is checked.
const WORLD: &[&str] = &[
    "check",
    "one-slot",
    "--coverage",
    "--property",
    "accept-queue-within-limit",
    "--property",
    "handshake-ack-ignored",
    "--property",
    "client-established-server-forgot",
    "--format",
    "json",
];

/// Ways to search it, of half a million states or a hundred thousand classes each, and some seconds at most.
#[cfg(unix)]
const WORLDS: [(&str, &[&str]); 5] = [
    ("off", THREE_APART),
    (
        "exchange",
        &[
            "--symmetry",
            "exchange",
            "--clients",
            "3",
            "--max-depth",
            "20",
        ],
    ),
    ("apart", &["--clients", "5"]),
    (
        "in-the-end",
        &[
            "--duplicate",
            "any",
            "--fair",
            "connect",
            "--property",
            "request-leaves-syn-queue",
            "--property",
            "connects-in-the-end",
        ],
    ),
    (
        "calibrated",
        &[
            "--clients",
            "3",
            "--loss",
            "1",
            "--clock",
            "calibrated",
            "--measure",
            "half-open-time",
        ],
    ),
];

/// Three clients, each who it is.
const THREE_APART: &[&str] = &["--symmetry", "off", "--clients", "3", "--max-depth", "17"];

/// Written as often as a tenth of the time allows.
const OFTEN: &[&str] = &["--checkpoint-every", "0"];

/// A file that is not there.
fn fresh(name: &str) -> PathBuf {
    let file = folder().join(name);
    // Of an earlier test run.
    let _ = std::fs::remove_file(&file);
    let _ = std::fs::remove_file(folder().join(format!("{name}.tmp")));
    file
}

fn check(more: &[&str]) -> Command {
    command(&[WORLD, more].concat())
}

fn kept(name: &str, more: &[&str]) -> Command {
    check(&[more, &["--checkpoint", name], OFTEN].concat())
}

/// What is found, without how long it took.
fn found(output: &Output) -> serde_json::Value {
    let mut check: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("the result is JSON");
    let search = check["search"].as_object_mut().expect("a search was made");
    search.remove("seconds").expect("it took some time");
    check
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Numbers that look random and are the same each time (xorshift).
struct Moments(u64);

impl Moments {
    fn next(&mut self, most: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        most.mul_f64((self.0 >> 11) as f64 / (1u64 << 53) as f64)
    }
}

/// Kills a check at random moments until it comes to its end, and says how often it was killed and how often it went on.
fn killed_until_it_ends(
    name: &str,
    begin: impl Fn(usize) -> Command,
    moments: &mut Moments,
    most: Duration,
) -> (Output, usize, usize) {
    let (mut kills, mut resumed) = (0, 0);
    loop {
        let child = begin(kills)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary was built with the test");
        let pid = child.id();
        let waiting = std::thread::spawn(move || child.wait_with_output());
        // A machine that is busy gets more time with every kill, so that the test ends.
        let until = Instant::now() + moments.next(most * (1 + kills as u32 / 6));
        while Instant::now() < until && !waiting.is_finished() {
            std::thread::sleep(Duration::from_millis(2));
        }
        if !waiting.is_finished() {
            let killed = Command::new("kill")
                .args(["-KILL", &pid.to_string()])
                .stderr(Stdio::null())
                .status();
            killed.expect("every unix has kill");
        }
        let output = waiting.join().expect("it waits").expect("it ends");
        resumed += usize::from(said(&output).contains("resumed at depth"));
        if output.status.code().is_some() {
            assert!(!folder().join(name).exists(), "it is of no more use");
            return (output, kills, resumed);
        }
        kills += 1;
    }
}

#[cfg(unix)]
#[test]
#[expect(
    clippy::print_stdout,
    reason = "how many kills were survived is a figure for reports"
)]
fn whoever_kills_it_changes_nothing() {
    let mut moments = Moments(0x5eed_0fca_11ed_0ff5);
    let (mut kills, mut resumed) = (0, 0);
    for (symmetry, world) in WORLDS {
        let began = Instant::now();
        let alone = check(world).output().expect("it runs");
        let whole = began.elapsed();
        let name = format!("killed-{symmetry}.search");
        fresh(&name);
        let begin = |kills: usize| {
            let threads = ["1", "2", "3"][kills % 3];
            kept(&name, &[world, &["--threads", threads][..]].concat())
        };
        let most = (whole / 2).max(Duration::from_millis(150));
        let (output, killed, went_on) = killed_until_it_ends(&name, begin, &mut moments, most);
        assert_eq!(
            output.status.code(),
            alone.status.code(),
            "{}",
            said(&output)
        );
        assert_eq!(
            found(&output),
            found(&alone),
            "{symmetry}, killed {killed} times"
        );
        kills += killed;
        resumed += went_on;
    }
    println!("{kills} kills, {resumed} times gone on from a checkpoint");
    assert!(kills >= 6, "killed {kills} times only");
    assert!(resumed >= 3, "gone on {resumed} times only");
}

#[test]
fn a_time_limit_leaves_a_checkpoint_and_the_same_command_goes_on() {
    let name = "limited.search";
    let file = fresh(name);
    let world = &["--symmetry", "off", "--clients", "2"];
    let first = kept(name, &[world, &["--time-limit", "0"][..]].concat());
    let first = { first }.output().expect("it runs");
    assert_eq!(first.status.code(), Some(3));
    assert!(
        said(&first).contains("the same command goes on from"),
        "{}",
        said(&first)
    );
    assert!(file.exists());
    let second = kept(name, world).output().expect("it runs");
    let seen = found(&first)["search"].clone();
    let resumed = format!(
        "note: resumed at depth {}, {} states\n",
        seen["depth"], seen["states"]
    );
    assert!(
        said(&second).contains(&resumed),
        "{resumed}{}",
        said(&second)
    );
    let alone = check(world).output().expect("it runs");
    assert_eq!(found(&second), found(&alone));
    assert!(!file.exists(), "the question is answered");
}

#[test]
fn a_checkpoint_of_another_question_is_refused() {
    let name = "other.search";
    fresh(name);
    let stopped = kept(name, &["--time-limit", "0"])
        .output()
        .expect("it runs");
    assert_eq!(stopped.status.code(), Some(3), "{}", said(&stopped));
    for (more, differs) in [
        (&["--backlog", "3"][..], "command line"),
        (&["--max-depth", "9"], "bound on steps"),
        (&["--property", "half-open-at-rest"], "list of properties"),
    ] {
        let other = kept(name, more).output().expect("it runs");
        assert_eq!(other.status.code(), Some(2), "{more:?}");
        let said = said(&other);
        assert!(said.contains("belongs to another question: its"), "{said}");
        assert!(said.contains(differs), "{said}");
    }
}

#[test]
fn what_is_no_whole_checkpoint_is_refused_and_left_alone() {
    let name = "broken.search";
    let file = fresh(name);
    let stopped = kept(name, &["--time-limit", "0"])
        .output()
        .expect("it runs");
    assert_eq!(stopped.status.code(), Some(3), "{}", said(&stopped));
    let whole = std::fs::read(&file).expect("it was written");
    let refused = |content: &[u8], why: &str| {
        std::fs::write(&file, content).expect("the folder can be written");
        let output = kept(name, &[]).output().expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{why}: {}", said(&output));
        assert!(said(&output).contains(why), "{}", said(&output));
        assert_eq!(std::fs::read(&file).expect("it is there"), content);
    };
    refused(b"base = \"one-slot\"\n", "is no checkpoint");
    refused(&whole[..whole.len() / 2], "is damaged");
    let mut flipped = whole.clone();
    flipped[whole.len() * 2 / 3] ^= 1;
    refused(&flipped, "is damaged");
    refused(b"", "is no checkpoint");
}

#[test]
fn what_cannot_be_written_down_is_refused_before_the_search() {
    for (arguments, why) in [
        (
            &[
                "check",
                "one-slot",
                "--property",
                "half-open-at-rest",
                "--checkpoint",
                "no-folder/x",
            ][..],
            "no checkpoint can be written",
        ),
        (
            &[
                "check",
                "one-slot",
                "--property",
                "half-open-at-rest",
                "--checkpoint",
                ".",
            ],
            "is no checkpoint",
        ),
        (
            &[
                "check",
                "one-slot",
                "--engine",
                "stateright-bfs",
                "--checkpoint",
                "x",
            ],
            "--checkpoint has no effect",
        ),
        (
            &["check", "one-slot", "--checkpoint-every", "5"],
            "--checkpoint",
        ),
    ] {
        let output = command(arguments).output().expect("it runs");
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}",
            said(&output)
        );
        assert!(
            said(&output).contains(why),
            "{arguments:?}: {}",
            said(&output)
        );
    }
    assert!(!folder().join("x").exists());
}

/// A limit on the size of files stands for a full disk: a write fails in the middle.
#[cfg(unix)]
#[test]
fn a_full_disk_is_a_warning_and_the_search_goes_on() {
    let name = "full.search";
    let file = fresh(name);
    let world = THREE_APART;
    let arguments = [WORLD, world, &["--checkpoint", name], OFTEN].concat();
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_halfopen"))
        .args(&arguments)
        .current_dir(folder())
        .output()
        .expect("every unix has sh");
    let warnings = said(&output)
        .matches("warning: no checkpoint was written")
        .count();
    assert!(warnings >= 1, "{}", said(&output));
    let alone = check(world).output().expect("it runs");
    assert_eq!(found(&output), found(&alone));
    assert!(!file.exists());
    assert!(
        !folder().join(format!("{name}.tmp")).exists(),
        "half a file stays behind"
    );
}
