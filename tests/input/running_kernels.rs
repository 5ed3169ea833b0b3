//! The profile of the kernel of a machine, read from made-up `/proc` trees.

use halfopen::input::{Notes, Problem, from_host};
use halfopen_spec::policy::{Profile, Sysctl};
use std::fs;
use std::path::{Path, PathBuf};

/// A `/proc` with this release and the sysctls of a default Linux 6.18, then changed.
fn host(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("hosts")
        .join(name);
    if root.exists() {
        fs::remove_dir_all(&root).expect("the target directory can be written");
    }
    let sysctls = halfopen_spec::policy::profile("linux-6.18")
        .expect("a built-in profile")
        .kernel
        .sysctls;
    for sysctl in Sysctl::ALL {
        let value = sysctls.get(*sysctl);
        write(
            &root,
            &format!("proc/sys/{}", sysctl.path()),
            &format!("{value}\n"),
        );
    }
    for (path, text) in files {
        write(&root, path, text);
    }
    root
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    let folder = path.parent().expect("every path here has a folder");
    fs::create_dir_all(folder).expect("the target directory can be written");
    fs::write(path, text).expect("the target directory can be written");
}

fn running(name: &str, files: &[(&str, &str)]) -> (Profile, Notes) {
    from_host(&host(name, files)).unwrap_or_else(|problem| panic!("expected a profile:\n{problem}"))
}

/// The problem, with the path of the made-up tree taken out.
fn refusal(name: &str, files: &[(&str, &str)]) -> String {
    let root = host(name, files);
    let problem: Problem = from_host(&root).expect_err("expected a refusal");
    problem.to_string().replace(&root.display().to_string(), "")
}

const RELEASE: &str = "proc/sys/kernel/osrelease";

#[test]
fn a_kernel_of_a_series_that_was_read_is_that_profile_with_its_own_sysctls() {
    let (profile, notes) = running(
        "same-series",
        &[
            (RELEASE, "6.18.44-fc\n"),
            ("proc/sys/net/ipv4/tcp_syncookies", "0\n"),
            ("proc/sys/net/core/somaxconn", "511\n"),
        ],
    );
    let mut expected = halfopen_spec::policy::profile("linux-6.18").expect("a built-in profile");
    expected.name = "running-6.18.44-fc".to_owned();
    expected.kernel.sysctls.tcp_syncookies = 0;
    expected.kernel.sysctls.somaxconn = 511;
    assert_eq!(profile, expected);
    assert_eq!(
        (notes.release.as_str(), notes.profile.as_str()),
        ("6.18.44-fc", "linux-6.18")
    );
    assert_eq!(
        notes.lines,
        [
            "6.18.44-fc is taken as linux-6.18: the same series",
            "linux-6.18 was read in 6.18.44 (observed), 6.18.19 (read); other releases of the same number may differ by a backport. \
             Up to 6.18.19: --policy rst-in-syn-received=in-window.",
        ]
    );
}

#[test]
fn a_kernel_between_two_profiles_says_so() {
    let (_, notes) = running("between", &[(RELEASE, "6.6.30\n")]);
    assert_eq!(notes.profile, "linux-6.5");
    assert_eq!(
        notes.lines[0],
        "6.6.30 is taken as linux-6.5, the newest profile that is not newer; \
         what changed on the way to linux-6.12 may or may not be in it"
    );
    let (_, notes) = running("newer", &[(RELEASE, "7.1.0\n")]);
    assert_eq!(
        notes.lines[0],
        "7.1.0 is taken as linux-6.18, the newest profile; what changed since then was not read"
    );
}

#[test]
fn an_early_release_of_a_series_gets_its_policies() {
    let (profile, notes) = running("early", &[(RELEASE, "6.1.90\n")]);
    let mut expected = halfopen_spec::policy::profile("linux-6.1").expect("a built-in profile");
    expected
        .set_policy("syn-queue-full", "at-least")
        .expect("a policy of the table");
    assert_eq!(profile.kernel.policies, expected.kernel.policies);
    assert_eq!(notes.lines[1], "syn-queue-full=at-least in this release");
}

#[test]
fn a_vendor_kernel_is_known_by_its_tag() {
    let (profile, notes) = running("vendor", &[(RELEASE, "4.18.0-553.el8_10.x86_64\n")]);
    let rhel_8 = halfopen_spec::policy::profile("rhel-8").expect("a built-in profile");
    assert_eq!(profile.kernel.policies, rhel_8.kernel.policies);
    assert_eq!(
        notes.lines[0],
        "4.18.0-553.el8_10.x86_64 is taken as rhel-8: the vendor's tag and number"
    );
}

