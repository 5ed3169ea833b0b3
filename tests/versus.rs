//! Two kernels against each other: what `check --versus` finds is a shortest experiment, and it finds one wherever there is one.

use halfopen::live::case::Move;
use halfopen::live::grounds::Ground;
use halfopen::versus::{Bounds, Difference, Event, Last, Searched, versus};
use halfopen_spec::clock::Clock;
use halfopen_spec::policy::{Profile, profile};
use std::process::{Command, Output};

#[path = "versus/command.rs"]
mod command;
#[path = "versus/enumeration.rs"]
mod enumeration;
#[path = "versus/shortest.rs"]
mod shortest;
#[path = "versus/sides.rs"]
mod sides;
#[path = "versus/timed.rs"]
mod timed;

fn with(name: &str, policies: &[(&str, &str)]) -> Profile {
    let mut profile = profile(name).expect("a built-in profile");
    for (policy, value) in policies {
        profile
            .set_policy(policy, value)
            .expect("the policy has this value");
    }
    profile
}

fn ground(set_up: &str, peers: u8, kinds: &str, calls: &[Move]) -> Ground {
    let calls = calls.iter().filter_map(|call| match call {
        Move::Call(call) => Some(*call),
        Move::Segment(..) | Move::Wait | Move::Pause => None,
    });
    Ground {
        setup: set_up.parse().expect("a set-up"),
        begins: Vec::new(),
        peers,
        kinds: kinds
            .split_whitespace()
            .map(|kind| kind.parse().expect("a kind of segment"))
            .collect(),
        calls: calls.collect(),
        pauses: false,
        depth: 0,
    }
}

fn accept() -> Move {
    "accept".parse().expect("a call")
}

fn search(ground: &Ground, one: &Profile, other: &Profile, steps: Option<usize>) -> Searched {
    let bounds = Bounds {
        pairs: 100_000,
        steps,
        until: None,
        clock: Clock::AnyOrder,
    };
    versus(std::slice::from_ref(ground), [one, other], bounds)
}

fn experiment(difference: &Difference) -> Vec<String> {
    let before = difference.before.iter().map(|event| match event {
        Event::Do(probe, _) => probe.to_string(),
        Event::See(_) => "wait".to_owned(),
        Event::Pass(by, _) => format!("{:.1} s", by.as_secs_f64()),
    });
    let last = match &difference.last {
        Last::Do(probe) => probe.to_string(),
        Last::See => "wait".to_owned(),
        Last::Pass(by) => format!("{:.1} s", by.as_secs_f64()),
    };
    before.chain([last]).collect()
}

fn halfopen(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_halfopen"))
        .args(arguments)
        .output()
        .expect("the binary was built with the test")
}

fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}
