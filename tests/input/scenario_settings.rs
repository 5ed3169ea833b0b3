//! A sysctl or a policy that does not exist, or not with this value, is refused where it stands.

use crate::parse;

fn refusal(text: &str) -> String {
    match parse(text) {
        Ok(file) => format!("taken: {:?}", file.scenario),
        Err(problem) => problem.to_string(),
    }
}

#[test]
fn an_unknown_sysctl_gets_the_nearest_as_help() {
    assert_eq!(
        refusal(
            r#"[sysctls]
"net.ipv4.tcp_syncookie" = 0"#
        ),
        r#"error: no sysctl named `net.ipv4.tcp_syncookie` is modelled
 --> mine/flood.toml:2:1
  |
2 | "net.ipv4.tcp_syncookie" = 0
  | ^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `net.ipv4.tcp_syncookies`?"#
    );
}

#[test]
fn a_sysctl_in_the_wrong_place_gets_its_full_name() {
    assert_eq!(
        refusal(
            r#"[sysctls]
net.ipv4.somaxconn = 300"#
        ),
        r#"error: no sysctl named `net.ipv4.somaxconn` is modelled
 --> mine/flood.toml:2:10
  |
2 | net.ipv4.somaxconn = 300
  |          ^^^^^^^^^
  |
  = help: did you mean `net.core.somaxconn`?"#
    );
}

#[test]
fn a_sysctl_that_is_not_modelled_gets_the_list() {
    assert_eq!(
        refusal(
            r#"[sysctls]
"net.ipv4.tcp_window_scaling" = 1"#
        ),
        r#"error: no sysctl named `net.ipv4.tcp_window_scaling` is modelled
 --> mine/flood.toml:2:1
  |
2 | "net.ipv4.tcp_window_scaling" = 1
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: the modelled ones are net.core.somaxconn, net.ipv4.tcp_max_syn_backlog, net.ipv4.tcp_syncookies, net.ipv4.tcp_abort_on_overflow, net.ipv4.tcp_synack_retries, net.ipv4.tcp_syn_retries, net.ipv4.tcp_syn_linear_timeouts, net.ipv4.tcp_retries2, net.ipv4.tcp_orphan_retries, net.ipv4.tcp_fin_timeout, net.ipv4.tcp_max_tw_buckets, net.ipv4.tcp_rfc1337, net.ipv4.tcp_fastopen, net.ipv4.tcp_timestamps, net.ipv4.tcp_tw_reuse, net.ipv4.tcp_tw_reuse_delay, net.ipv4.tcp_keepalive_time, net.ipv4.tcp_keepalive_intvl, net.ipv4.tcp_keepalive_probes"#
    );
}

#[test]
fn a_sysctl_out_of_range_shows_the_range() {
    assert_eq!(
        refusal(
            r#"[sysctls]
net.ipv4.tcp_syncookies = 300"#
        ),
        r#"error: expected 0 to 255 for net.ipv4.tcp_syncookies, found 300
 --> mine/flood.toml:2:27
  |
2 | net.ipv4.tcp_syncookies = 300
  |                           ^^^"#
    );
}

#[test]
fn a_sysctl_in_quotes_loses_them_in_the_help() {
    assert_eq!(
        refusal(
            r#"[sysctls]
tcp_syncookies = "0""#
        ),
        r#"error: expected a whole number, found the text `0`
 --> mine/flood.toml:2:18
  |
2 | tcp_syncookies = "0"
  |                  ^^^
  |
  = help: leave out the quotes"#
    );
}

#[test]
fn a_sysctl_that_is_not_a_number_is_refused() {
    assert_eq!(
        refusal(
            r#"[sysctls]
tcp_syncookies = "off""#
        ),
        r#"error: expected a whole number, found the text `off`
 --> mine/flood.toml:2:18
  |
2 | tcp_syncookies = "off"
  |                  ^^^^^"#
    );
}

#[test]
fn a_sysctl_under_two_names_is_refused() {
    assert_eq!(
        refusal(
            r#"[sysctls]
tcp_syncookies = 0
net.ipv4.tcp_syncookies = 1"#
        ),
        r#"error: net.ipv4.tcp_syncookies is set twice
 --> mine/flood.toml:3:10
  |
3 | net.ipv4.tcp_syncookies = 1
  |          ^^^^^^^^^^^^^^
  |
  = help: keep one of the two lines"#
    );
}

