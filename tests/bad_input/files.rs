//! A file that is missing, or wrong.

use crate::refusal;

#[test]
fn a_file_that_is_not_there() {
    assert_eq!(
        refusal("a_file_that_is_not_there", &["check", "missing.toml"]),
        r#"error: cannot read missing.toml: No such file or directory (os error 2)
"#
    );
}

#[test]
fn a_folder_is_not_a_file() {
    assert_eq!(
        refusal("a_folder_is_not_a_file", &["check", "folder.toml"]),
        r#"error: cannot read folder.toml: Is a directory (os error 21)
"#
    );
}

#[test]
fn an_empty_file_asks_nothing() {
    assert_eq!(
        refusal("an_empty_file_asks_nothing", &["check", "empty.toml"]),
        r#"error: the scenario empty names no property
help: name one with --property, or in the file with properties = ["…"]
"#
    );
}

#[test]
fn a_scenario_without_properties_asks_nothing() {
    assert_eq!(
        refusal(
            "a_scenario_without_properties_asks_nothing",
            &["check", "no-properties.toml"]
        ),
        r#"error: the scenario no-properties names no property
help: name one with --property, or in the file with properties = ["…"]
"#
    );
}

#[test]
fn a_key_without_a_value() {
    assert_eq!(
        refusal("a_key_without_a_value", &["check", "no-value.toml"]),
        r#"error: expected a value after `=`
 --> no-value.toml:1:10
  |
1 | clients =
  |          ^
"#
    );
}

#[test]
fn an_unknown_key() {
    assert_eq!(
        refusal("an_unknown_key", &["check", "unknown-key.toml"]),
        r#"error: no key is named `clinets`
 --> unknown-key.toml:2:1
  |
2 | clinets = 2
  | ^^^^^^^
  |
  = help: did you mean `clients`?
"#
    );
}

#[test]
fn a_value_of_another_type() {
    assert_eq!(
        refusal("a_value_of_another_type", &["check", "wrong-type.toml"]),
        r#"error: expected a whole number, found the text "two"
 --> wrong-type.toml:2:11
  |
2 | clients = "two"
  |           ^^^^^
"#
    );
}

#[test]
fn a_value_out_of_range() {
    assert_eq!(
        refusal("a_value_out_of_range", &["check", "out-of-range.toml"]),
        r#"error: expected 0 to 255 for net.ipv4.tcp_synack_retries, found 256
 --> out-of-range.toml:3:22
  |
3 | tcp_synack_retries = 256
  |                      ^^^
"#
    );
}

#[test]
fn octets_that_are_not_utf8() {
    assert_eq!(
        refusal("octets_that_are_not_utf8", &["check", "latin1.toml"]),
        r#"error: cannot read latin1.toml: expected UTF-8, found other octets in line 2
help: save the file as UTF-8
"#
    );
}

#[test]
fn a_profile_file_is_not_a_scenario() {
    assert_eq!(
        refusal(
            "a_profile_file_is_not_a_scenario",
            &["check", "profile.toml"]
        ),
        r#"error: expected a scenario, found `linux-5.4`, which is a profile
 --> profile.toml:2:8
  |
2 | base = "linux-5.4"
  |        ^^^^^^^^^^^
  |
  = help: if this is a profile file, give it with --profile
"#
    );
}

#[test]
fn a_scenario_file_is_not_a_profile() {
    assert_eq!(
        refusal(
            "a_scenario_file_is_not_a_profile",
            &["check", "one-slot", "--profile", "scenario.toml"]
        ),
        r#"error: expected a profile, found `one-slot`, which is a scenario
 --> scenario.toml:1:8
  |
1 | base = "one-slot"
  |        ^^^^^^^^^^
  |
  = help: if this is a scenario file, give it instead of a scenario's name
"#
    );
}

#[test]
fn a_profile_file_that_is_not_there() {
    assert_eq!(
        refusal(
            "a_profile_file_that_is_not_there",
            &["check", "one-slot", "--profile", "missing.toml"]
        ),
        r#"error: cannot read missing.toml: No such file or directory (os error 2)
"#
    );
}

#[test]
fn a_missing_argument_is_refused_by_clap() {
    assert_eq!(
        refusal("a_missing_argument_is_refused_by_clap", &["check"]),
        r#"error: the following required arguments were not provided:
  <SCENARIO|FILE.toml>

Usage: halfopen check <SCENARIO|FILE.toml>

For more information, try '--help'.
"#
    );
}
