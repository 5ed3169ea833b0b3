//! What is found is a shortest experiment, and a bound is no verdict.

use super::{accept, experiment, ground, search, with};
use halfopen::live::case::Case;
use halfopen::live::walk::Walk;
use halfopen::versus::seen::Seen;
use halfopen::versus::{Bounds, Rival, told, versus};
use halfopen_spec::clock::Clock;

/// Article 000's rule against the kernel's own (S0.6): fill the accept queue, make two requests, send a third SYN twice.
#[test]
fn a_memory_of_refused_syns_is_told_from_counting_young_requests_by_six_segments() {
    let kernel = with("linux-2.6.18", &[]);
    let hypothesis = with(
        "linux-2.6.18",
        &[("syn-when-accept-queue-full", "retransmitted-syn")],
    );
    let ground = ground("listen=0", 4, "syn ack", &[accept()]);
    let searched = search(&ground, &kernel, &hypothesis, None);
    let found = searched.found.expect("they differ");
    let difference = &found.difference;
    assert_eq!(
        experiment(difference),
        ["A syn", "A ack", "B syn", "C syn", "D syn", "D syn"]
    );
    assert!(difference.is_certain());
    let shows = difference.shows.each_ref().map(|shows| {
        let shows: Vec<String> = shows.iter().map(Seen::to_string).collect();
        shows.join(" or ")
    });
    assert_eq!(shows, ["nothing", "S. 300:300(0) ack 101 to D"]);
    // The same as a case of `live`, on each kernel: the model goes through it, and does there what was told.
    for (side, profile) in [kernel, hypothesis].into_iter().enumerate() {
        let rival = Rival {
            name: String::new(),
            profile,
            sysctls: Vec::new(),
        };
        let told = told(&found, side, &rival);
        let case: Case = told
            .case
            .expect("no hidden step is needed")
            .parse()
            .expect("a case that can be read");
        let (_, steps) = Walk::through(&case, &rival.profile).expect("a case that can be gone");
        let last = steps.last().expect("it has steps");
        assert_eq!(last[0].segments.len(), side);
        assert_eq!(told.run.steps.len(), 6);
        assert_eq!(told.run.steps[5].sends.len(), side);
    }
}

/// Which timer drives the repetitions shows in times alone, and a search that sees everything says so.
#[test]
fn kernels_that_differ_in_times_alone_are_not_told_apart() {
    let one = with("linux-4.4", &[("syn-ack-timer", "one-per-request")]);
    let other = with("linux-4.4", &[("syn-ack-timer", "listener-scan")]);
    let ground = ground("listen=8 tcp_synack_retries=1", 1, "syn ack", &[accept()]);
    let searched = search(&ground, &one, &other, None);
    assert!(searched.found.is_none());
    assert!(searched.is_complete());
}

/// A bound that was hit is not the whole space.
#[test]
fn a_bound_on_steps_or_pairs_is_no_verdict() {
    let kernel = with("linux-2.6.18", &[]);
    let hypothesis = with(
        "linux-2.6.18",
        &[("syn-when-accept-queue-full", "retransmitted-syn")],
    );
    let ground = ground("listen=0", 4, "syn ack", &[accept()]);
    let short = search(&ground, &kernel, &hypothesis, Some(5));
    assert!(short.found.is_none() && !short.is_complete());
    let bounds = Bounds {
        pairs: 10,
        steps: None,
        until: None,
        clock: Clock::AnyOrder,
    };
    let few = versus(
        std::slice::from_ref(&ground),
        [&kernel, &hypothesis],
        bounds,
    );
    assert!(few.found.is_none() && !few.is_complete());
    assert_eq!(few.seen.len(), 1);
}

/// Timers that show nothing: after TCP_DEFER_ACCEPT swallowed the ACK, only silence tells that a request will never be answered again.
#[test]
fn silence_tells_kernels_apart_too() {
    let one = with("linux-2.6.32", &[("deferred-bare-ack", "never-accepted")]);
    let other = with("linux-2.6.32", &[]);
    let set_up = "listen=8 defer-accept=2 tcp_synack_retries=2";
    let searched = search(&ground(set_up, 1, "syn ack", &[]), &one, &other, None);
    let found = searched.found.expect("they differ");
    assert_eq!(
        experiment(&found.difference),
        ["A syn", "A ack", "wait", "wait"]
    );
}
