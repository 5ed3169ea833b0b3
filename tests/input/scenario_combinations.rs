//! Values that do not go together, and keys without effect, are refused.

use crate::parse;

fn refusal(text: &str) -> String {
    match parse(text) {
        Ok(file) => format!("taken: {:?}", file.scenario),
        Err(problem) => problem.to_string(),
    }
}

#[test]
fn bounded_loss_does_not_go_with_duplication() {
    assert_eq!(
        refusal(
            r#"loss = 1
duplicate = true"#
        ),
        r#"error: a bound on loss does not go with duplication: a duplicated segment cannot be counted as lost
 --> mine/flood.toml:1:8
  |
1 | loss = 1
  |        ^
  |
  = help: let the loss be `none` or `any`, or turn duplication off"#
    );
}

#[test]
fn bounded_loss_of_the_base_does_not_go_with_duplication() {
    assert_eq!(
        refusal(
            r#"base = "accept-overflow"
duplicate = true"#
        ),
        r#"error: a bound on loss does not go with duplication: a duplicated segment cannot be counted as lost
 --> mine/flood.toml:2:13
  |
2 | duplicate = true
  |             ^^^^
  |
  = help: let the loss be `none` or `any`, or turn duplication off"#
    );
}

#[test]
fn duplication_does_not_keep_order() {
    assert_eq!(
        refusal(
            r#"duplicate = true
reorder = false"#
        ),
        r#"error: duplicated segments always overtake each other, found reorder = false
 --> mine/flood.toml:2:11
  |
2 | reorder = false
  |           ^^^^^
  |
  = help: leave out `reorder`, or turn duplication off"#
    );
}

#[test]
fn a_backlog_without_a_listener_has_no_effect() {
    assert_eq!(
        refusal(
            r#"roles = "clients-only"
backlog = 3"#
        ),
        r#"error: `backlog` has no effect: with roles = "clients-only" nobody listens
 --> mine/flood.toml:2:11
  |
2 | backlog = 3
  |           ^
  |
  = help: leave it out, or write roles = "clients-and-listener""#
    );
}

#[test]
fn writes_without_a_listener_have_no_effect() {
    assert_eq!(
        refusal(
            r#"roles = "both-connect"
[writes]
net.ipv4.tcp_synack_retries = 1"#
        ),
        r#"error: `writes` has no effect: with roles = "both-connect" nobody listens
 --> mine/flood.toml:2:1
  |
2 | [writes]
  | ^^^^^^^^
  |
  = help: leave it out, or write roles = "clients-and-listener""#
    );
}

#[test]
fn two_hosts_connect_to_each_other_and_not_three() {
    assert_eq!(
        refusal(
            r#"roles = "both-connect"
clients = 2"#
        ),
        r#"error: both-connect is about two hosts, of which one counts as client, found 2 clients
 --> mine/flood.toml:2:11
  |
2 | clients = 2
  |           ^
  |
  = help: write clients = 1"#
    );
}

#[test]
fn forgeries_without_a_flood_have_no_effect() {
    assert_eq!(
        refusal(r#"forgeries = ["wrong-ack"]"#),
        r#"error: `forgeries` has no effect: segments are forged for addresses that have sent a SYN, and `flood` is 0
 --> mine/flood.toml:1:13
  |
1 | forgeries = ["wrong-ack"]
  |             ^^^^^^^^^^^^^
  |
  = help: write flood = 1"#
    );
}
