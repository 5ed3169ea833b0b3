//! JSON is a contract: what each command writes is as its schema in `checker/report/schema/` says.

use jsonschema::Validator;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The schema of a command's output.
fn schema(name: &str) -> Value {
    let path = Path::new(ROOT).join(format!("checker/report/schema/{name}.json"));
    let text = std::fs::read_to_string(path).expect("the schema is committed");
    serde_json::from_str(&text).expect("a schema is JSON")
}

fn validator(name: &str) -> Validator {
    let schema = schema(name);
    jsonschema::meta::validate(&schema).expect("a schema is one");
    jsonschema::validator_for(&schema).expect("the schema is complete")
}

/// What a command writes as JSON, whatever its exit code says of it.
fn output(words: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_halfopen"))
        .current_dir(ROOT)
        .args(words.split(' '))
        .args(["--format", "json"])
        .output()
        .expect("the binary was built with the test");
    let errors = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{words}: {errors}"))
}

fn each_is_valid(name: &str, commands: &[&str]) {
    let validator = validator(name);
    for words in commands {
        let output = output(words);
        let errors: Vec<String> = (validator.iter_errors(&output))
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{words}: {errors:#?}");
    }
}

#[test]
fn check() {
    each_is_valid(
        "check",
        &[
            "check one-slot",
            "check one-slot --engine stateright-bfs",
            "check one-slot --max-states 100",
            "check keepalive --profile linux-4.4",
            "check never-closes --property close-wait-ends --fair close",
            "check unanswered-connect --profile linux-3.10 --measure syn-times",
            "check accept-overflow --profile linux-2.6.18 --property handshake-ack-ignored",
        ],
    );
}

#[test]
fn run() {
    each_is_valid(
        "run",
        &[
            "check one-slot --replay 0.0.0",
            "check one-slot --replay 0.0.0 --clock calibrated",
        ],
    );
}

#[test]
fn findings() {
    each_is_valid(
        "findings",
        &[
            "check tests/sample/halfopen.toml",
            "check tests/sample/halfopen.toml --max-states 1",
        ],
    );
}

#[test]
fn claims() {
    each_is_valid(
        "claims",
        &["claims S0.3 S1.8 S0.5 F.13 F.4 --profile linux-2.6.18 --profile linux-6.18"],
    );
}

#[test]
fn versus() {
    each_is_valid(
        "versus",
        &[
            "check --profile linux-4.9 --versus linux-4.10",
            "check one-slot --profile linux-4.9 --versus linux-4.10 --max-depth 1",
        ],
    );
}

#[test]
fn doctor() {
    each_is_valid("doctor", &["doctor"]);
}

#[test]
fn list() {
    let what = [
        "scenarios",
        "profiles",
        "properties",
        "claims",
        "rules",
        "measures",
        "policies",
        "sysctls",
    ];
    let commands = what.map(|what| format!("list {what}"));
    each_is_valid("list", &commands.each_ref().map(String::as_str));
}

#[test]
fn explain() {
    each_is_valid(
        "explain",
        &[
            "explain H4",
            "explain linux-4.10",
            "explain --diff linux-4.9 linux-4.10",
            "explain syn-queue-full",
            "explain S2.5",
            "explain one-slot",
            "explain tcp_syncookies",
            "explain syn-times",
            "explain TcpExtListenOverflows",
            "explain half-open-at-rest",
        ],
    );
}

#[test]
fn trace() {
    let captures = std::fs::read_dir(Path::new(ROOT).join("tests/captures"));
    let captures = captures.expect("captures are committed");
    let names = captures.map(|entry| entry.expect("a folder can be read").file_name());
    let mut commands: Vec<String> = names
        .map(|name| format!("trace tests/captures/{}", name.to_string_lossy()))
        .collect();
    commands.sort();
    let first = commands[0].clone();
    commands.push(format!("{first} --judge none"));
    commands.push(format!("{first} --profile linux-4.10 --backlog 7"));
    let commands: Vec<&str> = commands.iter().map(String::as_str).collect();
    each_is_valid("trace", &commands);
}

/// Where no network can be made `live` says so on the standard error, and there is nothing to look at.
#[test]
fn live() {
    let case = "listen=0 tcp_synack_retries=1: A syn, A ack, B syn";
    // The second is contradicted, with a run.
    let wrong = "--policy=syn-when-accept-queue-full=at-most-one-young";
    for (name, arguments) in [
        ("live", vec!["--case", case]),
        ("live", vec!["--case", case, wrong]),
        ("live-facts", vec!["--facts", "--quick"]),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_halfopen"))
            .arg("live")
            .args(arguments)
            .args(["--format", "json"])
            .output()
            .expect("the binary was built with the test");
        if output.status.code() == Some(3) {
            skipped(&String::from_utf8_lossy(&output.stderr));
            return;
        }
        let found: Value = serde_json::from_slice(&output.stdout).expect("live writes JSON");
        assert!(validator(name).is_valid(&found), "{found:#}");
    }
}

#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}

/// A schema that takes anything would be none: it refuses a field that it does not know, and wants those that it does.
#[test]
fn a_field_more_or_less_is_refused() {
    let validator = validator("run");
    let good = output("check one-slot --replay 0.0.0");
    let mut more = good.clone();
    more["path"][0]["another"] = Value::Null;
    assert!(!validator.is_valid(&more));
    let mut less = good;
    less.as_object_mut().expect("an object").remove("replay");
    assert!(!validator.is_valid(&less));
}

/// The schema of a file that people write; `halfopen report` writes it.
fn file_validator(name: &str) -> Validator {
    let path = Path::new(ROOT).join(format!("reports/schema/{name}.json"));
    let text = std::fs::read_to_string(path).expect("the schema is committed");
    let schema = serde_json::from_str(&text).expect("a schema is JSON");
    jsonschema::meta::validate(&schema).expect("a schema is one");
    jsonschema::validator_for(&schema).expect("the schema is complete")
}

fn toml(text: &str) -> Value {
    let table: toml::Table = toml::from_str(text).expect("TOML");
    serde_json::to_value(table).expect("TOML without dates is JSON")
}

#[test]
fn files_that_people_write() {
    let sample = std::fs::read_to_string(Path::new(ROOT).join("tests/sample/halfopen.toml"));
    let sample = sample.expect("the sample is committed");
    let files = [
        ("claims", sample.as_str(), true),
        (
            "claims",
            "[claims.a]\nscenario = { base = \"one-slot\", profile = \"linux-6.1\" }",
            false,
        ),
        (
            "claims",
            "[claims.a]\nscenario = {}\nexpect = { accept-queue-within-limit = \"reached\" }",
            false,
        ),
        (
            "scenario",
            "base = \"one-slot\"\nsysctls = { net.ipv4.tcp_syncookies = 0 }",
            true,
        ),
        (
            "scenario",
            "base = \"one-slot\"\nsysctls = { \"net.ipv4.tcp_syncookies\" = 999 }",
            false,
        ),
        ("scenario", "bass = \"one-slot\"", false),
        (
            "profile",
            "name = \"mine\"\nbase = \"linux-6.1\"\npolicies = { syn-queue-full = \"at-least\" }",
            true,
        ),
        (
            "profile",
            "name = \"mine\"\nbase = \"linux-6.1\"\npolicies = { syn-queue-full = \"at-last\" }",
            false,
        ),
    ];
    for (name, text, is_valid) in files {
        let value = toml(text);
        assert_eq!(file_validator(name).is_valid(&value), is_valid, "{text}");
    }
}
