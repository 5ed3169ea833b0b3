//! Seconds come out of runs, and are those that kernels were seen or read to have.

use halfopen::judge::{Verdict, judge, measure};
use halfopen::report::{Holder, WithoutTimer, compared, without_timer};
use halfopen::search::Limits;
use halfopen_spec::kernel::timetable::{Timetable, unanswered_connect, unanswered_syn_ack};
use halfopen_spec::measures::{self, Measured};
use halfopen_spec::network::Loss;
use halfopen_spec::observations::OBSERVATIONS;
use halfopen_spec::policy::{Profile, profile, profiles};
use halfopen_spec::properties::property;
use halfopen_spec::scenarios::{self, Scenario};
use std::time::Duration;

fn measured(scenario: &Scenario, kernel: &Profile, name: &str) -> Measured {
    let asked = measures::measure(name).expect("the measure is built in");
    let mut taken = measure(scenario, kernel, &[asked], &Limits::default(), &|_| {});
    let taken = taken.remove(0).measured;
    taken.expect("without limits every class is seen")
}

/// Timers on time.
fn on_time(measured: &Measured) -> Timetable {
    let again = measured.noted.iter().map(|window| window.least);
    Timetable {
        sent: [Duration::ZERO].into_iter().chain(again).collect(),
        ends: measured.ended.expect("it ends").least,
    }
}

/// kernel-rules.md §5 and §8 on every kernel: two ways to the same numbers, through runs and by the rules' own arithmetic.
#[test]
fn repetitions_come_when_the_timetables_say() {
    for kernel in profiles() {
        let syns = measured(&scenarios::unanswered_connect(), &kernel, "syn-times");
        assert_eq!(
            on_time(&syns),
            unanswered_connect(&kernel.kernel),
            "{}",
            kernel.name
        );
        let syn_acks = measured(&scenarios::unanswered_syn_ack(), &kernel, "syn-ack-times");
        assert_eq!(
            on_time(&syn_acks),
            unanswered_syn_ack(&kernel.kernel),
            "{}",
            kernel.name
        );
        assert!(!syns.may_last && !syn_acks.may_last);
    }
}

/// What was seen of running kernels (kernel-observations.md §3 and §5) lies within what is measured.
#[test]
fn what_was_observed_lies_within() {
    let newest = profile("linux-6.18").expect("a built-in profile");
    let within = |window: &measures::Window, seconds: f64| {
        let at = Duration::from_secs_f64(seconds);
        window.least <= at && window.most.is_none_or(|most| at <= most)
    };
    let syns = measured(&scenarios::unanswered_connect(), &newest, "syn-times");
    let observed = [1.0, 2.0, 3.0, 4.0, 5.1, 7.1, 11.3, 19.5, 35.6, 67.9];
    assert_eq!(syns.noted.len(), observed.len());
    for (window, seconds) in syns.noted.iter().zip(observed) {
        assert!(within(window, seconds), "SYN at {seconds}: {window:?}");
    }
    assert!(within(&syns.ended.expect("it ends"), 133.4));
    let syn_acks = measured(&scenarios::unanswered_syn_ack(), &newest, "syn-ack-times");
    for (window, seconds) in syn_acks.noted.iter().zip([1.02, 3.03, 7.19, 15.4, 31.5]) {
        assert!(within(window, seconds), "SYN,ACK at {seconds}: {window:?}");
    }
    assert!(within(&syn_acks.ended.expect("it ends"), 65.2));
    // E6a: data sent at 3.0 s; ECONNRESET 107.5 s after send().
    let half_open = measured(
        &scenarios::overflowed_client_sends(),
        &newest,
        "half-open-time",
    );
    assert!(within(
        &half_open.ended.expect("the client is reset"),
        110.45
    ));
    assert!(!half_open.may_last);
}

/// What was seen of running kernels when connections end (kernel-observations.md §7 and §8): `reports/observed.md`.
#[test]
fn every_observation_lies_within() {
    let outside: Vec<String> = OBSERVATIONS
        .iter()
        .flat_map(|observation| {
            let all = compared(observation);
            assert!(!all.is_empty(), "{} says nothing", observation.sentence);
            all.into_iter()
                .filter(|time| !time.agrees())
                .map(|time| format!("{}: {time:?}", observation.sentence))
        })
        .collect();
    assert!(outside.is_empty(), "{outside:#?}");
}

