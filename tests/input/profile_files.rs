//! A profile of one's own: what is refused, and what it becomes.

use halfopen::input::read_profile_file;

fn refusal(text: &str) -> String {
    match read_profile_file("mine.toml", text) {
        Ok(profile) => format!("taken: {profile:?}"),
        Err(problem) => problem.to_string(),
    }
}

#[test]
fn a_profile_needs_a_name() {
    assert_eq!(
        refusal(r#"base = "linux-6.1""#),
        r#"error: `name` is missing: verdicts are given per profile name
--> mine.toml
 = help: write name = "my-kernel""#
    );
}

#[test]
fn a_profile_needs_a_base() {
    assert_eq!(
        refusal(r#"name = "mine""#),
        r#"error: `base` is missing: a profile starts from a built-in one
--> mine.toml
 = help: write base = "linux-6.1""#
    );
}

#[test]
fn a_profile_does_not_take_the_name_of_a_built_in_one() {
    assert_eq!(
        refusal(
            r#"name = "linux-6.1"
base = "linux-6.1""#
        ),
        r#"error: `linux-6.1` is a built-in profile
 --> mine.toml:1:8
  |
1 | name = "linux-6.1"
  |        ^^^^^^^^^^^
  |
  = help: take another name, so that verdicts cannot be mistaken"#
    );
}

#[test]
fn an_unknown_base_is_pointed_at() {
    assert_eq!(
        refusal(
            r#"name = "mine"
base = "linx-6.1""#
        ),
        r#"error: no profile is named `linx-6.1`
 --> mine.toml:2:8
  |
2 | base = "linx-6.1"
  |        ^^^^^^^^^^
  |
  = help: did you mean `linux-6.1`?"#
    );
}

#[test]
fn a_sysctl_that_the_base_lacks_is_refused() {
    assert_eq!(
        refusal(
            r#"name = "mine"
base = "linux-6.1"
[sysctls]
tcp_syn_linear_timeouts = 1"#
        ),
        r#"error: linux-6.1 has no net.ipv4.tcp_syn_linear_timeouts
 --> mine.toml:4:1
  |
4 | tcp_syn_linear_timeouts = 1
  | ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: leave it out, or take a profile that has it"#
    );
}

#[test]
fn a_profile_has_no_clients() {
    assert_eq!(
        refusal(
            r#"name = "mine"
base = "linux-6.1"
clients = 1"#
        ),
        r#"error: no key is named `clients`
 --> mine.toml:3:1
  |
3 | clients = 1
  | ^^^^^^^
  |
  = help: the keys are name, base, policies, sysctls"#
    );
}

#[test]
fn a_policy_that_no_kernel_has_is_spelled_right_or_refused() {
    assert_eq!(
        refusal(
            r#"name = "mine"
base = "linux-6.1"
[policies]
syn-when-accept-queue-full = "retransmited-syn""#
        ),
        r#"error: the policy `syn-when-accept-queue-full` has no value `retransmited-syn`
 --> mine.toml:4:30
  |
4 | syn-when-accept-queue-full = "retransmited-syn"
  |                              ^^^^^^^^^^^^^^^^^^
  |
  = help: its values are at-most-one-young, retransmitted-syn, room-in-accept-queue; did you mean `retransmitted-syn`?"#
    );
}

// Beyond refusals.

/// The hypothesis of article 000, on the kernel that it was about.
#[test]
fn a_profile_is_its_base_with_what_the_file_changes() {
    let text = r#"
name = "mine"
base = "linux-4.4"
[policies]
syn-when-accept-queue-full = "retransmitted-syn"
[sysctls]
net.ipv4.tcp_syncookies = 0
"#;
    let mut expected = halfopen_spec::policy::profile("linux-4.4").expect("a built-in profile");
    expected.name = "mine".to_owned();
    expected.read_in = "mine.toml, from linux-4.4".to_owned();
    expected
        .set_policy("syn-when-accept-queue-full", "retransmitted-syn")
        .expect("a policy of the table");
    expected.kernel.sysctls.tcp_syncookies = 0;
    assert_eq!(read_profile_file("mine.toml", text), Ok(expected));
}
