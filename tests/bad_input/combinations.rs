//! Options that do not go together, or cannot have an effect.

use crate::refusal;

#[test]
fn counted_losses_do_not_go_with_duplication() {
    assert_eq!(
        refusal(
            "counted_losses_do_not_go_with_duplication",
            &["check", "one-slot", "--loss", "1", "--duplicate", "any"]
        ),
        r#"error: a bound on loss does not go with duplication: a duplicated segment cannot be counted as lost
help: let the loss be `none` or `any`, or turn duplication off
"#
    );
}

#[test]
fn duplication_does_not_keep_order() {
    assert_eq!(
        refusal(
            "duplication_does_not_keep_order",
            &[
                "check",
                "one-slot",
                "--duplicate",
                "any",
                "--reorder",
                "none"
            ]
        ),
        r#"error: duplicated segments always overtake each other, found --reorder none
help: leave it out, or turn duplication off
"#
    );
}

#[test]
fn nobody_listens_with_a_backlog() {
    assert_eq!(
        refusal(
            "nobody_listens_with_a_backlog",
            &["check", "nobody-listens", "--backlog", "3"]
        ),
        r#"error: --backlog has no effect: in nobody-listens nobody listens
help: leave it out, or take a scenario with a listener
"#
    );
}

#[test]
fn nobody_accepts_where_nobody_listens() {
    assert_eq!(
        refusal(
            "nobody_accepts_where_nobody_listens",
            &["check", "simultaneous-open", "--accept", "always"]
        ),
        r#"error: --accept has no effect: in simultaneous-open nobody listens
help: leave it out, or take a scenario with a listener
"#
    );
}

#[test]
fn nobody_waits_where_nobody_listens() {
    assert_eq!(
        refusal(
            "nobody_waits_where_nobody_listens",
            &["check", "nobody-listens", "--queued-before", "1"]
        ),
        r#"error: --queued-before has no effect: in nobody-listens nobody listens
help: leave it out, or take a scenario with a listener
"#
    );
}

#[test]
fn no_request_stands_where_nobody_listens() {
    assert_eq!(
        refusal(
            "no_request_stands_where_nobody_listens",
            &["check", "nobody-listens", "--syn-queue-before", "full"]
        ),
        r#"error: --syn-queue-before has no effect: in nobody-listens nobody listens
help: leave it out, or take a scenario with a listener
"#
    );
}

#[test]
fn many_clients_have_no_run_of_their_own() {
    assert_eq!(
        refusal(
            "many_clients_have_no_run_of_their_own",
            &["check", "one-slot", "--clients", "200", "--replay", "0.0"]
        ),
        r#"error: --replay looks at every client: expected at most 8, found 200
help: `halfopen check` alone looks at one among any number of others; below each run it prints the lines that replay, open and export it
"#
    );
}

#[test]
fn two_hosts_that_connect_to_each_other_stay_two() {
    assert_eq!(
        refusal(
            "two_hosts_that_connect_to_each_other_stay_two",
            &["check", "simultaneous-open", "--clients", "3"]
        ),
        r#"error: simultaneous-open is about two hosts, of which one counts as client, found 3 clients
help: leave out --clients
"#
    );
}

#[test]
fn a_full_syn_queue_is_a_short_one() {
    assert_eq!(
        refusal(
            "a_full_syn_queue_is_a_short_one",
            &[
                "check",
                "syn-flood",
                "--backlog",
                "70000",
                "--set",
                "net.core.somaxconn=100000"
            ]
        ),
        r#"error: the scenario begins with a full SYN queue: expected a capacity of at most 255, found 70001
help: take a smaller backlog, or lower net.core.somaxconn or net.ipv4.tcp_max_syn_backlog
"#
    );
}

#[test]
fn the_running_kernel_and_a_profile_exclude_each_other() {
    assert_eq!(
        refusal(
            "the_running_kernel_and_a_profile_exclude_each_other",
            &["check", "one-slot", "--from-host", "--profile", "linux-6.1"]
        ),
        r#"error: the argument '--from-host' cannot be used with '--profile <NAME|FILE.toml>'

Usage: halfopen check --from-host <SCENARIO|FILE.toml>

For more information, try '--help'.
"#
    );
}

#[test]
fn a_bound_that_stateright_does_not_look_at_is_refused() {
    assert_eq!(
        refusal(
            "a_bound_that_stateright_does_not_look_at_is_refused",
            &[
                "check",
                "one-slot",
                "--engine",
                "stateright-bfs",
                "--time-limit",
                "2"
            ]
        ),
        r#"error: --time-limit has no effect: stateright's engines look at the whole space
help: leave it out, or take --engine halfopen
"#
    );
}
