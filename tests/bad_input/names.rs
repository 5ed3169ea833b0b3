//! A name that nothing has.

use crate::refusal;

#[test]
fn a_slip_in_a_scenario_gets_the_nearest_name() {
    assert_eq!(
        refusal(
            "a_slip_in_a_scenario_gets_the_nearest_name",
            &["check", "one-slo"]
        ),
        r#"error: no scenario is named `one-slo`
help: did you mean `one-slot`?
"#
    );
}

#[test]
fn a_word_that_is_no_scenario_gets_the_command_that_lists_them() {
    assert_eq!(
        refusal(
            "a_word_that_is_no_scenario_gets_the_command_that_lists_them",
            &["check", "nonsense"]
        ),
        format!(
            "error: no scenario is named `nonsense`\nhelp: `halfopen list scenarios` lists the {} scenarios\n",
            halfopen_spec::scenarios::scenarios().len()
        )
    );
}

#[test]
fn a_scenario_file_without_its_ending_is_found() {
    assert_eq!(
        refusal(
            "a_scenario_file_without_its_ending_is_found",
            &["check", "scenario"]
        ),
        r#"error: no scenario is named `scenario`
help: did you mean the file `scenario.toml`?
"#
    );
}

#[test]
fn a_scenario_file_with_another_ending_is_told_of_it() {
    assert_eq!(
        refusal(
            "a_scenario_file_with_another_ending_is_told_of_it",
            &["check", "notes.txt"]
        ),
        r#"error: no scenario is named `notes.txt`
help: a scenario file's name ends in .toml
"#
    );
}

#[test]
fn a_kernel_without_a_profile_gets_the_one_before_it() {
    assert_eq!(
        refusal(
            "a_kernel_without_a_profile_gets_the_one_before_it",
            &["check", "one-slot", "--profile", "linux-6.6"]
        ),
        r#"error: no profile is named `linux-6.6`
help: `linux-6.5` is the newest profile that is not newer
"#
    );
}

#[test]
fn a_slip_in_a_profile_gets_the_nearest_name() {
    assert_eq!(
        refusal(
            "a_slip_in_a_profile_gets_the_nearest_name",
            &["check", "one-slot", "--profile", "linx-6.1"]
        ),
        r#"error: no profile is named `linx-6.1`
help: did you mean `linux-6.1`?
"#
    );
}

#[test]
fn a_slip_in_a_property_gets_the_nearest_name() {
    assert_eq!(
        refusal(
            "a_slip_in_a_property_gets_the_nearest_name",
            &["check", "one-slot", "--property", "handshake-ack-ignord"]
        ),
        r#"error: no property is named `handshake-ack-ignord`
help: did you mean `handshake-ack-ignored`?
"#
    );
}

#[test]
fn a_word_that_is_no_property_gets_the_command_that_lists_them() {
    assert_eq!(
        refusal(
            "a_word_that_is_no_property_gets_the_command_that_lists_them",
            &["check", "one-slot", "--property", "nonsense"]
        ),
        format!(
            "error: no property is named `nonsense`\nhelp: `halfopen list properties` lists the {} properties\n",
            halfopen_spec::properties::properties().len()
        )
    );
}

#[test]
fn a_claim_that_is_not_there_gets_the_command_that_lists_them() {
    assert_eq!(
        refusal(
            "a_claim_that_is_not_there_gets_the_command_that_lists_them",
            &["claims", "F.99"]
        ),
        format!(
            "error: no claim is named `F.99`\nhelp: `halfopen list claims` lists the {} claims\n",
            halfopen_spec::claims::claims().len()
        )
    );
}

#[test]
fn a_profile_of_claims_is_looked_up_as_one_of_check() {
    assert_eq!(
        refusal(
            "a_profile_of_claims_is_looked_up_as_one_of_check",
            &["claims", "F.1", "--profile", "linux-6.6"]
        ),
        r#"error: no profile is named `linux-6.6`
help: `linux-6.5` is the newest profile that is not newer
"#
    );
}

#[test]
fn a_slip_in_a_sysctl_gets_the_nearest_name() {
    assert_eq!(
        refusal(
            "a_slip_in_a_sysctl_gets_the_nearest_name",
            &["check", "one-slot", "--set", "net.ipv4.tcp_syncookie=0"]
        ),
        r#"error: invalid value 'net.ipv4.tcp_syncookie=0' for '--set <SYSCTL=VALUE>': no sysctl named `net.ipv4.tcp_syncookie` is modelled; did you mean `net.ipv4.tcp_syncookies`?

For more information, try '--help'.
"#
    );
}

#[test]
fn a_sysctl_that_the_kernel_lacks_is_refused() {
    assert_eq!(
        refusal(
            "a_sysctl_that_the_kernel_lacks_is_refused",
            &[
                "check",
                "one-slot",
                "--profile",
                "linux-4.4",
                "--set",
                "tcp_syn_linear_timeouts=1"
            ]
        ),
        r#"error: linux-4.4 has no net.ipv4.tcp_syn_linear_timeouts
help: leave it out, or take a profile that has it
"#
    );
}

#[test]
fn a_slip_in_a_policy_gets_the_nearest_name() {
    assert_eq!(
        refusal(
            "a_slip_in_a_policy_gets_the_nearest_name",
            &["check", "one-slot", "--policy", "syn-queue-ful=greater"]
        ),
        r#"error: invalid value 'syn-queue-ful=greater' for '--policy <POLICY=VALUE>': no policy is named `syn-queue-ful`; did you mean `syn-queue-full`?

For more information, try '--help'.
"#
    );
}

#[test]
fn a_slip_in_a_policy_value_gets_all_values() {
    assert_eq!(
        refusal(
            "a_slip_in_a_policy_value_gets_all_values",
            &["check", "one-slot", "--policy", "syn-queue-full=grater"]
        ),
        r#"error: invalid value 'syn-queue-full=grater' for '--policy <POLICY=VALUE>': the policy `syn-queue-full` has no value `grater`; its values are table-of-max-syn-backlog, table-of-backlog, at-least, greater; did you mean `greater`?

For more information, try '--help'.
"#
    );
}
