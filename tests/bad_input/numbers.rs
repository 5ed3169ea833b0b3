//! A value that an option cannot have.

use crate::refusal;

#[test]
fn a_sysctl_needs_a_value() {
    assert_eq!(
        refusal(
            "a_sysctl_needs_a_value",
            &["check", "one-slot", "--set", "tcp_syncookies"]
        ),
        r#"error: invalid value 'tcp_syncookies' for '--set <SYSCTL=VALUE>': expected an assignment, found `tcp_syncookies`; write it as `net.ipv4.tcp_syncookies=0`

For more information, try '--help'.
"#
    );
}

#[test]
fn a_sysctl_is_a_number() {
    assert_eq!(
        refusal(
            "a_sysctl_is_a_number",
            &["check", "one-slot", "--set", "tcp_syncookies=on"]
        ),
        r#"error: invalid value 'tcp_syncookies=on' for '--set <SYSCTL=VALUE>': expected a whole number, found `on`

For more information, try '--help'.
"#
    );
}

#[test]
fn a_sysctl_out_of_range_gets_the_range() {
    assert_eq!(
        refusal(
            "a_sysctl_out_of_range_gets_the_range",
            &["check", "one-slot", "--set", "tcp_synack_retries=256"]
        ),
        r#"error: invalid value 'tcp_synack_retries=256' for '--set <SYSCTL=VALUE>': expected 0 to 255 for net.ipv4.tcp_synack_retries, found 256

For more information, try '--help'.
"#
    );
}

#[test]
fn no_client_is_too_few() {
    assert_eq!(
        refusal(
            "no_client_is_too_few",
            &["check", "one-slot", "--clients", "0"]
        ),
        r#"error: invalid value '0' for '--clients <N>': a run needs at least one client, found 0

For more information, try '--help'.
"#
    );
}

#[test]
fn fifty_thousand_clients_are_the_most() {
    assert_eq!(
        refusal(
            "fifty_thousand_clients_are_the_most",
            &["check", "one-slot", "--clients", "50001"]
        ),
        r#"error: invalid value '50001' for '--clients <N>': expected 1 to 50000 for clients, found 50001

For more information, try '--help'.
"#
    );
}

#[test]
fn more_than_an_octet_of_connections_does_not_wait() {
    assert_eq!(
        refusal(
            "more_than_an_octet_of_connections_does_not_wait",
            &["check", "one-slot", "--queued-before", "256"]
        ),
        r#"error: invalid value '256' for '--queued-before <N>': expected 0 to 255 for `queued-before`, found 256

For more information, try '--help'.
"#
    );
}

#[test]
fn a_negative_backlog_is_somaxconn_in_words() {
    assert_eq!(
        refusal(
            "a_negative_backlog_is_somaxconn_in_words",
            &["check", "one-slot", "--backlog", "-1"]
        ),
        r#"error: invalid value '-1' for '--backlog <N|somaxconn>': a negative backlog means somaxconn to the kernel, found -1; write `somaxconn`

For more information, try '--help'.
"#
    );
}

#[test]
fn a_negative_backlog_after_an_equals_sign_too() {
    assert_eq!(
        refusal(
            "a_negative_backlog_after_an_equals_sign_too",
            &["check", "one-slot", "--backlog=-1"]
        ),
        r#"error: invalid value '-1' for '--backlog <N|somaxconn>': a negative backlog means somaxconn to the kernel, found -1; write `somaxconn`

For more information, try '--help'.
"#
    );
}

#[test]
fn a_negative_loss_is_a_value_and_not_an_option() {
    assert_eq!(
        refusal(
            "a_negative_loss_is_a_value_and_not_an_option",
            &["check", "one-slot", "--loss", "-1"]
        ),
        r#"error: invalid value '-1' for '--loss <none|any|N>': expected 0 to 255 for the bound on loss, found -1

For more information, try '--help'.
"#
    );
}

#[test]
fn a_search_sees_at_least_one_state() {
    assert_eq!(
        refusal(
            "a_search_sees_at_least_one_state",
            &["check", "one-slot", "--max-states", "0"]
        ),
        r#"error: invalid value '0' for '--max-states <N>': expected 1 or more: a search sees at least the state in which runs begin, found 0

For more information, try '--help'.
"#
    );
}

#[test]
fn a_depth_is_not_negative() {
    assert_eq!(
        refusal(
            "a_depth_is_not_negative",
            &["check", "one-slot", "--max-depth", "-1"]
        ),
        r#"error: invalid value '-1' for '--max-depth <STEPS>': expected 0 to 4294967295 for the depth, found -1

For more information, try '--help'.
"#
    );
}

#[test]
fn a_time_limit_that_no_clock_holds_is_refused() {
    assert_eq!(
        refusal(
            "a_time_limit_that_no_clock_holds_is_refused",
            &["check", "one-slot", "--time-limit", "99999999999"]
        ),
        r#"error: invalid value '99999999999' for '--time-limit <SECONDS>': expected 0 to 1000000000 for the time limit in seconds, found 99999999999

For more information, try '--help'.
"#
    );
}

#[test]
fn a_memory_limit_that_no_machine_has_is_refused() {
    assert_eq!(
        refusal(
            "a_memory_limit_that_no_machine_has_is_refused",
            &["check", "one-slot", "--memory-limit", "99999999999"]
        ),
        r#"error: invalid value '99999999999' for '--memory-limit <MIB>': expected 0 to 1048576 for the memory limit in MiB, found 99999999999

For more information, try '--help'.
"#
    );
}

#[test]
fn more_threads_than_a_system_gives_are_refused() {
    assert_eq!(
        refusal(
            "more_threads_than_a_system_gives_are_refused",
            &["check", "one-slot", "--threads", "100000"]
        ),
        r#"error: invalid value '100000' for '--threads <N>': expected 0 to 256 for threads, found 100000

For more information, try '--help'.
"#
    );
}
