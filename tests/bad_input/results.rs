//! A place that cannot take the result.

use crate::refusal;

#[test]
fn a_folder_does_not_take_a_result() {
    assert_eq!(
        refusal(
            "a_folder_does_not_take_a_result",
            &["check", "one-slot", "--out", "folder.toml"]
        ),
        r#"error: cannot write folder.toml: Is a directory (os error 21)
"#
    );
}

#[test]
fn a_file_in_no_folder_is_refused_before_the_work() {
    assert_eq!(
        refusal(
            "a_file_in_no_folder_is_refused_before_the_work",
            &["check", "one-slot", "--out", "nowhere/result.txt"]
        ),
        r#"error: cannot write nowhere/result.txt: No such file or directory (os error 2)
"#
    );
}

#[test]
fn claims_look_at_the_file_first_too() {
    assert_eq!(
        refusal(
            "claims_look_at_the_file_first_too",
            &["claims", "--out", "nowhere/result.txt"]
        ),
        r#"error: cannot write nowhere/result.txt: No such file or directory (os error 2)
"#
    );
}
