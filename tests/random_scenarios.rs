//! Random scenarios on random kernels: the project's search and stateright's checkers count the same states and give the same answers.

use halfopen::judge::{Engine, judge, second_opinion};
use halfopen::search::{Limits, Symmetry};
use halfopen_spec::network::Loss;
use halfopen_spec::policy::{Sysctl, profiles};
use halfopen_spec::program::{Accepts, Ends, SynQueueBefore};
use halfopen_spec::properties::{Property, properties};
use halfopen_spec::scenarios::Scenario;
use proptest::prelude::*;

/// Spaces with more states take stateright too long.
const MOST_STATES: u64 = 3_000;

fn losses() -> impl Strategy<Value = Loss> {
    prop_oneof![Just(Loss::Never), Just(Loss::AtMost(1)), Just(Loss::Any)]
}

fn accepts() -> impl Strategy<Value = Accepts> {
    prop_oneof![
        Just(Accepts::Never),
        Just(Accepts::AnyTime),
        Just(Accepts::Always)
    ]
}

fn ends() -> impl Strategy<Value = Ends> {
    prop_oneof![Just(Ends::Never), Just(Ends::Close), Just(Ends::Abort)]
}

/// Small numbers of everything that a scenario has.
fn scenarios() -> impl Strategy<Value = Scenario> {
    let who = (1..=2u8, 0..=3i64, 0..=2u8, 0..=2u8, accepts());
    let calls = (0..=1u8, ends(), any::<bool>(), any::<bool>());
    let network = (losses(), any::<bool>());
    let sysctls = (0..=2i64, 0..=1i64, 1..=8i64);
    (who, calls, network, sysctls).prop_map(|(who, calls, (loss, reorder), sysctls)| {
        let (clients, backlog, queued, requests, accept) = who;
        let (sends, ends, timers, flood) = calls;
        let (syncookies, abort, max_syn_backlog) = sysctls;
        Scenario::new("random", "Anything.", "Small.")
            .with(|s| {
                s.clients = clients;
                s.backlog = backlog;
                s.queued_before = queued;
                s.syn_queue_before = SynQueueBefore::Requests(requests);
                s.accept = accept;
                s.client_sends = sends;
                s.client_ends = ends;
                s.timers = timers;
                s.flood = u8::from(flood);
                s.network.loss = loss;
                s.network.reorder = reorder;
            })
            .sysctl(Sysctl::TcpSyncookies, syncookies)
            .sysctl(Sysctl::TcpAbortOnOverflow, abort)
            .sysctl(Sysctl::TcpMaxSynBacklog, max_syn_backlog)
    })
}

fn about_states() -> Vec<Property> {
    let mut asked = properties();
    asked.retain(|property| {
        property.predicate.of_states().is_some() && !property.kind.is_liveness()
    });
    asked
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn stateright_agrees_on_random_scenarios(scenario in scenarios(), kernel in 0..profiles().len(), asked in any::<prop::sample::Index>()) {
        let kernel = &profiles()[kernel];
        let asked = about_states()[asked.index(about_states().len())];
        let limits = Limits {
            max_states: Some(MOST_STATES),
            stop_when_answered: false,
            symmetry: Symmetry::Off,
            ..Limits::default()
        };
        let ours = judge(&scenario, kernel, &[asked], &limits, &|_| {});
        if !ours.coverage.complete {
            return Ok(());
        }
        for engine in [Engine::StaterightBfs, Engine::StaterightDfs] {
            let theirs = second_opinion(engine, &scenario, kernel, &[asked]);
            prop_assert_eq!(theirs.states, ours.coverage.states, "states, {}", engine.name());
            let answer = theirs.answers[0].as_ref().expect("a property of states is asked");
            let run = ours.judged[0].verdict.run();
            prop_assert_eq!(answer.is_some(), run.is_some(), "{}, {}", asked.name, engine.name());
            if let (Engine::StaterightBfs, Some(actions), Some(run)) = (engine, answer, run) {
                prop_assert_eq!(actions.len(), run.steps.len(), "the run of {}", asked.name);
            }
        }
        let exchanged = Limits { symmetry: Symmetry::Exchange, ..limits };
        let quotient = judge(&scenario, kernel, &[asked], &exchanged, &|_| {});
        prop_assert_eq!(quotient.coverage.depth, ours.coverage.depth);
        let replay = |judgement: &halfopen::judge::Judgement| {
            judgement.judged[0].verdict.run().map(|run| run.replay.clone())
        };
        prop_assert_eq!(replay(&quotient), replay(&ours));
    }
}
