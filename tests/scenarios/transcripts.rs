//! Transcripts: what one host does with segments, timers and system calls, in files that people read.
//!
//! Each `tests/scenarios/NAME.txt` states a fact. It begins with a comment that says what is shown, why, and where it was seen;
//! then come blocks: commands, a line `----`, and what the host does. A block ends at an empty line. The commands are in
//! `tests/scenarios/conversation.rs`. `HALFOPEN_UPDATE=1 cargo test -p halfopen-spec --test scenarios` writes the second half of every block anew.

mod clock;
mod conversation;
mod peer;
mod report;
mod spelling;
mod transcript;

use conversation::Conversation;
use halfopen_spec::rule::Rule;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use transcript::{Part, Transcript, difference};

/// What a maintainer types to accept the present behaviour.
const UPDATE: &str = "HALFOPEN_UPDATE=1 cargo test -p halfopen-spec --test scenarios";

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/scenarios");
    let entries = fs::read_dir(folder).expect("the folder is part of the repository");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a transcript is a text file")
}

fn shown(path: &Path) -> String {
    let name = path.file_name().expect("a transcript has a name");
    format!("tests/scenarios/{}", name.to_string_lossy())
}

/// What is wrong with one file, each with its line; the file as it should be, if its commands make sense.
fn run(path: &Path) -> (Vec<String>, Option<String>) {
    let file = shown(path);
    let mut transcript = match Transcript::parse(&read(path)) {
        Ok(transcript) => transcript,
        Err((line, problem)) => return (vec![format!("{file}:{line}: {problem}")], None),
    };
    let mut conversation = Conversation::default();
    let mut differences = Vec::new();
    for part in &mut transcript.parts {
        let Part::Block(block) = part else { continue };
        match conversation.block(&block.commands) {
            Err((line, problem)) => {
                differences.push(format!("{file}:{line}: {problem}"));
                return (differences, None);
            }
            Ok(actual) if actual == block.expected => {}
            Ok(actual) => {
                let line = block.commands.first().map_or(0, |command| command.line);
                let difference = difference(&block.expected, &actual);
                differences.push(format!(
                    "{file}:{line}: the host does something else\n{difference}"
                ));
                block.expected = actual;
            }
        }
    }
    (differences, Some(transcript.to_string()))
}

#[test]
fn every_transcript_says_what_the_specification_does() {
    let update = std::env::var_os("HALFOPEN_UPDATE").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    for path in files() {
        match run(&path) {
            (_, Some(now)) if update => fs::write(&path, now).expect("a transcript can be written"),
            (problems, _) => wrong.extend(problems),
        }
    }
    assert!(
        wrong.is_empty(),
        "\n{}\n\n- expected   + what the host does\nTo accept it: {UPDATE}\n",
        wrong.join("\n\n")
    );
}

#[test]
fn every_transcript_parses_and_begins_with_a_comment() {
    let files = files();
    assert!(!files.is_empty(), "there are transcripts");
    for path in files {
        let text = read(&path);
        let file = shown(&path);
        assert!(text.starts_with("# "), "{file}:1: begins without a comment");
        let transcript = Transcript::parse(&text)
            .unwrap_or_else(|(line, problem)| panic!("{file}:{line}: {problem}"));
        assert_eq!(
            transcript.to_string(),
            text,
            "{file}: is laid out otherwise"
        );
        assert!(
            transcript
                .commands()
                .next()
                .is_some_and(|first| first.starts_with("profile ")),
            "{file}: its first command names a profile"
        );
    }
}

/// Rules that no transcript can show: what the addresses that never answer do.
const NOT_A_HOST_S: [&str; 3] = ["W2", "W3", "W4"];

#[test]
fn every_rule_is_shown_by_a_transcript() {
    let texts: Vec<String> = files().iter().map(|path| read(path)).collect();
    let shown: BTreeSet<&str> = texts
        .iter()
        .flat_map(|text| text.lines())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let missing: Vec<&str> = Rule::ALL
        .iter()
        .map(|rule| rule.source().id)
        .filter(|id| !NOT_A_HOST_S.contains(id) && !shown.contains(id))
        .collect();
    assert_eq!(
        missing,
        Vec::<&str>::new(),
        "rules that no transcript shows"
    );
}
