//! Sequence numbers stand in order, and say with the state who has sent FIN.

use super::{Clause, connection_is};
use crate::host::{Host, HostState};
use crate::kernel::{Connection, TcpState, Tuple};

pub(super) const CLAUSES: &[Clause] = &[
    Clause {
        name: "acknowledged-is-sent",
        sentence: "ISS ≤ SND.UNA ≤ SND.NXT, and the SYN was sent.",
        source: "RFC 9293 §3.3.1, §3.4; tcp_ack drops ACKs after SND.NXT",
        of_parts: true,
        broken: |_, state| connection_is(state, acknowledged_is_sent),
    },
    Clause {
        name: "syn-is-acknowledged",
        sentence: "SND.UNA is ISS in SYN-SENT and SYN-RECEIVED, and later in every other state.",
        source: "RFC 9293 §3.3.2; tcp_rcv_synsent_state_process, tcp_rcv_state_process",
        of_parts: true,
        broken: |_, state| connection_is(state, syn_is_acknowledged),
    },
    Clause {
        name: "received-is-in-order",
        sentence: "RCV.NXT comes after IRS once a SYN has arrived, and after the FIN if one has.",
        source: "RFC 9293 §3.3.1; tcp_fin",
        of_parts: true,
        broken: |_, state| connection_is(state, received_is_in_order),
    },
    Clause {
        name: "fin-is-where-the-state-says",
        sentence: "In FIN-WAIT-2 everything sent is acknowledged; in FIN-WAIT-1, CLOSING and LAST-ACK the FIN is not.",
        source: "RFC 9293 §3.3.2; tcp_rcv_state_process: TCP_FIN_WAIT1, TCP_CLOSING, TCP_LAST_ACK",
        of_parts: true,
        broken: |_, state| connection_is(state, fin_is_where_the_state_says),
    },
    Clause {
        name: "one-piece-of-data",
        sentence: "A program sends one piece of at most 255 octets on a connection.",
        source: "the bound of this specification: program.rs",
        of_parts: true,
        broken: one_piece_of_data,
    },
];

fn acknowledged_is_sent(_: Tuple, c: &Connection) -> Option<String> {
    let in_order = !c.snd_una.is_before(c.iss) && !c.snd_una.is_after(c.snd_nxt);
    let syn_sent = c.snd_nxt.is_after(c.iss);
    (!in_order || !syn_sent).then(|| {
        format!(
            "ISS {}, SND.UNA {}, SND.NXT {}",
            c.iss, c.snd_una, c.snd_nxt
        )
    })
}

fn syn_is_acknowledged(_: Tuple, c: &Connection) -> Option<String> {
    let acknowledged = c.snd_una.is_after(c.iss);
    // Data in the SYN (Fast Open) does not change this: SND.UNA stays at the SYN.
    (acknowledged != c.is_synchronized())
        .then(|| format!("{} with SND.UNA {}, ISS {}", c.state, c.snd_una, c.iss))
}

fn received_is_in_order(_: Tuple, c: &Connection) -> Option<String> {
    let least = match (c.state, c.state.has_received_fin()) {
        (TcpState::SynSent, _) => c.irs,
        (_, false) => c.irs.plus(1),
        (_, true) => c.irs.plus(2),
    };
    c.rcv_nxt
        .is_before(least)
        .then(|| format!("{} with RCV.NXT {}, IRS {}", c.state, c.rcv_nxt, c.irs))
}

fn fin_is_where_the_state_says(_: Tuple, c: &Connection) -> Option<String> {
    let outstanding = c.snd_una != c.snd_nxt;
    let right = match c.state {
        TcpState::FinWait1 | TcpState::Closing | TcpState::LastAck => outstanding,
        TcpState::FinWait2 => !outstanding && c.snd_nxt.is_after(c.iss.plus(1)),
        TcpState::SynSent | TcpState::SynReceived | TcpState::Established | TcpState::CloseWait => {
            true
        }
    };
    (!right).then(|| {
        format!(
            "{} with SND.UNA {}, SND.NXT {}",
            c.state, c.snd_una, c.snd_nxt
        )
    })
}

fn one_piece_of_data(_: &Host, state: &HostState) -> Option<String> {
    connection_is(state, |_, c| {
        (c.sent_octets() > u8::MAX.into()).then(|| format!("{} octets sent", c.sent_octets()))
    })
}
