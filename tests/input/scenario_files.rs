//! What a scenario file becomes.

use crate::{built_in, parse};
use halfopen::input::{Colours, ScenarioFile};
use halfopen_spec::flooder::Forgery;
use halfopen_spec::network::{Loss, Network};
use halfopen_spec::policy::{Sysctl, profile};
use halfopen_spec::program::{Accepts, Ends, SynQueueBefore};
use halfopen_spec::scenarios::{Roles, Scenario};

fn taken(text: &str) -> ScenarioFile {
    parse(text).unwrap_or_else(|problem| panic!("expected to be taken:\n{problem}"))
}

/// Every key once, each with a value that no other key has. `roles` and `duplicate` have their defaults, or others could not stand.
const EVERY_KEY: &str = r#"
name = "all"
summary = "Everything at once."
bounds = "None of them is small."
profile = "linux-6.12"
roles = "clients-and-listener"
clients = 2
connects = 3
client-sends = 4
client-ends = "abort"
backlog = 5
accept = "always"
server-sends = 6
close-listener = true
defer-accept = 7
listen-again = "somaxconn"
queued-before = 8
syn-queue-before = 14
flood = 9
forgeries = ["old-syn", "wrong-ack"]
loss = 10
duplicate = false
reorder = false
timers = false
peers-cached = true
client-binds = false
client-fast-open = true
fast-open = 17
client-ticks = 15
server-ticks = 16
loopback = true
isn-step = 11
properties = ["server-is-known"]

[sysctls]
net.ipv4.tcp_syncookies = 0
tcp_synack_retries = 12

[policies]
syn-queue-full = "at-least"

[writes]
"net.core.somaxconn" = 13
"#;

#[test]
fn every_key_reaches_its_field() {
    let file = taken(EVERY_KEY);
    let expected =
        Scenario::new("all", "Everything at once.", "None of them is small.").with(|all| {
            all.roles = Roles::ClientsAndListener;
            all.clients = 2;
            all.connects = 3;
            all.client_sends = 4;
            all.client_ends = Ends::Abort;
            all.backlog = 5;
            all.accept = Accepts::Always;
            all.server_sends = 6;
            all.close_listener = true;
            all.defer_accept = 7;
            all.listen_again = Some(-1);
            all.queued_before = 8;
            all.syn_queue_before = SynQueueBefore::Requests(14);
            all.flood = 9;
            all.forgeries = vec![Forgery::OldSyn, Forgery::WrongAck];
            all.network = Network {
                loss: Loss::AtMost(10),
                duplicate: false,
                reorder: false,
            };
            all.timers = false;
            all.client_binds = false;
            all.client_fast_open = true;
            all.fast_open = 17;
            all.client_ticks = 15;
            all.server_ticks = 16;
            all.loopback = true;
            all.peers_cached = true;
            all.isn_step = 11;
            all.properties = vec!["server-is-known".to_owned()];
            all.policies = vec![("syn-queue-full".to_owned(), "at-least".to_owned())];
            all.writes = vec![(Sysctl::Somaxconn, 13)];
        });
    let expected = expected
        .sysctl(Sysctl::TcpSyncookies, 0)
        .sysctl(Sysctl::TcpSynackRetries, 12);
    assert_eq!(file.scenario, expected);
    assert_eq!(file.profile, profile("linux-6.12"));
}

#[test]
fn an_empty_file_is_the_start_of_every_scenario_named_after_the_file() {
    let file = taken("");
    assert_eq!(file.scenario, Scenario::new("flood", "", ""));
    assert_eq!(file.profile, None);
}

#[test]
fn a_base_is_kept_but_for_what_the_file_says() {
    let file = taken("base = \"accept-overflow\"\nclients = 3\n");
    let expected = built_in().with(|scenario| {
        scenario.name = "flood".to_owned();
        scenario.clients = 3;
    });
    assert_eq!(file.scenario, expected);
}

