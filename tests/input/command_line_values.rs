//! Values of options: one line each, as clap shows it after `error: invalid value`.

use halfopen::input::{
    Refusal, accept, backlog, clients, loss, policy_assignment, profile, profile_or_file,
    sysctl_assignment, sysctl_on,
};
use halfopen_spec::network::Loss;
use halfopen_spec::policy::Sysctl;
use halfopen_spec::program::Accepts;
use std::fmt::Debug;

fn line<T: Debug>(taken: Result<T, Refusal>) -> String {
    match taken {
        Ok(value) => format!("taken: {value:?}"),
        Err(refusal) => refusal.to_string(),
    }
}

#[test]
fn right_values_become_values_of_the_specification() {
    assert_eq!(backlog("511"), Ok(511));
    assert_eq!(backlog("2147483647"), Ok(2_147_483_647));
    assert_eq!(backlog("somaxconn"), Ok(-1));
    assert_eq!(clients("8"), Ok(8));
    assert_eq!(loss("none"), Ok(Loss::Never));
    assert_eq!(loss("any"), Ok(Loss::Any));
    assert_eq!(loss("2"), Ok(Loss::AtMost(2)));
    assert_eq!(accept("any-time"), Ok(Accepts::AnyTime));
    assert_eq!(
        sysctl_assignment("net.ipv4.tcp_syncookies=0"),
        Ok((Sysctl::TcpSyncookies, 0))
    );
    assert_eq!(
        policy_assignment("syn-queue-full=greater"),
        Ok(("syn-queue-full".to_owned(), "greater".to_owned()))
    );
}

/// Two spellings of one space must not be two verdicts.
#[test]
fn at_most_no_loss_is_no_loss() {
    assert_eq!(loss("0"), Ok(Loss::Never));
}

#[test]
fn numbers_out_of_range_show_the_range() {
    assert_eq!(
        line(backlog("-1")),
        "a negative backlog means somaxconn to the kernel, found -1; write `somaxconn`"
    );
    assert_eq!(
        line(backlog("2147483648")),
        "expected 0 to 2147483647 for the backlog, found 2147483648"
    );
    assert_eq!(
        line(backlog("99999999999999999999")),
        "expected a number of at most 18 digits, found 99999999999999999999; write a number or `somaxconn`"
    );
    assert_eq!(
        line(clients("0")),
        "a run needs at least one client, found 0"
    );
    assert_eq!(
        line(clients("50001")),
        "expected 1 to 50000 for clients, found 50001"
    );
    assert_eq!(
        line(loss("-1")),
        "expected 0 to 255 for the bound on loss, found -1"
    );
    assert_eq!(
        line(sysctl_assignment("tcp_retries2=256")),
        "expected 0 to 255 for net.ipv4.tcp_retries2, found 256"
    );
}

#[test]
fn what_is_no_number_is_refused() {
    assert_eq!(
        line(backlog("many")),
        "expected a whole number, found `many`; write a number or `somaxconn`"
    );
    assert_eq!(line(clients("")), "expected a whole number, found ``");
    assert_eq!(
        line(loss("some")),
        "expected a whole number, found `some`; write `none`, `any` or a number"
    );
    assert_eq!(
        line(sysctl_assignment("tcp_syncookies=on")),
        "expected a whole number, found `on`"
    );
}

#[test]
fn an_assignment_has_an_equals_sign() {
    assert_eq!(
        line(sysctl_assignment("tcp_syncookies")),
        "expected an assignment, found `tcp_syncookies`; write it as `net.ipv4.tcp_syncookies=0`"
    );
    assert_eq!(
        line(policy_assignment("greater")),
        "expected an assignment, found `greater`; write it as `syn-queue-full=greater`"
    );
}

#[test]
fn unknown_names_get_the_nearest_or_the_list() {
    assert_eq!(
        line(sysctl_assignment("net/ipv4/tcp_syncookie=1")),
        "no sysctl named `net/ipv4/tcp_syncookie` is modelled; did you mean `net.ipv4.tcp_syncookies`?"
    );
    assert_eq!(
        line(policy_assignment("SYN-queue-full=at-least")),
        "no policy is named `SYN-queue-full`; did you mean `syn-queue-full`?"
    );
    assert_eq!(
        line(policy_assignment("syn-queue-full=")),
        "the policy `syn-queue-full` has no value ``; \
         its values are table-of-max-syn-backlog, table-of-backlog, at-least, greater"
    );
    assert_eq!(
        line(accept("sometimes")),
        "expected one of never, any-time, always, found `sometimes`"
    );
}

#[test]
fn the_number_of_a_kernel_is_not_a_slip_of_the_finger() {
    assert_eq!(
        line(profile("linux-6.10")),
        "no profile is named `linux-6.10`; `linux-6.5` is the newest profile that is not newer"
    );
    assert_eq!(
        line(profile("linx-6.1")),
        "no profile is named `linx-6.1`; did you mean `linux-6.1`?"
    );
    let list = "the profiles are linux-2.6.18, linux-2.6.32, linux-3.10, linux-4.4, linux-4.9, linux-4.10, \
                linux-4.14, linux-4.19, linux-5.4, linux-5.10, linux-6.1, linux-6.5, linux-6.12, linux-6.18, \
                rhel-6, rhel-7, rhel-8";
    assert_eq!(
        line(profile("rhel-9")),
        format!("no profile is named `rhel-9`; {list}")
    );
    assert_eq!(
        line(profile("linux-2.4")),
        format!("no profile is named `linux-2.4`; {list}")
    );
}

#[test]
fn a_sysctl_that_a_kernel_lacks_is_refused_for_that_kernel() {
    let old = profile("linux-4.4").expect("a built-in profile");
    assert_eq!(
        line(sysctl_on(&old, Sysctl::TcpSynLinearTimeouts)),
        "linux-4.4 has no net.ipv4.tcp_syn_linear_timeouts; leave it out, or take a profile that has it"
    );
    assert_eq!(sysctl_on(&old, Sysctl::TcpSyncookies), Ok(()));
}

#[test]
fn a_problem_outside_a_file_prints_without_one() {
    let problem = profile_or_file("windows-6.1.toml").expect_err("there is no such file");
    assert_eq!(
        problem.to_string(),
        "error: cannot read windows-6.1.toml: No such file or directory (os error 2)"
    );
    let problem = profile_or_file("linux-6.2").expect_err("there is no such profile");
    assert_eq!(
        problem.to_string(),
        "error: no profile is named `linux-6.2`\nhelp: `linux-6.1` is the newest profile that is not newer"
    );
}
