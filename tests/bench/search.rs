//! The project's search and stateright's, side by side on one small TCP, in alternating rounds.
//!
//! `cargo bench --bench search -- [clients] [retries] [rounds] [what]`, where `what` is a word out of `ours`,
//! `asked`, `threads`, `stateright`, or nothing for all.

#[path = "../engines/small_tcp.rs"]
mod small_tcp;

use halfopen::search::{Limits, NoLabels, Question, explore};
use small_tcp::{Host, SmallTcp};
use stateright::{Checker, Expectation, Model};
use std::io::Write;
use std::time::Instant;

/// What one search came to: states, transitions, seconds, bytes per state where known.
struct Row(u64, u64, f64, f64);

fn ours(clients: usize, retries: u8, threads: usize, asked: bool, boundary: bool) -> Row {
    let model = small_tcp::model(clients, retries);
    let mut questions: Vec<Question<'_, SmallTcp, ()>> = Vec::new();
    if asked {
        questions.push(Question::State(Box::new(|state| {
            let hosts = state.actor_states.iter();
            hosts.filter(|host| ***host == Host::Closed).count() > 100
        })));
    }
    let limits = Limits {
        threads,
        stop_when_answered: false,
        has_boundary: boundary,
        ..Limits::default()
    };
    let found = explore(&model, &NoLabels, &questions, &limits, &|_| ());
    Row(
        found.states,
        found.transitions,
        found.seconds,
        found.bytes_per_state,
    )
}

fn theirs(clients: usize, retries: u8, threads: usize) -> Row {
    let model = small_tcp::model(clients, retries).property(
        Expectation::Always,
        "the whole space is seen",
        |_, _| true,
    );
    let started = Instant::now();
    let checker = model.checker().threads(threads).spawn_bfs().join();
    let seconds = started.elapsed().as_secs_f64();
    let (states, transitions) = (checker.unique_state_count(), checker.state_count() - 1);
    Row(states as u64, transitions as u64, seconds, f64::NAN)
}

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let number = |at: usize, default: usize| {
        let given = arguments.get(at).and_then(|argument| argument.parse().ok());
        given.unwrap_or(default)
    };
    let (clients, retries, rounds) = (number(0, 3), number(1, 1) as u8, number(2, 3));
    let wanted = |what: &str| arguments.get(3).is_none_or(|given| given == what);
    let ours = |threads, asked, boundary| ours(clients, retries, threads, asked, boundary);
    let theirs = |threads| theirs(clients, retries, threads);
    type Search<'s> = (&'s str, &'s str, &'s dyn Fn() -> Row);
    let searches: [Search<'_>; 6] = [
        ("ours", "ours, 1 thread", &|| ours(1, false, false)),
        ("threads", "ours, 2 threads", &|| ours(2, false, false)),
        ("asked", "ours, every state asked", &|| ours(1, true, false)),
        ("bounded", "ours, boundary asked", &|| ours(1, false, true)),
        ("stateright", "stateright BFS, 1 thread", &|| theirs(1)),
        ("stateright2", "stateright BFS, 2 threads", &|| theirs(2)),
    ];
    let mut seconds = vec![Vec::new(); searches.len()];
    let mut out = std::io::stdout().lock();
    for round in 0..rounds {
        for (index, (what, name, search)) in searches.iter().enumerate() {
            if !wanted(what) {
                continue;
            }
            let Row(states, transitions, took, bytes) = search();
            seconds[index].push(took);
            let line = format!(
                "{round} {name:28} {states:9} states {transitions:10} transitions {took:8.3} s {bytes:6.1} bytes/state"
            );
            writeln!(out, "{line}").expect("standard output is open");
        }
    }
    for ((_, name, _), seconds) in searches.iter().zip(&mut seconds) {
        seconds.sort_by(f64::total_cmp);
        if let Some(median) = seconds.get(seconds.len() / 2) {
            writeln!(out, "median {name:28} {median:8.3} s").expect("standard output is open");
        }
    }
}