/// Otherwise a run that ends in seconds would wait for six retries.
#[test]
fn a_sysctl_of_the_file_replaces_the_one_of_the_base() {
    let file = taken("[sysctls]\ntcp_syn_retries = 6\n");
    let values: Vec<i64> = file
        .scenario
        .sysctls
        .iter()
        .filter(|(sysctl, _)| *sysctl == Sysctl::TcpSynRetries)
        .map(|(_, value)| *value)
        .collect();
    assert_eq!(values, [6]);
}

#[test]
fn a_policy_of_the_file_replaces_the_one_of_the_base() {
    let file = taken("base = \"accept-overflow\"\n[policies]\nsyn-queue-full = \"at-least\"\n");
    let at_least = ("syn-queue-full".to_owned(), "at-least".to_owned());
    assert_eq!(file.scenario.policies, [at_least]);
}

#[test]
fn lines_of_sysctl_conf_can_be_pasted() {
    let quoted = taken("[sysctls]\n\"net.ipv4.tcp_syncookies\" = 2\n\"net.core.somaxconn\" = 3\n");
    let pasted = taken("[sysctls]\nnet.ipv4.tcp_syncookies = 2\nnet.core.somaxconn = 3\n");
    assert_eq!(quoted, pasted);
}

#[test]
fn the_syn_queue_may_be_full_before() {
    let scenario = taken("syn-queue-before = \"full\"\n").scenario;
    assert_eq!(scenario.syn_queue_before, SynQueueBefore::Full);
}

#[test]
fn any_loss_goes_with_duplication() {
    let network = taken("loss = \"any\"\nduplicate = true\n").scenario.network;
    assert_eq!((network.loss, network.duplicate), (Loss::Any, true));
}

/// The sysctl is left out on kernels without it (`Scenario::apply_to`); only a kernel named in the file is held against it.
#[test]
fn without_a_profile_every_modelled_sysctl_may_be_set() {
    let file = taken("[sysctls]\ntcp_syn_linear_timeouts = 2\n");
    assert!(
        file.scenario
            .sysctls
            .contains(&(Sysctl::TcpSynLinearTimeouts, 2))
    );
}

#[test]
fn a_profile_file_is_found_beside_the_scenario_file() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("beside");
    std::fs::create_dir_all(&folder).expect("the target directory can be written");
    std::fs::write(
        folder.join("mine.toml"),
        "name = \"mine\"\nbase = \"linux-5.4\"\n",
    )
    .expect("the target directory can be written");
    let scenario = folder.join("scenario.toml");
    std::fs::write(&scenario, "profile = \"mine.toml\"\n")
        .expect("the target directory can be written");
    let known = halfopen::input::Known {
        scenario: &|_| None,
        scenarios: &[],
        properties: &[],
    };
    let file = ScenarioFile::read(&scenario, &known).expect("both files are right");
    assert_eq!(file.scenario.name, "scenario");
    assert_eq!(
        file.profile.map(|profile| profile.name).as_deref(),
        Some("mine")
    );
}

#[test]
fn colours_are_there_when_asked_for_and_only_then() {
    let problem = parse("clients = 0").expect_err("a run needs a client");
    assert!(problem.render(Colours::Ansi).contains('\u{1b}'));
    assert!(!problem.render(Colours::Never).contains('\u{1b}'));
    assert_eq!(problem.file(), Some("mine/flood.toml"));
    assert_eq!(problem.span(), Some(10..11));
    assert_eq!(
        problem.message(),
        "a run needs at least one client, found 0"
    );
    assert_eq!(problem.help(), None);
}

/// Whatever a text breaks off with, and whichever letter is wrong in it, there is a message and no panic.
#[test]
fn no_broken_text_breaks_the_message() {
    let ends: Vec<usize> = EVERY_KEY.char_indices().map(|(end, _)| end).collect();
    for end in ends {
        let (before, after) = EVERY_KEY.split_at(end);
        for wrong in ["", "\"", "ü", "\0", "\r", "[", "=", "9"] {
            for text in [
                format!("{before}{wrong}"),
                format!("{before}{wrong}{after}"),
            ] {
                if let Err(problem) = parse(&text) {
                    assert!(problem.to_string().starts_with("error: "), "{text}");
                }
            }
        }
    }
}
