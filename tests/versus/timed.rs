//! With the clock: kernels that differ in times alone.

use super::{accept, experiment, ground, with};
use halfopen::report::VersusReport;
use halfopen::versus::{Bounds, GRID, Rival, Rivals, Searched, told, versus};
use halfopen_spec::clock::Clock;
use halfopen_spec::policy::Profile;

fn timed(set_up: &str, one: &Profile, other: &Profile) -> Searched {
    let bounds = Bounds {
        pairs: 3_000,
        steps: None,
        until: None,
        clock: Clock::Calibrated,
    };
    let ground = ground(set_up, 1, "syn ack", &[accept()]);
    versus(std::slice::from_ref(&ground), [one, other], bounds)
}

/// With the clock, kernels that differ in times alone are told apart: SYN,ACK is repeated after one second or after three.
#[test]
fn the_clock_tells_a_first_timeout_of_one_second_from_one_of_three() {
    let one = with("linux-6.18", &[]);
    let other = with("linux-6.18", &[("initial-timeout", "three-seconds")]);
    let searched = timed("listen=8 tcp_synack_retries=1", &one, &other);
    let found = searched.found.expect("they differ");
    let difference = &found.difference;
    assert_eq!(experiment(difference)[..2], ["A syn", "1.0 s"]);
    assert_eq!(difference.steps(), 3);
    let rivals = [one, other].map(|profile| Rival {
        name: String::new(),
        profile,
        sysctls: Vec::new(),
    });
    let told = [0, 1].map(|side| told(&found, side, &rivals[side]));
    let [repeats, waits] = told.map(|told| told.run.steps);
    let at = |steps: &[halfopen::run::Step]| steps.last().and_then(|step| step.at);
    assert!(
        repeats
            .iter()
            .any(|step| step.rules.iter().any(|rule| rule.source().id == "Q4"))
    );
    assert_eq!(at(&repeats[..2]), Some(std::time::Duration::from_secs(1)));
    assert!(
        waits
            .iter()
            .all(|step| step.rules.iter().all(|rule| rule.source().id != "Q4"))
    );
}

/// A scan comes by up to 0.6 s late, a timer of one's own does not: only the one can be silent for so long.
#[test]
fn the_clock_tells_a_scan_from_a_timer_of_ones_own() {
    let one = with("linux-4.4", &[("syn-ack-timer", "one-per-request")]);
    let other = with("linux-4.4", &[("syn-ack-timer", "listener-scan")]);
    let searched = timed("listen=8 tcp_synack_retries=1", &one, &other);
    let found = searched.found.expect("they differ");
    assert!(
        !found.difference.is_certain(),
        "both can repeat SYN,ACK after 1.05 s"
    );
}

/// A kernel is not told from itself, with the clock neither.
#[test]
fn a_kernel_is_not_told_from_itself() {
    let kernel = with("linux-6.18", &[]);
    let searched = timed("listen=8 tcp_synack_retries=1", &kernel, &kernel.clone());
    assert!(searched.found.is_none());
    assert!(searched.seen[0].steps > 5);
}

/// SYN,ACK is repeated at most 1 tick late, a 256th late, or an eighth late. The grid tells only the last one from the others, and the report
/// says that it looks no closer.
#[test]
fn what_differs_by_less_than_the_grid_is_missed_and_the_report_says_so() {
    let wheel = |value| with("linux-6.18", &[("timer-wheel", value)]);
    let [tick, slack, granular] = ["each-tick", "slack", "granular"].map(wheel);
    let set_up = "listen=8 tcp_synack_retries=1";
    assert!(timed(set_up, &slack, &granular).found.is_some());
    let searched = timed(set_up, &tick, &slack);
    assert!(searched.found.is_none());
    let rivals = Rivals {
        both: [tick, slack].map(|profile| Rival {
            name: "a kernel".to_owned(),
            profile,
            sysctls: Vec::new(),
        }),
    };
    for (clock, grid) in [
        (Clock::Calibrated, Some(GRID.as_secs_f64())),
        (Clock::AnyOrder, None),
    ] {
        let report = VersusReport {
            rivals: &rivals,
            searched: &searched,
            clock,
        };
        let json: serde_json::Value = serde_json::from_str(&report.json()).expect("JSON");
        assert_eq!(json["grid_seconds"].as_f64(), grid);
        let says = report.human().contains("on a grid of 0.1 s");
        assert_eq!(says, grid.is_some());
    }
}
