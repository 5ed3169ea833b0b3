//! `halfopen completions` and `halfopen man`: what packages ship beside the program.

use super::{ended, halfopen, printed, refused};
use std::path::Path;
use std::process::{Command, Stdio};

/// The commands, as the help of the program names them.
fn commands() -> Vec<String> {
    let help = printed("--help");
    let (_, list) = help.split_once("Commands:\n").expect("there are commands");
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let names: Vec<String> = names
        .filter(|name| !name.is_empty() && *name != "help")
        .map(str::to_owned)
        .collect();
    assert!(names.len() >= 12, "{names:?}");
    names
}

#[test]
fn every_shell_completes_every_command_and_its_options() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = printed(&format!("completions {shell}"));
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command} is missing");
        }
        for option in ["from-host", "max-states"] {
            assert!(script.contains(option), "{shell}: --{option} is missing");
        }
    }
}

#[test]
fn bash_reads_the_script_and_completes_a_command() {
    let script = printed("completions bash");
    let asked = format!(
        "{script}\nCOMP_WORDS=(halfopen cl) COMP_CWORD=1\n_halfopen halfopen cl halfopen\necho \"${{COMPREPLY[@]}}\""
    );
    let output = Command::new("bash").args(["-c", &asked]).output();
    let output = output.expect("bash starts");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout).trim(),
        "claims",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn an_unknown_shell_is_refused_with_those_that_are_known() {
    let said = refused("completions tcsh");
    assert!(said.contains("bash, elvish, fish"), "{said}");
}

#[test]
fn the_manual_page_names_every_command() {
    let page = printed("man");
    for command in commands() {
        let name = format!("halfopen\\-{command}(1)");
        assert!(page.contains(&name), "{name} is missing in\n{page}");
    }
}

#[test]
fn every_command_has_a_page_with_its_examples() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("man1");
    // Of an earlier test run.
    let _ = std::fs::remove_dir_all(&folder);
    let wrote = ended(&format!("man {}", folder.display()));
    assert_eq!(wrote.status.code(), Some(0));
    for command in commands() {
        let page = std::fs::read_to_string(folder.join(format!("halfopen-{command}.1")));
        let page = page.unwrap_or_else(|error| panic!("{command} has no page: {error}"));
        assert!(page.contains(&format!("halfopen\\-{command} ")), "{page}");
        if printed(&format!("{command} --help")).contains("Examples:") {
            assert!(page.contains("Examples:"), "{command}: {page}");
        }
    }
    assert!(folder.join("halfopen.1").is_file());
    assert!(!folder.join("halfopen-help.1").exists());
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let said = refused("man /dev/null/man1");
    assert!(said.contains("cannot write /dev/null/man1"), "{said}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = halfopen("completions bash")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}
