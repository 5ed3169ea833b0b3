//! A replay string that no run of the scenario has.

use crate::refusal;

#[test]
fn a_replay_of_words_is_refused() {
    assert_eq!(
        refusal(
            "a_replay_of_words_is_refused",
            &["check", "one-slot", "--replay", "abc"]
        ),
        r#"error: expected numbers joined by dots, as in 0.2.1, or `start`; found `abc` as step 1 of the replay string
"#
    );
}

#[test]
fn a_replay_with_a_gap_is_refused() {
    assert_eq!(
        refusal(
            "a_replay_with_a_gap_is_refused",
            &["check", "one-slot", "--replay", "0..1"]
        ),
        r#"error: expected numbers joined by dots, as in 0.2.1, or `start`; found `` as step 2 of the replay string
"#
    );
}

#[test]
fn a_replay_of_another_scenario_is_refused_where_it_stops_fitting() {
    assert_eq!(
        refusal(
            "a_replay_of_another_scenario_is_refused_where_it_stops_fitting",
            &["check", "one-slot", "--replay", "0.99"]
        ),
        r#"error: expected 0 to 2 as step 2 of the replay string, found 99; is it of this scenario and profile?
"#
    );
}
