//! The project's search and stateright's on the real specification, side by side in alternating rounds; medians and ratios.
//!
//! `cargo bench --bench specification -- [scenario] [profile] [clients] [rounds]`, by default
//! `accept-overflow linux-2.6.18 3 3`: 5.7 million states, a minute or two a round.

use halfopen::judge::{Judgement, judge};
use halfopen::search::{Limits, Symmetry};
use halfopen_spec::policy::{Profile, profile};
use halfopen_spec::scenarios::{Scenario, scenario};
use stateright::{Checker, Expectation, Model};
use std::io::Write;
use std::time::Instant;

/// What one search came to.
struct Row {
    states: u64,
    transitions: u64,
    seconds: f64,
    bytes_per_state: Option<f64>,
}

fn ours(scenario: &Scenario, kernel: &Profile, threads: usize, symmetry: Symmetry) -> Row {
    let limits = Limits {
        threads,
        stop_when_answered: false,
        symmetry,
        ..Limits::default()
    };
    let Judgement { coverage, .. } = judge(scenario, kernel, &[], &limits, &|_| {});
    assert!(coverage.complete, "without limits the whole space is seen");
    Row {
        states: coverage.states,
        transitions: coverage.transitions,
        seconds: coverage.seconds,
        bytes_per_state: Some(coverage.bytes_per_state),
    }
}

fn theirs(scenario: &Scenario, kernel: &Profile, threads: usize) -> Row {
    // stateright stops when every property is decided; this one never is.
    let world =
        scenario
            .world(kernel)
            .property(Expectation::Always, "the whole space is seen", |_, _| true);
    let started = Instant::now();
    let checker = world.checker().threads(threads).spawn_bfs().join();
    Row {
        states: checker.unique_state_count() as u64,
        transitions: checker.state_count() as u64 - 1,
        seconds: started.elapsed().as_secs_f64(),
        bytes_per_state: None,
    }
}

/// The middle of what was measured.
fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let word = |at: usize, default: &'static str| -> &str {
        arguments.get(at).map_or(default, String::as_str)
    };
    let number = |at: usize, default: u8| -> u8 {
        let given = arguments.get(at).and_then(|argument| argument.parse().ok());
        given.unwrap_or(default)
    };
    let kernel = profile(word(1, "linux-2.6.18")).expect("a built-in profile");
    let clients = number(2, 3);
    let scenario = scenario(word(0, "accept-overflow"))
        .expect("a built-in scenario")
        .with(|scenario| scenario.clients = clients);
    type Search<'s> = (&'s str, &'s dyn Fn() -> Row);
    let searches: [Search<'_>; 4] = [
        ("halfopen, 1 thread", &|| {
            ours(&scenario, &kernel, 1, Symmetry::Off)
        }),
        ("halfopen, 2 threads", &|| {
            ours(&scenario, &kernel, 2, Symmetry::Off)
        }),
        ("halfopen, 1 thread, symmetry", &|| {
            ours(&scenario, &kernel, 1, Symmetry::Exchange)
        }),
        ("stateright BFS, 1 thread", &|| {
            theirs(&scenario, &kernel, 1)
        }),
    ];
    let mut out = std::io::stdout().lock();
    let mut say = |line: String| writeln!(out, "{line}").expect("standard output is open");
    let mut rounds: Vec<Vec<Row>> = searches.iter().map(|_| Vec::new()).collect();
    for round in 1..=number(3, 3) {
        for ((name, search), rows) in searches.iter().zip(&mut rounds) {
            let row = search();
            let bytes = row
                .bytes_per_state
                .map_or(String::new(), |bytes| format!("{bytes:.1} bytes/state"));
            say(format!(
                "{round} {name:29} {:>9} states {:>10} transitions {:>8.3} s {bytes}",
                row.states, row.transitions, row.seconds
            ));
            rows.push(row);
        }
    }
    let seconds = |search: usize| rounds[search].iter().map(|row| row.seconds);
    let ratio = |one: usize, other: usize| {
        median(
            seconds(one)
                .zip(seconds(other))
                .map(|(one, other)| one / other)
                .collect(),
        )
    };
    for (search, (name, _)) in searches.iter().enumerate() {
        say(format!(
            "median {name:29} {:>8.3} s",
            median(seconds(search).collect())
        ));
    }
    say(format!(
        "stateright takes {:.1} times as long as halfopen, one thread each",
        ratio(3, 0)
    ));
    say(format!(
        "one thread takes {:.2} times as long as two",
        ratio(0, 1)
    ));
}
