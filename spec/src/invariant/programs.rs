//! What programs hold, and what they have done.

use super::{Clause, connection_is};
use crate::host::{Host, HostState};
use crate::kernel::{Connection, FastOpened, TcpState, Tuple};

pub(super) const CLAUSES: &[Clause] = &[
    Clause {
        name: "orphan-has-no-program",
        sentence: "Whoever closed a connection sent FIN, has read everything, and no longer waits for accept().",
        source: "tcp_close: SOCK_DEAD, TCPAbortOnClose; inet_csk_listen_stop",
        of_parts: true,
        broken: |_, state| connection_is(state, |tuple, c| orphan_has_a_program(state, tuple, c)),
    },
    Clause {
        name: "fast-open-child-is-in-syn-received",
        sentence: "Only a child in SYN-RECEIVED waits for its Fast Open handshake ACK.",
        source: "tcp_rcv_state_process: reqsk_fastopen_remove",
        of_parts: true,
        broken: |_, state| connection_is(state, fast_open_is_over),
    },
    Clause {
        name: "calls-within-the-program",
        sentence: "connect() was called, and the timestamp clock has moved, as often as the scenario lets them.",
        source: "the bound of this specification: program.rs",
        of_parts: true,
        broken: calls_too_often,
    },
];

fn orphan_has_a_program(state: &HostState, tuple: Tuple, c: &Connection) -> Option<String> {
    if !c.orphan {
        return None;
    }
    (!c.state.has_sent_fin() || c.unread || state.stack.is_queued(tuple))
        .then(|| format!("an orphan in {}", c.state))
}

fn fast_open_is_over(_: Tuple, c: &Connection) -> Option<String> {
    (c.fast_open == Some(FastOpened::Child) && c.state != TcpState::SynReceived)
        .then(|| format!("{}", c.state))
}

fn calls_too_often(host: &Host, state: &HostState) -> Option<String> {
    let times = host.program.connects.as_ref().map_or(0, |c| c.times);
    let (connects, ticks) = (state.program.connects, state.stack.ticks);
    (connects > times || ticks > host.program.clock_ticks)
        .then(|| format!("{connects} of {times} calls, {ticks} ticks"))
}
