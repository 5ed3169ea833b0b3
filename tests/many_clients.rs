//! Many clients: what is said of them without looking at each is never wrong, as far as looking at each can tell.

use halfopen::judge::{Judgement, Verdict, judge};
use halfopen::search::Limits;
use halfopen_spec::policy::{Profile, Sysctl, profile};
use halfopen_spec::program::Accepts;
use halfopen_spec::properties::{Kind, Property, property};
use halfopen_spec::scenarios::{Scenario, handshake, one_slot};

fn kernel(name: &str) -> Profile {
    profile(name).expect("a built-in profile")
}

/// What a client of such a scenario can come to. More than 64 questions would keep the exact search from exchanging clients.
const ASKED: [&str; 30] = [
    "both-ends-agree-on-isns",
    "both-ends-established",
    "client-established-first",
    "client-established-server-forgot",
    "client-established-server-in-syn-received",
    "connect-refused",
    "connect-times-out",
    "cookie-ack-dropped",
    "cookie-connection-nothing-retained",
    "cookie-makes-child",
    "established-client-reset",
    "half-open-at-rest",
    "handshake-ack-ignored",
    "ignored-ack-is-counted",
    "late-ack-reset",
    "listen-drop-is-overflow",
    "no-child-without-handshake",
    "overflow-answered-with-rst",
    "overflow-is-counted",
    "overflow-reset",
    "repeated-syn-ack-completes",
    "repeated-syn-refused-again",
    "request-expires",
    "request-expires-early",
    "syn-admitted-though-accept-queue-full",
    "syn-answered-with-cookie",
    "syn-dropped-accept-queue-full",
    "syn-dropped-last-quarter",
    "syn-dropped-syn-queue-full",
    "syn-dropped-two-young",
];

fn states_and_steps() -> Vec<Property> {
    let named = ASKED.iter().map(|name| property(name));
    named
        .map(|property| property.expect("a property"))
        .collect()
}

/// The same scenario with one client that is looked at, and the others beside it.
fn one_looked_at(scenario: &Scenario) -> Scenario {
    scenario.clone().with(|s| {
        s.beside = u32::from(s.clients) - 1;
        s.clients = 1;
    })
}

fn judged(scenario: &Scenario, kernel: &Profile, asked: &[Property]) -> Judgement {
    judge(scenario, kernel, asked, &Limits::default(), &|_| ())
}

/// Whether some run makes a `Sometimes` true or an `Always` false.
fn comes_about(property: &Property, verdict: &Verdict) -> Option<bool> {
    match (property.kind, verdict) {
        (_, Verdict::Reached(_) | Verdict::Violated(_)) => Some(true),
        (_, Verdict::NotReached | Verdict::Holds { .. }) => Some(false),
        (_, Verdict::Undecided) => None,
        (Kind::Sometimes | Kind::Always, Verdict::HoldsWithin { .. })
        | (Kind::Eventually | Kind::LeadsTo, _) => panic!("{} has a bound", property.name),
    }
}

/// How often one client that is looked at decided, and how.
#[derive(Debug, Default)]
struct Tally {
    nowhere: u32,
    somewhere: u32,
    undecided: u32,
}

/// Compares one client among others with every client looked at.
fn compare(scenario: &Scenario, kernel: &Profile, tally: &mut Tally) {
    let asked = states_and_steps();
    let one = judged(&one_looked_at(scenario), kernel, &asked);
    let every = judged(scenario, kernel, &asked);
    let how = one.coverage.many.join("; ");
    for ((property, one), every) in asked.iter().zip(&one.judged).zip(&every.judged) {
        let truth = comes_about(property, &every.verdict);
        let said = comes_about(property, &one.verdict);
        match said {
            None => tally.undecided += 1,
            Some(true) => tally.somewhere += 1,
            Some(false) => tally.nowhere += 1,
        }
        assert!(
            said.is_none() || said == truth,
            "{} of {} clients on {}, backlog {}: said {}, and it is {}; {how}",
            property.name,
            scenario.clients,
            kernel.name,
            scenario.backlog,
            one.verdict.word(),
            every.verdict.word(),
        );
    }
}

/// Kernels of every way to admit a SYN, to count a SYN queue and to hasten its expiry.
const KERNELS: [&str; 4] = ["linux-2.6.18", "linux-3.10", "linux-4.9", "linux-6.18"];

