//! A value that the scenario cannot have is refused, and the message says what it can have.

use crate::parse;

fn refusal(text: &str) -> String {
    match parse(text) {
        Ok(file) => format!("taken: {:?}", file.scenario),
        Err(problem) => problem.to_string(),
    }
}

#[test]
fn no_client_is_too_few() {
    assert_eq!(
        refusal("clients = 0"),
        r#"error: a run needs at least one client, found 0
 --> mine/flood.toml:1:11
  |
1 | clients = 0
  |           ^"#
    );
}

#[test]
fn fifty_thousand_clients_are_the_most() {
    assert_eq!(
        refusal("clients = 50001"),
        r#"error: expected 1 to 50000 for clients, found 50001
 --> mine/flood.toml:1:11
  |
1 | clients = 50001
  |           ^^^^^"#
    );
}

#[test]
fn a_negative_backlog_is_somaxconn_in_words() {
    assert_eq!(
        refusal("backlog = -1"),
        r#"error: a negative backlog means somaxconn to the kernel, found -1
 --> mine/flood.toml:1:11
  |
1 | backlog = -1
  |           ^^
  |
  = help: write `somaxconn`"#
    );
}

#[test]
fn a_negative_backlog_of_the_second_listen_is_refused_too() {
    assert_eq!(
        refusal("listen-again = -3"),
        r#"error: a negative backlog means somaxconn to the kernel, found -3
 --> mine/flood.toml:1:16
  |
1 | listen-again = -3
  |                ^^
  |
  = help: write `somaxconn`"#
    );
}

#[test]
fn a_backlog_above_an_int_is_refused() {
    assert_eq!(
        refusal("backlog = 2147483648"),
        r#"error: expected 0 to 2147483647 for the backlog, found 2147483648
 --> mine/flood.toml:1:11
  |
1 | backlog = 2147483648
  |           ^^^^^^^^^^"#
    );
}

