//! What build servers run is run here, as far as it can be without them: the commands of the action and of the snippet, on the sample.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(ROOT).join(path)).expect("the file is committed")
}

/// The script of a step: the lines below its `run: |`, up to the next key.
fn script(action: &str, step: &str) -> String {
    let (_, after) = action
        .split_once(&format!("- name: {step}\n"))
        .expect("the step is there");
    let (_, script) = after
        .split_once("run: |\n")
        .expect("the step runs something");
    let lines = script
        .lines()
        .take_while(|line| line.starts_with("        "));
    lines
        .map(|line| format!("{}\n", line.trim_start()))
        .collect()
}

/// A folder of this test's own, empty: what an earlier run wrote proves nothing.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("build-servers")
        .join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("the folder is this test's own");
    }
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}

/// A shell in which `halfopen` is this build.
fn shell(folder: &Path, script: &str, file: &Path) -> Output {
    let binary = Path::new(env!("CARGO_BIN_EXE_halfopen"));
    let programs = binary.parent().expect("a binary lies in a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    Command::new("bash")
        .args(["-e", "-o", "pipefail", "-c", script])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", programs.display()))
        .env("HALFOPEN_FILE", file)
        .env("GITHUB_STEP_SUMMARY", folder.join("summary.md"))
        .output()
        .expect("a build server has bash, and so has whoever builds this")
}

fn sample() -> PathBuf {
    Path::new(ROOT).join("tests/sample/halfopen.toml")
}

fn red(folder: &Path) -> PathBuf {
    let text = text("tests/sample/halfopen.toml");
    let file = folder.join("red.toml");
    let text = text.replace("tcp_abort_on_overflow = 1", "tcp_abort_on_overflow = 0");
    std::fs::write(&file, text).expect("the folder is this test's own");
    file
}

#[test]
fn the_action_is_green_and_red_and_leaves_its_reports() {
    let action = text(".github/actions/check/action.yml");
    let script = script(&action, "Check the claims");
    let folder = folder("action");
    let green = shell(&folder, &script, &sample());
    assert!(green.status.success(), "{green:?}");
    let red = shell(&folder, &script, &red(&folder));
    assert_eq!(red.status.code(), Some(1));
    for report in ["halfopen.xml", "halfopen.sarif", "summary.md"] {
        let text = std::fs::read_to_string(folder.join(report)).expect("the action wrote it");
        assert!(
            text.contains("client-established-server-forgot"),
            "{report}: {text}"
        );
    }
}

#[test]
fn a_baseline_is_an_option_of_the_action() {
    let action = text(".github/actions/check/action.yml");
    let folder = folder("baseline");
    let red = red(&folder);
    let write = format!(
        "halfopen check '{}' --write-baseline known.json",
        red.display()
    );
    assert!(shell(&folder, &write, &red).status.success());
    let script = format!(
        "HALFOPEN_BASELINE=known.json\n{}",
        script(&action, "Check the claims")
    );
    assert!(shell(&folder, &script, &red).status.success());
}

#[test]
fn the_snippet_checks_too() {
    let snippet = text(".gitlab/halfopen.yml");
    let line = snippet
        .lines()
        .find_map(|line| line.trim().strip_prefix("- halfopen check"));
    let script = format!("halfopen check{}", line.expect("the snippet checks"));
    let output = shell(&folder("snippet"), &script, &sample());
    assert!(output.status.success(), "{output:?}");
}

/// The action installs from the repository that it lies in.
#[test]
fn the_action_finds_the_repository() {
    let action = text(".github/actions/check/action.yml");
    let build = script(&action, "Build halfopen");
    let path = build.split('"').nth(1).expect("a path in quotes");
    let relative = path
        .strip_prefix("$HALFOPEN_ACTION/")
        .expect("from the action's own folder");
    let root = Path::new(ROOT).join(".github/actions/check").join(relative);
    assert!(root.join("Cargo.toml").is_file(), "{}", root.display());
}
