//! `halfopen explain`: every kind of name, the nearest one for a slip of the finger, and two kernels compared.

use super::{assert_says, printed, refused, words};
use halfopen_spec::kernel::Counter;
use halfopen_spec::policy::{Policies, Sysctl, profiles};
use halfopen_spec::properties::properties;
use halfopen_spec::rule::Rule;
use halfopen_spec::scenarios::scenarios;

#[test]
fn a_rule_names_its_sources_and_where_it_is_seen() {
    for name in ["H4", "h4", "HandshakeAckIgnored"] {
        let text = words(&printed(&format!("explain {name}")));
        assert_says(
            &text,
            &[
                "rule H4 (HandshakeAckIgnored) The handshake ACK is ignored",
                "kernel tcp_v4_syn_recv_sock, tcp_check_req",
                "file spec/src/kernel/handshake_ack.rs",
                "overflow-is-counted Whatever finds the accept queue full",
                "asked in accept-overflow, one-slot",
            ],
        );
    }
}

#[test]
fn a_profile_shows_policies_sysctls_and_timetables() {
    let text = words(&printed("explain linux-2.6.18"));
    assert_says(
        &text,
        &[
            "read in tag v2.6.18",
            "initial-timeout = three-seconds 3 s.",
            "net.ipv4.tcp_syn_linear_timeouts absent this kernel does not have it",
            "SYN at 0, 3, 9, 21, 45, 93 s connect() fails with ETIMEDOUT after 189 s",
            "SYN,ACK at 0, 3, 9, 21, 45, 93 s the request is forgotten after 189 s",
        ],
    );
}

#[test]
fn a_name_of_two_things_explains_both() {
    let text = printed("explain early-expiry");
    assert_says(&text, &["policy early-expiry\n", "scenario early-expiry\n"]);
}

#[test]
fn sysctls_and_counters_go_by_their_short_and_full_names() {
    for name in ["tcp_syncookies", "net.ipv4.tcp_syncookies"] {
        let text = printed(&format!("explain {name}"));
        assert_says(
            &text,
            &[
                "sysctl net.ipv4.tcp_syncookies\n",
                "/proc/sys/net/ipv4/tcp_syncookies",
            ],
        );
    }
    for name in ["ListenOverflows", "TcpExtListenOverflows"] {
        let text = printed(&format!("explain {name}"));
        assert_says(
            &text,
            &["/proc/net/netstat", "nstat -asz TcpExtListenOverflows"],
        );
    }
    assert_says(
        &printed("explain OutRsts"),
        &["/proc/net/snmp", "nstat -asz TcpOutRsts"],
    );
}

/// What `list` and `nstat` print can be asked about. One process for each kind would do; all names take seconds.
#[test]
fn every_name_that_is_listed_is_explained() {
    let mut names: Vec<String> = scenarios().into_iter().map(|one| one.name).collect();
    names.extend(profiles().into_iter().map(|one| one.name));
    names.extend(properties().iter().map(|one| one.name.to_owned()));
    names.extend(Policies::TABLE.iter().map(|one| one.name.to_owned()));
    names.extend(Sysctl::ALL.iter().map(|one| one.name().to_owned()));
    names.extend(Rule::ALL.iter().map(|one| one.source().id.to_owned()));
    names.extend(Counter::ALL.iter().map(ToString::to_string));
    for name in names {
        let text = printed(&format!("explain {name} --format json"));
        let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(value["schema"], "halfopen.explain/1");
        assert!(
            value["explanations"][0]["name"]
                .as_str()
                .is_some_and(|found| found.starts_with(&name)),
            "{name}: {text}"
        );
    }
}

#[test]
fn an_unknown_name_is_refused_with_the_nearest_of_any_kind() {
    for (wrong, meant) in [
        ("one-slto", "one-slot"),
        ("ListenOverflow", "ListenOverflows"),
        ("tcp_syncookie", "tcp_syncookies"),
        ("syn-queue-fall", "syn-queue-full"),
        ("HandshakeAckIgnore", "HandshakeAckIgnored"),
        ("overflow-is-count", "overflow-is-counted"),
        ("linux-6.6", "linux-6.5"),
    ] {
        let text = refused(&format!("explain {wrong}"));
        assert_says(&text, &[&format!("named `{wrong}`"), &format!("`{meant}`")]);
    }
    assert_says(
        &refused("explain teapot"),
        &["nothing is named `teapot`", "halfopen list"],
    );
    assert_says(
        &refused("explain --diff linux-4.9 linux-4.0"),
        &["linux-4.0"],
    );
}

#[test]
fn two_kernels_differ_in_policies_and_in_the_rules_that_these_switch() {
    let text = printed("explain --diff linux-4.9 linux-4.10");
    assert_says(
        &words(&text),
        &[
            "difference linux-4.9 → linux-4.10 What differs: 1 policy, 0 sysctl defaults.",
            "syn-when-accept-queue-full Is a new SYN admitted while the accept queue is full?",
            "linux-4.9: at-most-one-young: Yes",
            "linux-4.10: room-in-accept-queue: No",
            "S4 only on linux-4.9",
            "S5 only on linux-4.9",
            "S3 only on linux-4.10",
        ],
    );
    let (_, rules) = text
        .split_once("rules that were applied")
        .expect("a table of rules");
    assert_eq!(
        rules.matches("only on").count(),
        3,
        "no other rule is switched: {rules}"
    );
}

#[test]
fn a_kernel_does_not_differ_from_itself() {
    let text = printed("explain --diff rhel-7 rhel-7");
    assert_says(&text, &["The two profiles are the same"]);
}

#[test]
fn sysctls_that_one_kernel_lacks_are_absent_there() {
    let text = words(&printed("explain --diff linux-2.6.18 linux-6.18"));
    assert_says(
        &text,
        &[
            "net.ipv4.tcp_syn_linear_timeouts absent → 4",
            "net.core.somaxconn 128 → 4096",
        ],
    );
}
