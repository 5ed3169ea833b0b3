//! A scenario: who takes part, with which settings, and what is asked.

use crate::input::{ACCEPTS, ENDS, ROLES, latency_text};
use crate::report::{Explanation, Place, Table};
use crate::run::seconds;
use halfopen_spec::clock::Clock;
use halfopen_spec::program::SynQueueBefore;
use halfopen_spec::properties::property;
use halfopen_spec::scenarios::{Roles, Scenario, scenario};
use std::time::Duration;

/// The built-in scenario of this name.
pub(super) fn explained(name: &str) -> Option<Explanation> {
    scenario(name).map(|scenario| explanation(&scenario))
}

fn explanation(scenario: &Scenario) -> Explanation {
    let name = scenario.name.as_str();
    let mut explanation = Explanation::new("scenario", name, scenario.summary.as_str())
        .fact("bounds", scenario.bounds.as_str())
        .fact("roles", word(ROLES, scenario.roles))
        .fact("clients", i64::from(scenario.clients))
        .fact("network", scenario.network.to_string());
    for (key, value) in settings(scenario) {
        explanation = explanation.fact(key, value);
    }
    explanation
        .table("sysctls", "sysctls that it sets", sysctls(scenario))
        .table("policies", "policies that it sets", policies(scenario))
        .table("properties", "what is asked", asked(scenario))
        .command(format!("halfopen check {name}"))
        .command(format!("halfopen explore {name}"))
}

fn word<T: PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    let found = words.iter().find(|(_, other)| *other == value);
    found.map_or("", |(word, _)| word)
}

/// What differs from one client that connects once to a listener; names are those of scenario files, empty texts are left out.
fn settings(scenario: &Scenario) -> Vec<(&'static str, String)> {
    let count = |number: u8, usual: u8| {
        if number == usual {
            String::new()
        } else {
            number.to_string()
        }
    };
    let only_if = |holds: bool, text: String| if holds { text } else { String::new() };
    let listens = scenario.roles == Roles::ClientsAndListener;
    let syn_queue = match scenario.syn_queue_before {
        SynQueueBefore::Requests(number) => count(number, 0),
        SynQueueBefore::Full => "full".to_owned(),
    };
    let forgeries: Vec<String> = (scenario.forgeries.iter())
        .map(|forgery| word(crate::input::FORGERIES, *forgery).to_owned())
        .collect();
    let writes: Vec<String> = (scenario.writes.iter())
        .map(|(sysctl, value)| format!("{} = {value}", sysctl.name()))
        .collect();
    vec![
        ("backlog", only_if(listens, scenario.backlog.to_string())),
        (
            "accept",
            only_if(listens, word(ACCEPTS, scenario.accept).to_owned()),
        ),
        ("connects", count(scenario.connects, 1)),
        ("client_sends", count(scenario.client_sends, 0)),
        ("client_ends", word(ENDS, scenario.client_ends).to_owned()),
        ("server_sends", count(scenario.server_sends, 0)),
        (
            "close_listener",
            only_if(scenario.close_listener, "at any moment".to_owned()),
        ),
        ("defer_accept", count(scenario.defer_accept, 0)),
        (
            "listen_again",
            scenario
                .listen_again
                .map_or(String::new(), |backlog| format!("with backlog {backlog}")),
        ),
        ("queued_before", count(scenario.queued_before, 0)),
        ("syn_queue_before", syn_queue),
        ("flood", count(scenario.flood, 0)),
        ("forgeries", forgeries.join(", ")),
        ("fair", crate::report::duties(&scenario.fair)),
        ("writes", writes.join(", ")),
        (
            "peers_cached",
            only_if(
                scenario.peers_cached,
                "every peer has a round-trip time in the metrics cache".to_owned(),
            ),
        ),
        (
            "client_binds",
            only_if(
                !scenario.client_binds,
                "no: the kernel chooses the port, and has one".to_owned(),
            ),
        ),
        (
            "client_fast_open",
            only_if(
                scenario.client_fast_open,
                "data goes with the SYN".to_owned(),
            ),
        ),
        ("fast_open", count(scenario.fast_open, 0)),
        ("client_ticks", count(scenario.client_ticks, 0)),
        ("server_ticks", count(scenario.server_ticks, 0)),
        (
            "loopback",
            only_if(scenario.loopback, "all hosts are one machine".to_owned()),
        ),
        (
            "timers",
            match (scenario.timers, scenario.clock) {
                (false, _) => "none ever fires",
                (true, Clock::AnyOrder) => "any armed timer may fire at any moment",
                (true, Clock::Calibrated) => "fire when their durations allow",
            }
            .to_owned(),
        ),
    ]
    .into_iter()
    .chain(times(scenario))
    .collect()
}

/// When things happen, where time passes.
fn times(scenario: &Scenario) -> Vec<(&'static str, String)> {
    if scenario.clock == Clock::AnyOrder {
        return Vec::new();
    }
    let every = |time: Option<Duration>| time.map_or(String::new(), seconds);
    vec![
        (
            "latency",
            format!("{} ms", latency_text(&scenario.times.latency)),
        ),
        ("connect_every", every(scenario.times.connect_every)),
        ("send_after", every(scenario.times.send_after)),
        ("flood_every", every(scenario.times.flood_every)),
        ("measures", scenario.measures.join(", ")),
    ]
}

fn sysctls(scenario: &Scenario) -> Table {
    let row = |(sysctl, value): (halfopen_spec::policy::Sysctl, i64)| {
        vec![sysctl.name().into(), value.into()]
    };
    Table {
        columns: &[("sysctl", Place::Line), ("value", Place::Line)],
        rows: scenario.sysctls_set().map(row).collect(),
    }
}

fn policies(scenario: &Scenario) -> Table {
    let row =
        |(policy, value): &(String, String)| vec![policy.clone().into(), value.clone().into()];
    Table {
        columns: &[("policy", Place::Line), ("value", Place::Line)],
        rows: scenario.policies.iter().map(row).collect(),
    }
}

fn asked(scenario: &Scenario) -> Table {
    let row = |name: &String| {
        let property = property(name);
        let sentence = property.map_or("", |property| property.sentence);
        vec![name.clone().into(), sentence.into()]
    };
    Table {
        columns: &[("property", Place::Line), ("sentence", Place::Line)],
        rows: scenario.properties.iter().map(row).collect(),
    }
}