#[test]
fn debian_and_ubuntu_tell_the_patch_level_elsewhere() {
    let (_, debian) = running(
        "debian",
        &[
            (RELEASE, "6.1.0-21-amd64\n"),
            (
                "proc/version",
                "Linux version 6.1.0-21-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14) 12.2.0) \
                 #1 SMP PREEMPT_DYNAMIC Debian 6.1.90-1 (2024-05-03)\n",
            ),
        ],
    );
    assert_eq!(
        debian.lines[1..3],
        [
            "the patch level is 6.1.90, as /proc/version says",
            "syn-queue-full=at-least in this release"
        ]
    );
    let (_, ubuntu) = running(
        "ubuntu",
        &[
            (RELEASE, "4.4.0-210-generic\n"),
            (
                "proc/version_signature",
                "Ubuntu 4.4.0-210.242-generic 4.4.262\n",
            ),
        ],
    );
    assert_eq!(
        ubuntu.lines[1..3],
        [
            "the patch level is 4.4.262, as /proc/version_signature says",
            "syn-when-accept-queue-full=room-in-accept-queue in this release"
        ]
    );
}

#[test]
fn a_hidden_patch_level_changes_nothing_and_is_said() {
    let (profile, notes) = running(
        "hidden",
        &[
            (RELEASE, "6.12.0-custom\n"),
            // A word about another series is not about this kernel.
            (
                "proc/version",
                "Linux version 6.12.0-custom #1 SMP Debian 6.1.90-1\n",
            ),
        ],
    );
    let built_in = halfopen_spec::policy::profile("linux-6.12").expect("a built-in profile");
    assert_eq!(profile.kernel.policies, built_in.kernel.policies);
    assert_eq!(
        notes.lines[1..3],
        [
            "syn-queue-full=greater is unclear: it depends on the patch level, which the release does not tell",
            "rst-in-syn-received=exact is unclear: it depends on the patch level, which the release does not tell",
        ]
    );
}

#[test]
fn a_sysctl_that_cannot_be_taken_over_is_said_and_keeps_its_default() {
    let root = host(
        "sysctls",
        &[
            (RELEASE, "6.18.44\n"),
            ("proc/sys/net/ipv4/tcp_retries2", "many\n"),
            ("proc/sys/net/ipv4/tcp_syn_retries", "0\n"),
        ],
    );
    fs::remove_file(root.join("proc/sys/net/core/somaxconn")).expect("it was written above");
    let (profile, notes) = from_host(&root).expect("the release is known");
    assert_eq!(
        notes.lines[2..],
        [
            "net.core.somaxconn: No such file or directory (os error 2); 4096 is assumed, the default",
            "net.ipv4.tcp_syn_retries: 0 is out of the modelled range; 6 is assumed, the default",
            "net.ipv4.tcp_retries2: expected a number, found `many`; 15 is assumed, the default",
        ]
    );
    let built_in = halfopen_spec::policy::profile("linux-6.18").expect("a built-in profile");
    assert_eq!(profile.kernel.sysctls, built_in.kernel.sysctls);
}

#[test]
fn a_sysctl_that_the_profile_lacks_is_not_taken_over_in_silence() {
    let (_, notes) = running("lacking", &[(RELEASE, "5.10.223\n")]);
    assert_eq!(
        notes.lines[2..],
        [
            "net.ipv4.tcp_syn_linear_timeouts exists here, but linux-5.10 is modelled without it",
            "net.ipv4.tcp_tw_reuse_delay exists here, but linux-5.10 is modelled without it",
        ]
    );
}

#[test]
fn a_kernel_older_than_every_profile_is_refused() {
    assert_eq!(
        refusal("old", &[(RELEASE, "2.6.9-89.el4\n")]),
        r"error: expected Linux 2.6.18 or newer, found 2.6.9-89.el4: older kernels were not read
 --> /proc/sys/kernel/osrelease:1:1
  |
1 | 2.6.9-89.el4
  | ^^^^^^^^^^^^
  |
  = help: name a profile with --profile"
    );
}

#[test]
fn what_is_not_a_linux_release_is_refused() {
    assert_eq!(
        refusal("strange", &[(RELEASE, "FreeBSD\n")]),
        r"error: expected a Linux release such as 6.1.90, found `FreeBSD`
 --> /proc/sys/kernel/osrelease:1:1
  |
1 | FreeBSD
  | ^^^^^^^
  |
  = help: name a profile with --profile"
    );
}

#[test]
fn a_machine_without_proc_is_refused() {
    assert_eq!(
        refusal("empty", &[]),
        "error: cannot read /proc/sys/kernel/osrelease: No such file or directory (os error 2)"
    );
}
