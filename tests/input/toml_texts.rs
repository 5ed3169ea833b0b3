//! A text that is not the TOML that was asked for is refused at the exact place.

use crate::parse;

fn refusal(text: &str) -> String {
    match parse(text) {
        Ok(file) => format!("taken: {:?}", file.scenario),
        Err(problem) => problem.to_string(),
    }
}

#[test]
fn a_missing_value_is_pointed_at() {
    assert_eq!(
        refusal("clients ="),
        r#"error: expected a value after `=`
 --> mine/flood.toml:1:10
  |
1 | clients =
  |          ^"#
    );
}

#[test]
fn a_text_that_does_not_end_is_pointed_at() {
    assert_eq!(
        refusal(
            r#"name = "a
clients = 2"#
        ),
        r#"error: invalid basic string, expected `"`
 --> mine/flood.toml:1:10
  |
1 | name = "a
  |          ^"#
    );
}

#[test]
fn an_unclosed_table_is_pointed_at() {
    assert_eq!(
        refusal(
            r#"[sysctls
"#
        ),
        r#"error: unclosed table, expected `]`
 --> mine/flood.toml:1:9
  |
1 | [sysctls
  |         ^"#
    );
}

#[test]
fn a_word_without_quotes_gets_them_as_help() {
    assert_eq!(
        refusal("accept = never"),
        r#"error: expected a value, found the bare word `never`
 --> mine/flood.toml:1:10
  |
1 | accept = never
  |          ^^^^^
  |
  = help: write "never""#
    );
}

#[test]
fn a_word_without_quotes_in_a_list_gets_them_as_help() {
    assert_eq!(
        refusal("forgeries = [wrong-ack]"),
        r#"error: expected a value, found the bare word `wrong-ack`
 --> mine/flood.toml:1:14
  |
1 | forgeries = [wrong-ack]
  |              ^^^^^^^^^
  |
  = help: write "wrong-ack""#
    );
}

#[test]
fn a_word_that_looks_like_a_number_gets_quotes_as_help() {
    assert_eq!(
        refusal(
            r#"[policies]
backlog-width = 16-bit"#
        ),
        r#"error: expected a value, found the bare word `16-bit`
 --> mine/flood.toml:2:17
  |
2 | backlog-width = 16-bit
  |                 ^^^^^^
  |
  = help: write "16-bit""#
    );
}

#[test]
fn true_is_written_small() {
    assert_eq!(
        refusal("duplicate = True"),
        r#"error: expected a value, found the bare word `True`
 --> mine/flood.toml:1:13
  |
1 | duplicate = True
  |             ^^^^
  |
  = help: write true"#
    );
}

#[test]
fn an_unknown_key_gets_the_nearest_as_help() {
    assert_eq!(
        refusal("clinets = 2"),
        r#"error: no key is named `clinets`
 --> mine/flood.toml:1:1
  |
1 | clinets = 2
  | ^^^^^^^
  |
  = help: did you mean `clients`?"#
    );
}

#[test]
fn an_unknown_key_that_resembles_none_gets_the_list() {
    assert_eq!(
        refusal("speed = 2"),
        r#"error: no key is named `speed`
 --> mine/flood.toml:1:1
  |
1 | speed = 2
  | ^^^^^
  |
  = help: the keys are name, summary, bounds, base, profile, roles, clients, connects, client-sends, client-ends, client-reads, client-keepalive, client-binds, client-fast-open, backlog, accept, server-sends, server-ends, server-reads, server-keepalive, fast-open, close-listener, defer-accept, listen-again, queued-before, syn-queue-before, flood, forgeries, loss, duplicate, reorder, timers, clock, latency, connect-every, send-after, flood-every, measures, fair, peers-cached, isn-step, client-ticks, server-ticks, loopback, properties, sysctls, policies, writes"#
    );
}

#[test]
fn an_unknown_table_gets_the_nearest_as_help() {
    assert_eq!(
        refusal(
            r#"[sysctl]
tcp_syncookies = 1"#
        ),
        r#"error: no key is named `sysctl`
 --> mine/flood.toml:1:2
  |
1 | [sysctl]
  |  ^^^^^^
  |
  = help: did you mean `sysctls`?"#
    );
}

#[test]
fn text_for_a_number_is_refused() {
    assert_eq!(
        refusal(r#"clients = "three""#),
        r#"error: expected a whole number, found the text "three"
 --> mine/flood.toml:1:11
  |
1 | clients = "three"
  |           ^^^^^^^"#
    );
}

#[test]
fn a_fraction_for_a_number_is_refused() {
    assert_eq!(
        refusal("clients = 2.5"),
        r#"error: expected a whole number, found the number `2.5`
 --> mine/flood.toml:1:11
  |
1 | clients = 2.5
  |           ^^^"#
    );
}

#[test]
fn a_number_for_a_text_is_refused() {
    assert_eq!(
        refusal("accept = 1"),
        r#"error: expected text in quotes, found the number `1`
 --> mine/flood.toml:1:10
  |
1 | accept = 1
  |          ^"#
    );
}

#[test]
fn a_text_for_a_switch_is_refused() {
    assert_eq!(
        refusal(r#"duplicate = "yes""#),
        r#"error: expected true or false, found the text "yes"
 --> mine/flood.toml:1:13
  |
1 | duplicate = "yes"
  |             ^^^^^"#
    );
}

#[test]
fn a_text_for_a_list_is_refused() {
    assert_eq!(
        refusal(r#"forgeries = "wrong-ack""#),
        r#"error: expected a list, found the text "wrong-ack"
 --> mine/flood.toml:1:13
  |
1 | forgeries = "wrong-ack"
  |             ^^^^^^^^^^^"#
    );
}

#[test]
fn a_number_for_a_table_is_refused() {
    assert_eq!(
        refusal("sysctls = 3"),
        r#"error: expected a table, found the number `3`
 --> mine/flood.toml:1:11
  |
1 | sysctls = 3
  |           ^"#
    );
}

#[test]
fn a_list_for_a_sysctl_is_refused() {
    assert_eq!(
        refusal(
            r#"[sysctls]
tcp_retries2 = [1]"#
        ),
        r#"error: expected a whole number or a text, found a list
 --> mine/flood.toml:2:16
  |
2 | tcp_retries2 = [1]
  |                ^^^"#
    );
}

#[test]
fn a_number_too_long_to_hold_is_refused() {
    assert_eq!(
        refusal("clients = 99999999999999999999"),
        r#"error: expected a number of at most 18 digits
 --> mine/flood.toml:1:11
  |
1 | clients = 99999999999999999999
  |           ^^^^^^^^^^^^^^^^^^^^"#
    );
}

#[test]
fn a_key_given_twice_is_refused() {
    assert_eq!(
        refusal(
            r#"clients = 1
clients = 2"#
        ),
        r#"error: duplicate key
 --> mine/flood.toml:2:1
  |
2 | clients = 2
  | ^^^^^^^"#
    );
}

#[test]
fn letters_of_two_octets_do_not_shift_the_caret() {
    assert_eq!(
        refusal(
            r#"summary = "Ärger"
accept = "nie" # Übermorgen"#
        ),
        r#"error: expected one of never, any-time, always, found `nie`
 --> mine/flood.toml:2:10
  |
2 | accept = "nie" # Übermorgen
  |          ^^^^^"#
    );
}
