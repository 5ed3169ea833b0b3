//! SYN-RECEIVED of a simultaneous open: a full socket, not a request.
//!
//! Linux: tcp_rcv_state_process with TCP_SYN_RECV, tcp_validate_incoming.

use super::counter::Counter::{AttemptFails, TCPChallengeACK, TCPSYNChallenge};
use super::stack::Context;
use super::state::{Connection, Errno, TcpState, Tuple};
use super::timer::Purpose;
use super::{established, no_socket};
use crate::policy::{RepeatedSynAck, SimultaneousSynAck};
use crate::rule::Rule;
use crate::wire::Segment;

/// A segment arrives after the SYNs have crossed.
pub(super) fn segment_arrives(
    cx: &mut Context<'_>,
    tuple: Tuple,
    connection: Connection,
    segment: &Segment,
) {
    let acknowledges = segment.ack == Some(connection.snd_nxt);
    match (segment.flags.rst, segment.flags.syn, acknowledges) {
        (true, _, _) if segment.seq == connection.rcv_nxt => rst_ends_simultaneous_open(cx, tuple),
        (true, _, _) => established::rst_is_ignored(cx),
        (false, true, true) => syn_ack_crosses(cx, tuple, connection, segment),
        (false, true, false) => established::syn_arrives(cx, tuple, connection, segment),
        (false, false, true) => ack_completes(cx, tuple, connection, segment),
        (false, false, false) => wrong_ack_is_reset(cx, tuple, segment),
    }
}

fn rst_ends_simultaneous_open(cx: &mut Context<'_>, tuple: Tuple) {
    cx.out.apply(Rule::SimultaneousOpenReset);
    cx.out.count(&[AttemptFails]);
    cx.remove_connection(tuple, Some(Errno::Reset));
}

/// An unacceptable ACK in SYN-RECEIVED is answered with RST (RFC 9293 §3.10.7.4).
fn wrong_ack_is_reset(cx: &mut Context<'_>, tuple: Tuple, segment: &Segment) {
    cx.out.apply(Rule::SimultaneousOpenResetsWrongAck);
    no_socket::send_reset_for(cx, tuple, segment);
}

/// The other end's SYN,ACK: completes the connection, or is challenged so that the answer completes the other end.
fn syn_ack_crosses(cx: &mut Context<'_>, tuple: Tuple, connection: Connection, segment: &Segment) {
    match cx.policies().simultaneous_syn_ack {
        SimultaneousSynAck::Established => ack_completes(cx, tuple, connection, segment),
        SimultaneousSynAck::ChallengeAck => {
            cx.out.apply(Rule::SimultaneousSynAckChallenged);
            match cx.policies().repeated_syn_ack {
                RepeatedSynAck::DuplicateAck => {}
                RepeatedSynAck::ChallengeAck => cx.out.count(&[TCPSYNChallenge, TCPChallengeACK]),
            }
            cx.out
                .send_ack(tuple, connection.snd_nxt, connection.rcv_nxt);
        }
    }
}

fn ack_completes(cx: &mut Context<'_>, tuple: Tuple, connection: Connection, segment: &Segment) {
    let connection = Connection {
        state: TcpState::Established,
        snd_una: connection.snd_nxt,
        retransmits: 0,
        ..connection
    };
    cx.out.apply(Rule::SimultaneousOpenCompletes);
    cx.out.cancel(cx.timer(Purpose::SynAgain(tuple)));
    cx.keep(tuple, connection.clone());
    if segment.payload > 0 || segment.flags.fin {
        established::content_arrives(cx, tuple, connection, segment);
    }
}
