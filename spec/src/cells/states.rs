//! The states of both ends, each with a script that leads there.

use super::run;
use crate::host::{Host, HostState, Input};
use crate::kernel::{HostId, Purpose, Tuple};
use crate::policy::Profile;
use crate::program::{Accepts, Act, Connects, Ends, Listens, Others, Program, SynQueueBefore};
use crate::wire::{Flags, Port, Segment, Seq};

/// A state of one end.
#[derive(Clone, Debug)]
pub struct State {
    /// Its name, and how it came about where that makes a difference.
    pub name: &'static str,
    /// The connection.
    pub tuple: Tuple,
    listens: Option<i64>,
    script: Vec<Input>,
}

const PEER: HostId = HostId(1);
const SERVER_PORT: Port = Port(80);
const CLIENT_PORT: Port = Port(1024);

const ACTIVE: Tuple = Tuple {
    peer: PEER,
    local: CLIENT_PORT,
    remote: SERVER_PORT,
};
const PASSIVE: Tuple = Tuple {
    peer: PEER,
    local: SERVER_PORT,
    remote: CLIENT_PORT,
};

/// A segment of the other end: letters, number, acknowledgement.
pub(super) fn segment(
    tuple: Tuple,
    letters: &str,
    seq: Seq,
    ack: Option<Seq>,
    payload: u8,
) -> Input {
    Input::Segment {
        from: tuple.peer,
        segment: Segment {
            source: tuple.remote,
            destination: tuple.local,
            flags: Flags {
                syn: letters.contains('S'),
                fin: letters.contains('F'),
                rst: letters.contains('R'),
            },
            seq,
            ack,
            payload,
            timestamps: None,
            fast_open: None,
        },
    }
}

fn comes(tuple: Tuple, letters: &str, seq: u32, ack: u32) -> Input {
    segment(tuple, letters, Seq(seq), (ack > 0).then_some(Seq(ack)), 0)
}

fn act(act: Act) -> Input {
    Input::Act(act)
}

/// Every state, in the order of a connection's life.
#[must_use]
pub fn states() -> Vec<State> {
    let connected = || vec![act(Act::Connect), comes(ACTIVE, "S", 300, 101)];
    let and = |mut script: Vec<Input>, more: Vec<Input>| {
        script.extend(more);
        script
    };
    let accepted = || {
        vec![
            comes(PASSIVE, "S", 100, 0),
            comes(PASSIVE, "", 101, 301),
            act(Act::Accept),
        ]
    };
    let (close, shut) = (act(Act::Close(ACTIVE)), act(Act::ShutDown(ACTIVE)));
    let active = |name, script| State {
        name,
        tuple: ACTIVE,
        listens: None,
        script,
    };
    let passive = |name, backlog, script| State {
        name,
        tuple: PASSIVE,
        listens: Some(backlog),
        script,
    };
    vec![
        active("CLOSED", vec![]),
        passive("LISTEN", 9, vec![]),
        active("SYN-SENT", vec![act(Act::Connect)]),
        passive("SYN-RECEIVED", 9, vec![comes(PASSIVE, "S", 100, 0)]),
        passive(
            "SYN-RECEIVED, and the accept queue is full",
            0,
            vec![comes(PASSIVE, "S", 100, 0), other_child()],
        ),
        active(
            "SYN-RECEIVED of a simultaneous open",
            vec![act(Act::Connect), comes(ACTIVE, "S", 300, 0)],
        ),
        active("ESTABLISHED", connected()),
        active(
            "FIN-WAIT-1, held by a program",
            and(connected(), vec![shut.clone()]),
        ),
        active("FIN-WAIT-1 (orphan)", and(connected(), vec![close.clone()])),
        active(
            "FIN-WAIT-2, held by a program",
            and(connected(), vec![shut, comes(ACTIVE, "", 301, 102)]),
        ),
        active(
            "FIN-WAIT-2 (mini-socket)",
            and(
                connected(),
                vec![close.clone(), comes(ACTIVE, "", 301, 102)],
            ),
        ),
        active(
            "CLOSING (orphan)",
            and(
                connected(),
                vec![close.clone(), comes(ACTIVE, "F", 301, 101)],
            ),
        ),
        active(
            "TIME-WAIT (mini-socket) of a client",
            and(connected(), vec![close, comes(ACTIVE, "F", 301, 102)]),
        ),
        passive(
            "TIME-WAIT (mini-socket) of a server that listens",
            9,
            and(
                accepted(),
                vec![act(Act::Close(PASSIVE)), comes(PASSIVE, "F", 101, 302)],
            ),
        ),
        passive(
            "CLOSE-WAIT",
            9,
            and(accepted(), vec![comes(PASSIVE, "F", 101, 301)]),
        ),
        passive(
            "LAST-ACK (orphan)",
            9,
            and(
                accepted(),
                vec![comes(PASSIVE, "F", 101, 301), act(Act::Close(PASSIVE))],
            ),
        ),
    ]
}

/// Stands for a connection that takes the only place of the accept queue: a smaller backlog than what waits.
fn other_child() -> Input {
    act(Act::ListenAgain)
}

impl State {
    /// A host in this state; `None` if this kernel does not get there.
    pub(super) fn reached(&self, profile: &Profile) -> Option<(Host, HostState)> {
        let fills = self.script.contains(&other_child());
        let host = Host {
            id: HostId(0),
            name: "host".to_owned(),
            kernel: profile.kernel.clone().without_timestamps(),
            isn_step: 10_000,
            peers_cached: false,
            loopback: false,
            timers: true,
            earlier_peers: HostId(9),
            program: Program {
                listens: self.listens.map(|backlog| Listens {
                    port: SERVER_PORT,
                    backlog: if fills { 1 } else { backlog },
                    defer_accept: 0,
                    accepts: Accepts::Never,
                    sends: 5,
                    ends: Ends::Never,
                    reads: true,
                    fast_open: 0,
                    keepalive: false,
                    may_close: false,
                    listens_again: Some(backlog),
                    queued_before: u8::from(fills),
                    syn_queue_before: SynQueueBefore::Requests(0),
                }),
                connects: self.listens.is_none().then_some(Connects {
                    tuple: ACTIVE,
                    times: u8::MAX,
                    sends: 5,
                    ends: Ends::Never,
                    reads: true,
                    keepalive: false,
                    binds: true,
                    fast_open: false,
                }),
                writes: Vec::new(),
                clock_ticks: 0,
                others: Others::default(),
            },
        };
        let state = run(&host, &self.script);
        Some((host, state))
    }
}

/// The timer that a state has armed, if any: what each is for shows in its name.
pub(super) fn timers(tuple: Tuple) -> [(&'static str, Purpose); 5] {
    [
        ("the SYN timer fires", Purpose::SynAgain(tuple)),
        ("the SYN,ACK timer fires", Purpose::SynAckAgain(tuple)),
        ("the retransmission timer fires", Purpose::DataAgain(tuple)),
        ("the FIN-WAIT-2 timer fires", Purpose::FinWait2Ends(tuple)),
        ("the TIME-WAIT timer fires", Purpose::TimeWaitEnds(tuple)),
    ]
}