#[test]
fn a_backlog_has_one_word() {
    assert_eq!(
        refusal(r#"backlog = "somaxcon""#),
        r#"error: expected a whole number, found `somaxcon`
 --> mine/flood.toml:1:11
  |
1 | backlog = "somaxcon"
  |           ^^^^^^^^^^
  |
  = help: write a number or `somaxconn`"#
    );
}

#[test]
fn an_unknown_word_gets_the_nearest_as_help() {
    assert_eq!(
        refusal(r#"accept = "anytime""#),
        r#"error: expected one of never, any-time, always, found `anytime`
 --> mine/flood.toml:1:10
  |
1 | accept = "anytime"
  |          ^^^^^^^^^
  |
  = help: did you mean `any-time`?"#
    );
}

#[test]
fn an_unknown_role_gets_the_list() {
    assert_eq!(
        refusal(r#"roles = "listener""#),
        r#"error: expected one of clients-and-listener, clients-only, nobody-answers, both-connect, found `listener`
 --> mine/flood.toml:1:9
  |
1 | roles = "listener"
  |         ^^^^^^^^^^"#
    );
}

#[test]
fn an_unknown_end_gets_the_nearest_as_help() {
    assert_eq!(
        refusal(r#"client-ends = "closed""#),
        r#"error: expected one of never, close, close-early, shut-down, abort, found `closed`
 --> mine/flood.toml:1:15
  |
1 | client-ends = "closed"
  |               ^^^^^^^^
  |
  = help: did you mean `close`?"#
    );
}

#[test]
fn of_a_list_the_wrong_element_is_pointed_at() {
    assert_eq!(
        refusal(
            r#"flood = 1
forgeries = ["wrong-ack", "rong-ack"]"#
        ),
        r#"error: expected one of handshake-ack, wrong-ack, ack-of-unsent, ack-of-nothing, ancient-ack, old-ack, fin-without-ack, fin, data-after-fin, syn-fin, exact-rst, rst-in-window, rst-outside-window, rst-with-wrong-ack, wrong-echo, syn-in-window, old-syn, found `rong-ack`
 --> mine/flood.toml:2:27
  |
2 | forgeries = ["wrong-ack", "rong-ack"]
  |                           ^^^^^^^^^^
  |
  = help: did you mean `wrong-ack`?"#
    );
}

#[test]
fn an_octet_count_above_255_is_refused() {
    assert_eq!(
        refusal("flood = 256"),
        r#"error: expected 0 to 255 for `flood`, found 256
 --> mine/flood.toml:1:9
  |
1 | flood = 256
  |         ^^^"#
    );
}

#[test]
fn a_negative_count_is_refused() {
    assert_eq!(
        refusal("connects = -1"),
        r#"error: expected 0 to 255 for `connects`, found -1
 --> mine/flood.toml:1:12
  |
1 | connects = -1
  |            ^^"#
    );
}

#[test]
fn more_than_255_requests_are_too_many() {
    assert_eq!(
        refusal("syn-queue-before = 256"),
        r#"error: expected 0 to 255 for `syn-queue-before`, found 256
 --> mine/flood.toml:1:20
  |
1 | syn-queue-before = 256
  |                    ^^^"#
    );
}

#[test]
fn a_syn_queue_has_one_word() {
    assert_eq!(
        refusal(r#"syn-queue-before = "ful""#),
        r#"error: expected a number or the word full, found `ful`
 --> mine/flood.toml:1:20
  |
1 | syn-queue-before = "ful"
  |                    ^^^^^
  |
  = help: write a number from 0 to 255 without quotes, or "full""#
    );
}

#[test]
fn a_syn_queue_is_not_a_switch() {
    assert_eq!(
        refusal("syn-queue-before = true"),
        r#"error: expected a whole number or a text, found `true`
 --> mine/flood.toml:1:20
  |
1 | syn-queue-before = true
  |                    ^^^^"#
    );
}

#[test]
fn timers_are_a_switch() {
    assert_eq!(
        refusal(r#"timers = "off""#),
        r#"error: expected true or false, found the text "off"
 --> mine/flood.toml:1:10
  |
1 | timers = "off"
  |          ^^^^^"#
    );
}

#[test]
fn an_isn_step_that_could_wrap_is_refused() {
    assert_eq!(
        refusal("isn-step = 1000001"),
        r#"error: expected 0 to 1000000 for `isn-step`, found 1000001
 --> mine/flood.toml:1:12
  |
1 | isn-step = 1000001
  |            ^^^^^^^"#
    );
}

#[test]
fn a_bound_on_loss_above_255_is_refused() {
    assert_eq!(
        refusal("loss = 256"),
        r#"error: expected 0 to 255 for the bound on loss, found 256
 --> mine/flood.toml:1:8
  |
1 | loss = 256
  |        ^^^"#
    );
}

#[test]
fn loss_has_two_words() {
    assert_eq!(
        refusal(r#"loss = "some""#),
        r#"error: expected a whole number, found `some`
 --> mine/flood.toml:1:8
  |
1 | loss = "some"
  |        ^^^^^^
  |
  = help: write `none`, `any` or a number"#
    );
}

#[test]
fn an_unknown_base_gets_the_nearest_as_help() {
    assert_eq!(
        refusal(r#"base = "acept-overflow""#),
        r#"error: no scenario is named `acept-overflow`
 --> mine/flood.toml:1:8
  |
1 | base = "acept-overflow"
  |        ^^^^^^^^^^^^^^^^
  |
  = help: did you mean `accept-overflow`?"#
    );
}

#[test]
fn an_unknown_base_that_resembles_none_gets_the_list() {
    assert_eq!(
        refusal(r#"base = "other""#),
        r#"error: no scenario is named `other`
 --> mine/flood.toml:1:8
  |
1 | base = "other"
  |        ^^^^^^^
  |
  = help: the scenarios are accept-overflow, syn-flood"#
    );
}

#[test]
fn an_unknown_property_is_pointed_at() {
    assert_eq!(
        refusal(r#"properties = ["client-is-known", "server-is-knwon"]"#),
        r#"error: no property is named `server-is-knwon`
 --> mine/flood.toml:1:34
  |
1 | properties = ["client-is-known", "server-is-knwon"]
  |                                  ^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `server-is-known`?"#
    );
}

#[test]
fn an_unknown_profile_gets_the_profile_before_it() {
    assert_eq!(
        refusal(r#"profile = "linux-6.6""#),
        r#"error: no profile is named `linux-6.6`
 --> mine/flood.toml:1:11
  |
1 | profile = "linux-6.6"
  |           ^^^^^^^^^^^
  |
  = help: `linux-6.5` is the newest profile that is not newer"#
    );
}

#[test]
fn an_unknown_profile_with_a_patch_level_gets_the_series() {
    assert_eq!(
        refusal(r#"profile = "linux-6.1.90""#),
        r#"error: no profile is named `linux-6.1.90`
 --> mine/flood.toml:1:11
  |
1 | profile = "linux-6.1.90"
  |           ^^^^^^^^^^^^^^
  |
  = help: `linux-6.1` is the newest profile that is not newer"#
    );
}

#[test]
fn a_profile_file_that_is_not_there_is_pointed_at() {
    assert_eq!(
        refusal(r#"profile = "mine.toml""#),
        r#"error: cannot read mine/mine.toml: No such file or directory (os error 2)
 --> mine/flood.toml:1:11
  |
1 | profile = "mine.toml"
  |           ^^^^^^^^^^^"#
    );
}