#[test]
fn a_sysctl_that_the_profile_lacks_is_refused() {
    assert_eq!(
        refusal(
            r#"profile = "linux-4.4"
[sysctls]
net.ipv4.tcp_syn_linear_timeouts = 0"#
        ),
        r#"error: linux-4.4 has no net.ipv4.tcp_syn_linear_timeouts
 --> mine/flood.toml:3:10
  |
3 | net.ipv4.tcp_syn_linear_timeouts = 0
  |          ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: leave it out, or take a profile that has it"#
    );
}

#[test]
fn a_write_that_the_profile_lacks_is_refused() {
    assert_eq!(
        refusal(
            r#"profile = "linux-4.4"
[writes]
net.ipv4.tcp_syn_linear_timeouts = 0"#
        ),
        r#"error: linux-4.4 has no net.ipv4.tcp_syn_linear_timeouts
 --> mine/flood.toml:3:10
  |
3 | net.ipv4.tcp_syn_linear_timeouts = 0
  |          ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: leave it out, or take a profile that has it"#
    );
}

#[test]
fn a_write_out_of_range_shows_the_range() {
    assert_eq!(
        refusal(
            r#"[writes]
net.ipv4.tcp_synack_retries = 256"#
        ),
        r#"error: expected 0 to 255 for net.ipv4.tcp_synack_retries, found 256
 --> mine/flood.toml:2:31
  |
2 | net.ipv4.tcp_synack_retries = 256
  |                               ^^^"#
    );
}

#[test]
fn of_two_wrong_lines_the_first_is_shown() {
    assert_eq!(
        refusal(
            r#"[sysctls]
"net.zzz" = 0
"net.aaa" = 0"#
        ),
        r#"error: no sysctl named `net.zzz` is modelled
 --> mine/flood.toml:2:1
  |
2 | "net.zzz" = 0
  | ^^^^^^^^^
  |
  = help: the modelled ones are net.core.somaxconn, net.ipv4.tcp_max_syn_backlog, net.ipv4.tcp_syncookies, net.ipv4.tcp_abort_on_overflow, net.ipv4.tcp_synack_retries, net.ipv4.tcp_syn_retries, net.ipv4.tcp_syn_linear_timeouts, net.ipv4.tcp_retries2, net.ipv4.tcp_orphan_retries, net.ipv4.tcp_fin_timeout, net.ipv4.tcp_max_tw_buckets, net.ipv4.tcp_rfc1337, net.ipv4.tcp_fastopen, net.ipv4.tcp_timestamps, net.ipv4.tcp_tw_reuse, net.ipv4.tcp_tw_reuse_delay, net.ipv4.tcp_keepalive_time, net.ipv4.tcp_keepalive_intvl, net.ipv4.tcp_keepalive_probes"#
    );
}

#[test]
fn an_unknown_policy_gets_the_nearest_as_help() {
    assert_eq!(
        refusal(
            r#"[policies]
syn-queue-ful = "greater""#
        ),
        r#"error: no policy is named `syn-queue-ful`
 --> mine/flood.toml:2:1
  |
2 | syn-queue-ful = "greater"
  | ^^^^^^^^^^^^^
  |
  = help: did you mean `syn-queue-full`?"#
    );
}

#[test]
fn an_unknown_value_gets_the_list_and_the_nearest() {
    assert_eq!(
        refusal(
            r#"[policies]
syn-queue-full = "grater""#
        ),
        r#"error: the policy `syn-queue-full` has no value `grater`
 --> mine/flood.toml:2:18
  |
2 | syn-queue-full = "grater"
  |                  ^^^^^^^^
  |
  = help: its values are table-of-max-syn-backlog, table-of-backlog, at-least, greater; did you mean `greater`?"#
    );
}

#[test]
fn a_number_for_a_policy_is_refused() {
    assert_eq!(
        refusal(
            r#"[policies]
syn-queue-full = 2"#
        ),
        r#"error: expected the name of a value in quotes, found the number 2
 --> mine/flood.toml:2:18
  |
2 | syn-queue-full = 2
  |                  ^"#
    );
}
