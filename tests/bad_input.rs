//! What a user types wrong, and the exact words of the answer: each ends with exit code 2, says nothing on the standard output, and
//! tells what to write instead.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

#[path = "bad_input/combinations.rs"]
mod combinations;
#[path = "bad_input/files.rs"]
mod files;
#[path = "bad_input/names.rs"]
mod names;
#[path = "bad_input/numbers.rs"]
mod numbers;
#[path = "bad_input/replays.rs"]
mod replays;
#[path = "bad_input/results.rs"]
mod results;

/// The files that the tests give to the tool, by their name in the folder that it runs in.
const FILES: &[(&str, &[u8])] = &[
    ("empty.toml", b""),
    ("no-value.toml", b"clients =\n"),
    ("unknown-key.toml", b"base = \"one-slot\"\nclinets = 2\n"),
    (
        "wrong-type.toml",
        b"base = \"one-slot\"\nclients = \"two\"\n",
    ),
    (
        "out-of-range.toml",
        b"base = \"one-slot\"\n[sysctls]\ntcp_synack_retries = 256\n",
    ),
    ("latin1.toml", b"clients = 2\nsummary = \"\xfc\"\n"),
    ("no-properties.toml", b"clients = 2\n"),
    ("profile.toml", b"name = \"mine\"\nbase = \"linux-5.4\"\n"),
    ("scenario.toml", b"base = \"one-slot\"\n"),
    ("notes.txt", b"base = \"one-slot\"\n"),
];

/// A folder with these files and an empty folder called `folder.toml`, made anew for each test so that tests do not meet.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("bad-input")
        .join(test);
    std::fs::create_dir_all(folder.join("folder.toml"))
        .expect("the target directory can be written");
    for (name, text) in FILES {
        std::fs::write(folder.join(name), text).expect("the target directory can be written");
    }
    folder
}

fn halfopen(test: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_halfopen"))
        .args(arguments)
        .current_dir(folder(test))
        .output()
        .expect("the binary was built with the test")
}

/// What is said on the standard error to arguments that are refused.
fn refusal(test: &str, arguments: &[&str]) -> String {
    let output = halfopen(test, arguments);
    let said = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "",
        "nothing is a result"
    );
    said
}

/// A result that took hours is not lost because its file cannot take it: it is printed instead.
#[cfg(target_os = "linux")]
#[test]
fn a_result_that_its_file_does_not_take_is_printed() {
    let output = halfopen("full-disk", &["check", "handshake", "--out", "/dev/full"]);
    assert_eq!(output.status.code(), Some(2));
    let printed = halfopen("full-disk", &["check", "handshake"]);
    assert_eq!(output.stdout, printed.stdout);
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: cannot write /dev/full: No space left on device (os error 28)\n"
    );
}

/// Looking whether a file can be written neither makes it nor empties it.
#[test]
fn a_refused_command_leaves_the_file_for_its_result_alone() {
    let kept = folder("kept-result").join("kept.txt");
    std::fs::write(&kept, "earlier").expect("the target directory can be written");
    refusal("kept-result", &["check", "one-slo", "--out", "kept.txt"]);
    assert_eq!(
        std::fs::read_to_string(&kept).ok().as_deref(),
        Some("earlier")
    );
    refusal("kept-result", &["check", "one-slo", "--out", "new.txt"]);
    assert!(!kept.with_file_name("new.txt").exists());
}
