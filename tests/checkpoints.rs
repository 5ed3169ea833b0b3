//! Searches that are interrupted after every level, written down and gone on with, find what one search finds.

use halfopen::judge::{Judgement, Taken, judge, measure};
use halfopen::search::{Checkpoints, Interrupt, Limits, Progress, StoppedBy, Symmetry};
use halfopen_spec::policy::{DEFAULT_PROFILE, Profile, profile};
use halfopen_spec::program::Duty;
use halfopen_spec::properties::{Property, property};
use halfopen_spec::scenarios::{Scenario, scenario};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

/// A file that is not there.
fn fresh(name: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // Of an earlier test run.
    let _ = std::fs::remove_file(&file);
    file
}

fn opened(file: &Path) -> (Checkpoints, bool) {
    let question = vec![("question".to_owned(), "of this test".to_owned())];
    let opened = Checkpoints::open(file, Duration::ZERO, question, |said| panic!("{said}"));
    let (checkpoints, resumed) = opened.expect("the file can be read and written");
    (checkpoints, resumed.is_some())
}

fn is_interrupted(stopped_by: Option<StoppedBy>) -> bool {
    stopped_by == Some(StoppedBy::Interrupted)
}

/// Asks again and again, each time interrupted when the search has told a little more of its progress; says how often it went on.
fn again_and_again<T>(
    name: &str,
    limits: &Limits,
    ask: impl Fn(&Limits, &dyn Fn(Progress)) -> T,
    is_interrupted: impl Fn(&T) -> bool,
) -> (T, u32) {
    let file = fresh(name);
    let wish: &'static AtomicBool = Box::leak(Box::new(AtomicBool::new(false)));
    let mut resumed_times = 0;
    loop {
        let (checkpoints, resumed) = opened(&file);
        resumed_times += u32::from(resumed);
        wish.store(false, Ordering::Relaxed);
        let limits = Limits {
            checkpoints: Some(checkpoints),
            interrupt: Interrupt::when(wish),
            threads: 1 + resumed_times as usize % 2,
            ..limits.clone()
        };
        let told = AtomicU32::new(0);
        let found = ask(&limits, &|_| {
            if told.fetch_add(1, Ordering::Relaxed) >= resumed_times % 3 {
                wish.store(true, Ordering::Relaxed);
            }
        });
        if !is_interrupted(&found) {
            return (found, resumed_times);
        }
    }
}

/// All that a judgement says but how long it took, and what was held.
fn said(judgement: &Judgement) -> String {
    let judged = judgement.judged.iter().map(|judged| {
        let run = judged.verdict.run();
        (
            judged.property.name,
            judged.verdict.word(),
            format!("{run:?}"),
        )
    });
    let judged: Vec<_> = judged.collect();
    let coverage = &judgement.coverage;
    format!(
        "{judged:#?} {} {} {} {:?} {:?} {:?} {:?} {:?}",
        coverage.states,
        coverage.transitions,
        coverage.depth,
        coverage.classes,
        coverage.stopped_by,
        coverage.graph,
        coverage.apart,
        coverage.rules,
    )
}

fn world(name: &str) -> (Scenario, Profile) {
    let scenario = scenario(name).expect("a built-in scenario");
    (
        scenario,
        profile(DEFAULT_PROFILE).expect("the default profile is built in"),
    )
}

fn asked(names: &[&str]) -> Vec<Property> {
    let properties = names.iter().map(|name| property(name));
    properties
        .map(|property| property.expect("a built-in property"))
        .collect()
}

fn interrupted_or_not(
    name: &str,
    scenario: &Scenario,
    profile: &Profile,
    limits: &Limits,
    properties: &[Property],
) {
    let ask = |limits: &Limits, progress: &dyn Fn(Progress)| {
        judge(scenario, profile, properties, limits, progress)
    };
    let alone = ask(limits, &|_| ());
    let cut = |judgement: &Judgement| {
        let graph = judgement.coverage.graph.as_ref();
        is_interrupted(judgement.coverage.stopped_by)
            || graph.is_some_and(|graph| is_interrupted(graph.stopped_by))
    };
    let (judgement, resumed) = again_and_again(name, limits, ask, cut);
    assert_eq!(said(&judgement), said(&alone), "{name}");
    assert!(resumed > 5, "{name}: gone on {resumed} times only");
}

#[test]
fn what_happens_in_the_end_is_found_out_over_many_searches() {
    let (scenario, profile) = world("handshake");
    // Copies of segments come for ever, in any order: there are many shortest ways to where they do.
    let scenario = scenario.with(|s| {
        s.network.duplicate = true;
        s.fair = vec![Duty::Connect];
    });
    let properties = asked(&[
        "connects-in-the-end",
        "accept-queue-within-limit",
        "request-leaves-syn-queue",
        "handshake-ack-ignored",
    ]);
    let limits = Limits {
        symmetry: Symmetry::Exchange,
        stop_when_answered: false,
        ..Limits::default()
    };
    interrupted_or_not(
        "in-the-end.search",
        &scenario,
        &profile,
        &limits,
        &properties,
    );
    let found = judge(&scenario, &profile, &properties, &limits, &|_| ());
    let run = found.judged[0].verdict.run();
    assert!(run.is_some_and(|run| run.steps.len() > 5), "{run:?}");
}

#[test]
fn where_time_passes_runs_their_times_and_measures_are_found_out_over_many_searches() {
    let (scenario, profile) = world("one-slot");
    let scenario = scenario.calibrated().with(|s| s.clients = 3);
    let properties = asked(&["handshake-ack-ignored", "accept-queue-within-limit"]);
    let limits = Limits {
        stop_when_answered: false,
        ..Limits::default()
    };
    interrupted_or_not("in-time.search", &scenario, &profile, &limits, &properties);

    let measures = ["syn-ack-times", "half-open-time"]
        .map(|name| halfopen_spec::measures::measure(name).expect("a built-in measure"));
    let take = |limits: &Limits, progress: &dyn Fn(Progress)| {
        measure(&scenario, &profile, &measures, limits, progress)
    };
    let cut = |taken: &Vec<Taken>| taken.iter().any(|taken| is_interrupted(taken.stopped_by));
    let (taken, resumed) = again_and_again("measured.search", &limits, take, cut);
    let told = |taken: &[Taken]| {
        let taken = taken.iter();
        let told = taken.map(|taken| format!("{taken:?} {} {:?}", taken.classes, taken.stopped_by));
        told.collect::<Vec<_>>()
    };
    assert_eq!(told(&taken), told(&take(&limits, &|_| ())));
    assert!(resumed > 5, "gone on {resumed} times only");
}