/// The exceptions of `orphans-have-timers`, by name: what has no timer is held by a program or waits for accept().
#[test]
fn nobody_is_left_behind() {
    let WithoutTimer { found, looked_at } = without_timer();
    assert!(looked_at.len() > 20, "{looked_at:?}");
    let nobody: Vec<_> = found
        .iter()
        .filter(|((_, holder), _)| *holder == Holder::Nobody)
        .collect();
    assert!(nobody.is_empty(), "{nobody:?}");
    for (state, holder) in [
        ("CLOSE-WAIT", Holder::Program),
        ("CLOSE-WAIT", Holder::AcceptQueue),
        ("ESTABLISHED", Holder::Program),
        ("FIN-WAIT-2", Holder::Program),
    ] {
        assert!(
            found.contains_key(&(state.to_owned(), holder)),
            "{state}, {holder:?}"
        );
    }
}

/// kernel-rules.md §5: 21 s on kernels that begin with 3 s, 7 s on others.
#[test]
fn under_pressure_a_request_is_forgotten_after_two_repetitions() {
    for (name, seconds) in [("linux-2.6.18", 21), ("linux-3.10", 7), ("linux-6.18", 7)] {
        let kernel = profile(name).expect("a built-in profile");
        let scenario = scenarios::unanswered_syn_ack_under_pressure();
        let measured = measured(&scenario, &kernel, "syn-ack-times");
        assert_eq!(measured.noted_at_end, Some((2, 2)), "{name}");
        assert_eq!(
            on_time(&measured).ends,
            Duration::from_secs(seconds),
            "{name}"
        );
    }
}

/// kernel-observations.md §6: of a burst, half of max(8, B) live on; in every run, whatever the order of the timers.
#[test]
fn half_of_a_burst_lives_on() {
    let newest = profile("linux-6.18").expect("a built-in profile");
    for (backlog, requests, early) in [
        (3, 4, 0),
        (4, 5, 1),
        (5, 6, 2),
        (8, 4, 0),
        (8, 5, 1),
        (10, 6, 1),
    ] {
        let scenario = scenarios::burst_of(requests, backlog);
        let measured = measured(&scenario, &newest, "early-expiries");
        assert_eq!(
            measured.noted_at_end,
            Some((early, early)),
            "{requests} requests, backlog {backlog}"
        );
        assert!(!measured.may_last);
    }
}

/// An idle client whose request was forgotten believes for ever.
#[test]
fn an_idle_client_is_never_told() {
    for name in ["linux-2.6.18", "linux-4.4", "linux-6.18"] {
        let kernel = profile(name).expect("a built-in profile");
        let idle = measured(&scenarios::overflowed_client(), &kernel, "half-open-time");
        assert!(
            idle.begins && idle.may_last && idle.ended.is_none(),
            "{name}: {idle:?}"
        );
    }
}

/// Article 000's experiment with the kernel's real retries and any one segment lost, to the end.
#[test]
fn article_000_is_explored_whole() {
    let kernel = profile("linux-2.6.18").expect("a built-in profile");
    let scenario = scenarios::accept_overflow()
        .calibrated()
        .with(|s| s.network.loss = Loss::AtMost(1));
    assert_eq!(scenario.clients, 5);
    assert_eq!(
        scenario.apply_to(&kernel).kernel.sysctls.tcp_synack_retries,
        5
    );
    let asked: Vec<_> = scenario
        .properties
        .iter()
        .filter_map(|name| property(name))
        .collect();
    let judgement = judge(&scenario, &kernel, &asked, &Limits::default(), &|_| {});
    for judged in &judgement.judged {
        let Verdict::Reached(Some(run)) = &judged.verdict else {
            panic!("{judged:?}");
        };
        assert!(run.steps.is_sorted_by_key(|step| step.at));
        assert!(run.steps.iter().all(|step| step.at.is_some()));
    }
    let limits = Limits {
        stop_when_answered: false,
        ..Limits::default()
    };
    let whole = judge(&scenario, &kernel, &[], &limits, &|_| {}).coverage;
    assert!(whole.complete && whole.classes.is_some_and(|classes| classes > 20_000));
}
