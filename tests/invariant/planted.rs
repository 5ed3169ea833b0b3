//! A state that no kernel can be in, for each clause: the clause finds it, and nothing else does.

use halfopen_spec::host::{Host, HostState, Input};
use halfopen_spec::invariant::{broken, clauses, timers};
use halfopen_spec::kernel::{
    Connection, Elsewhere, FastOpened, HostId, Purpose, Queued, Request, Socket, Stage, TcpState,
    TimeWait, Tuple,
};
use halfopen_spec::model::Node;
use halfopen_spec::policy::profile;
use halfopen_spec::scenarios::{CLIENT_PORT, SERVER_PORT, handshake};
use halfopen_spec::wire::{Seq, TsVal};
use std::collections::BTreeSet;

fn server() -> Host {
    let world = handshake().world(&profile("linux-6.18").expect("a built-in profile"));
    match &world.actors[0] {
        Node::Host(host) => host.clone(),
        Node::Flooder(_) => panic!("the first actor is the server"),
    }
}

fn client_of(peer: u8) -> Tuple {
    Tuple {
        peer: HostId(peer),
        local: SERVER_PORT,
        remote: CLIENT_PORT,
    }
}

/// A child that accept() has returned, idle.
fn accepted() -> Connection {
    Connection {
        state: TcpState::Established,
        iss: Seq(300),
        irs: Seq(100),
        snd_una: Seq(301),
        snd_nxt: Seq(301),
        rcv_nxt: Seq(101),
        retransmits: 0,
        orphan: false,
        unread: false,
        keepalive: None,
        ts_recent: None,
        fast_open: None,
    }
}

fn request() -> Request {
    Request {
        irs: Seq(100),
        iss: Seq(300),
        timeouts: 0,
        acked: false,
        answered_syn: false,
        timestamps: None,
    }
}

fn with(state: &mut HostState, peer: u8, socket: Socket) {
    state.stack.sockets.insert(client_of(peer), socket);
}

fn connection(change: impl Fn(&mut Connection)) -> Box<dyn Fn(&mut HostState)> {
    let mut connection = accepted();
    change(&mut connection);
    Box::new(move |state| with(state, 1, Socket::Connection(connection.clone())))
}

fn listener(
    change: impl Fn(&mut halfopen_spec::kernel::Listener) + 'static,
) -> Box<dyn Fn(&mut HostState)> {
    Box::new(move |state| change(state.stack.listener.as_mut().expect("it listens")))
}

type Plant = Box<dyn Fn(&mut HostState)>;

/// What is planted for each clause.
fn plants() -> Vec<(&'static str, Plant)> {
    let bucket = TimeWait {
        stage: Stage::TimeWait,
        snd_nxt: Seq(302),
        rcv_nxt: Seq(102),
        ts_recent: None,
        reusable: false,
    };
    vec![
        ("acknowledged-is-sent", connection(|c| c.snd_una = Seq(302))),
        ("syn-is-acknowledged", connection(|c| c.snd_una = Seq(300))),
        ("received-is-in-order", connection(|c| c.rcv_nxt = Seq(100))),
        (
            "fin-is-where-the-state-says",
            connection(|c| c.state = TcpState::FinWait2),
        ),
        (
            "one-piece-of-data",
            connection(|c| c.snd_nxt = Seq(301 + 256)),
        ),
        (
            "accept-queue-within-backlog",
            listener(|listener| {
                listener.accept_queue = vec![
                    Queued {
                        tuple: client_of(1),
                        reset: true,
                    };
                    9
                ];
            }),
        ),
        (
            "queued-child-has-a-socket",
            listener(|listener| {
                listener.accept_queue = vec![Queued {
                    tuple: client_of(1),
                    reset: false,
                }];
            }),
        ),
        (
            "syn-queue-within-capacity",
            Box::new(|state| {
                (1..=20).for_each(|peer| with(state, peer, Socket::Request(request())))
            }),
        ),
        (
            "young-requests-are-requests",
            Box::new(|state| {
                state.stack.elsewhere = Elsewhere {
                    requests: 0,
                    young: 1,
                };
            }),
        ),
        (
            "request-within-retries",
            Box::new(|state| {
                let request = Request {
                    timeouts: 200,
                    ..request()
                };
                with(state, 1, Socket::Request(request));
            }),
        ),
        ("orphan-has-no-program", connection(|c| c.orphan = true)),
        (
            "fast-open-child-is-in-syn-received",
            connection(|c| c.fast_open = Some(FastOpened::Child)),
        ),
        (
            "calls-within-the-program",
            Box::new(|state| state.program.connects = 1),
        ),
        (
            "nothing-outstanding-nothing-repeated",
            connection(|c| c.retransmits = 1),
        ),
        (
            "probes-within-keepalive-probes",
            connection(|c| c.keepalive = Some(200)),
        ),
        (
            "time-wait-within-buckets",
            Box::new(move |state| with(state, 1, Socket::TimeWait(bucket.clone()))),
        ),
        (
            "cookies-are-allowed",
            listener(|listener| listener.cookies_recent = true),
        ),
        (
            "timestamps-are-allowed",
            connection(|c| c.ts_recent = Some(TsVal(1))),
        ),
        (
            "refused-syns-are-a-hypothesis",
            listener(|listener| listener.refused = BTreeSet::from([client_of(1)])),
        ),
        (
            "incarnations-are-bounded",
            Box::new(|state| {
                state.stack.incarnations.insert(client_of(1), 0);
            }),
        ),
    ]
}

/// A server that allows as little as sysctls can.
fn strict_server() -> Host {
    let mut server = server();
    server.kernel.sysctls.tcp_max_tw_buckets = 0;
    server.kernel.sysctls.tcp_syncookies = 0;
    server.kernel.sysctls.tcp_timestamps = 0;
    server
}

#[test]
fn every_clause_finds_what_breaks_it() {
    let server = strict_server();
    let (good, _) = server.start();
    assert_eq!(broken(&server, &good), None);
    for (name, plant) in plants() {
        let mut state = good.clone();
        plant(&mut state);
        let found = broken(&server, &state).map(|broken| broken.clause);
        assert_eq!(found, Some(name));
    }
}

#[test]
fn every_clause_has_a_name_of_its_own_and_a_plant() {
    let names: Vec<&str> = clauses().iter().map(|clause| clause.name).collect();
    let planted: Vec<&str> = plants().iter().map(|(name, _)| *name).collect();
    assert_eq!(names, planted, "in the order in which they are asked");
    let all: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(all.len(), names.len());
}

/// A rule that forgot to cancel the SYN,ACK timer, or to arm one.
#[test]
fn a_step_that_leaves_a_timer_behind_is_found() {
    let server = server();
    let (nothing, effects) = server.start();
    let mut waiting = nothing.clone();
    with(&mut waiting, 1, Socket::Request(request()));
    let fires = Input::Timer(Purpose::SynAckAgain(client_of(1)));
    let step = |before: &HostState, input: &Input, after: &HostState| {
        timers::broken_by_step(&server, before, input, (after, &effects)).is_some()
    };
    let act = Input::Act(halfopen_spec::program::Act::Accept);
    assert!(step(&nothing, &act, &waiting), "nothing arms the timer");
    assert!(step(&waiting, &act, &nothing), "nothing cancels it");
    assert!(step(&waiting, &fires, &waiting), "it is not armed again");
    assert!(!step(&waiting, &fires, &nothing), "it fired");
    assert!(!step(&nothing, &act, &nothing));
}