#[test]
fn one_among_others_never_says_what_every_client_denies() {
    let mut tally = Tally::default();
    for name in KERNELS {
        for (clients, backlog) in [(3, 0), (3, 1), (4, 1), (3, 2), (4, 3)] {
            for (cookies, abort) in [(0, 0), (0, 1), (1, 0)] {
                let scenario = one_slot()
                    .sysctl(Sysctl::TcpSyncookies, cookies)
                    .sysctl(Sysctl::TcpAbortOnOverflow, abort)
                    .with(|s| {
                        s.clients = clients;
                        s.backlog = backlog;
                        s.queued_before = u8::from(backlog == 1);
                    });
                compare(&scenario, &kernel(name), &mut tally);
            }
        }
    }
    assert!(tally.nowhere > 500 && tally.somewhere > 100, "{tally:?}");
}

#[test]
fn programs_that_accept_are_no_exception() {
    let mut tally = Tally::default();
    for name in KERNELS {
        for (accept, clients, backlog) in [
            (Accepts::AnyTime, 3, 0),
            (Accepts::AnyTime, 3, 1),
            (Accepts::Always, 3, 0),
        ] {
            let scenario = one_slot().with(|s| {
                s.clients = clients;
                s.accept = accept;
                s.backlog = backlog;
                s.queued_before = 0;
            });
            compare(&scenario, &kernel(name), &mut tally);
        }
    }
    assert!(tally.nowhere > 100 && tally.somewhere > 20, "{tally:?}");
}

/// The SYN queue holds few: cookies, or SYNs that are dropped, and early expiry.
#[test]
fn a_short_syn_queue_is_no_exception() {
    let mut tally = Tally::default();
    for name in ["linux-4.9", "linux-6.18"] {
        for (cookies, max_syn_backlog, backlog) in [(0, 2, 3), (0, 4, 0), (1, 128, 0), (2, 128, 1)]
        {
            let scenario = handshake()
                .sysctl(Sysctl::TcpSyncookies, cookies)
                .sysctl(Sysctl::TcpMaxSynBacklog, max_syn_backlog)
                .retries(Sysctl::TcpSynackRetries, 3)
                .with(|s| {
                    s.clients = 3;
                    s.backlog = backlog;
                });
            compare(&scenario, &kernel(name), &mut tally);
        }
    }
    assert!(tally.nowhere > 50 && tally.somewhere > 10, "{tally:?}");
}

/// Where all clients together come to no limit, what is said of one is said of all: nothing is left undecided, and nothing else is found.
#[test]
fn clients_that_come_to_no_limit_do_not_notice_each_other() {
    for name in KERNELS {
        for clients in 2..=4 {
            let scenario = handshake().with(|s| {
                s.clients = clients;
                s.backlog = 16;
            });
            let kernel = kernel(name);
            let mut tally = Tally::default();
            compare(&scenario, &kernel, &mut tally);
            let one = judged(&one_looked_at(&scenario), &kernel, &states_and_steps()[..1]);
            let how = one.coverage.many.join(" ");
            assert!(how.contains("none notices another"), "{name}: {how}");
        }
    }
}

/// Hundreds of clients: the limits of 5.10 decide whether anybody notices anybody.
#[test]
fn two_hundred_clients_notice_each_other_at_a_limit() {
    let kernel = kernel("linux-5.10");
    // Early expiry begins with more requests than half the backlog (reqsk_timer_handler); the accept queue holds one more than its backlog.
    for (clients, backlog, retries, alone) in [
        (200, 511, 5, true),
        (255, 511, 5, true),
        (256, 511, 5, false),
        (200, 400, 5, true),
        (200, 399, 5, false),
        (200, 399, 2, true),
        (200, 201, 2, true),
        (200, 199, 2, false),
    ] {
        let scenario = handshake()
            .retries(Sysctl::TcpSynackRetries, retries)
            .of_clients(clients)
            .with(|s| s.backlog = backlog);
        let found = scenario.nobody_notices_another(&kernel, 1);
        assert_eq!(
            found, alone,
            "{clients} clients, backlog {backlog}, {retries} retries"
        );
    }
    let scenario = handshake().of_clients(200).with(|s| s.backlog = 511);
    let judgement = judged(&scenario, &kernel, &states_and_steps());
    assert!(
        judgement
            .coverage
            .many
            .join(" ")
            .contains("none notices another")
    );
    let undecided =
        |judged: &&halfopen::judge::Judged| matches!(judged.verdict, Verdict::Undecided);
    assert_eq!(judgement.judged.iter().filter(undecided).count(), 0);
}
