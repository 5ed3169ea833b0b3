//! The command line once more, for the commands that a result suggests.

use crate::cli::WorldArgs;
use crate::input::latency_text;
use crate::report;
use halfopen_spec::program::SynQueueBefore;
use halfopen_spec::scenarios::Scenario;

/// The arguments that name the world, to be repeated in the commands that a result suggests.
pub(super) fn invocation(args: &WorldArgs) -> String {
    let mut words = args
        .scenario
        .iter()
        .map(|name| quoted(name))
        .collect::<Vec<_>>();
    let mut option = |name: &str, value: String| words.push(format!("{name} {value}"));
    if let Some(profile) = &args.profile {
        option("--profile", quoted(profile));
    }
    for (sysctl, value) in &args.sysctls {
        option("--set", format!("{}={value}", sysctl.name()));
    }
    for (policy, value) in &args.policies {
        option("--policy", format!("{policy}={value}"));
    }
    if let Some(backlog) = args.backlog {
        option(
            "--backlog",
            if backlog < 0 {
                "somaxconn".to_owned()
            } else {
                backlog.to_string()
            },
        );
    }
    if let Some(clients) = args.clients {
        option("--clients", clients.to_string());
    }
    if let Some(queued) = args.queued_before {
        option("--queued-before", queued.to_string());
    }
    match args.syn_queue_before {
        Some(SynQueueBefore::Requests(requests)) => {
            option("--syn-queue-before", requests.to_string());
        }
        Some(SynQueueBefore::Full) => option("--syn-queue-before", "full".to_owned()),
        None => {}
    }
    if let Some(clock) = args.clock {
        option("--clock", report::clock(clock).to_owned());
    }
    if let Some(latency) = &args.latency {
        option("--latency", latency_text(latency));
    }
    for (name, time) in [
        ("--connect-every", args.connect_every),
        ("--send-after", args.send_after),
        ("--flood-every", args.flood_every),
    ] {
        if let Some(time) = time {
            option(name, time.as_secs_f64().to_string());
        }
    }
    for duty in &args.fair {
        option("--fair", report::duty(*duty).to_owned());
    }
    for (name, word) in switches(args) {
        option(name, word);
    }
    if args.from_host {
        words.push("--from-host".to_owned());
    }
    words.join(" ")
}

/// The same for the world of few clients whose run is shown.
pub(super) fn invocation_of_few(args: &WorldArgs, asked: &Scenario, few: &Scenario) -> String {
    let mut args = args.clone();
    args.clients = Some(few.all_clients());
    if few.backlog != asked.backlog {
        args.backlog = Some(few.backlog);
    }
    if few.queued_before != asked.queued_before {
        args.queued_before = Some(few.queued_before);
    }
    if few.syn_queue_before != asked.syn_queue_before {
        args.syn_queue_before = Some(few.syn_queue_before);
    }
    invocation(&args)
}

/// A word as a shell takes it: file names may have spaces in them.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_./+,@%:".contains(letter);
    if word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

fn switches(args: &WorldArgs) -> Vec<(&'static str, String)> {
    use crate::cli::Switch;
    use halfopen_spec::network::Loss;
    let accept = args.accept.and_then(|accept| {
        crate::input::ACCEPTS
            .iter()
            .find(|(_, value)| *value == accept)
    });
    let loss = args.loss.map(|loss| match loss {
        Loss::Never => "none".to_owned(),
        Loss::AtMost(bound) => bound.to_string(),
        Loss::Any => "any".to_owned(),
    });
    let switch = |switch: Switch| {
        if switch == Switch::Any {
            "any".to_owned()
        } else {
            "none".to_owned()
        }
    };
    [
        ("--accept", accept.map(|(word, _)| (*word).to_owned())),
        ("--loss", loss),
        ("--duplicate", args.duplicate.map(switch)),
        ("--reorder", args.reorder.map(switch)),
    ]
    .into_iter()
    .filter_map(|(name, word)| Some((name, word?)))
    .collect()
}
