//! SYN-RECEIVED of a simultaneous open: a full socket, not a request.
//!
//! Linux: tcp_rcv_state_process with TCP_SYN_RECV, tcp_validate_incoming. Left out: an ACK of the initial number itself, which no host sends;
//! 6.18.44 takes it for the handshake ACK, and then has a connection whose SYN is not acknowledged.

use super::counter::Counter::{AttemptFails, TCPChallengeACK, TCPSYNChallenge};
use super::stack::Context;
use super::state::{Connection, Errno, TcpState, Tuple};
use super::timer::Purpose;
use super::{established, keepalive, no_socket, timestamps, window};
use crate::policy::{RepeatedSynAck, RstInEstablished, SimultaneousSynAck};
use crate::rule::Rule;
use crate::wire::Segment;

/// A segment arrives after the SYNs have crossed.
pub(super) fn segment_arrives(
    cx: &mut Context<'_>,
    tuple: Tuple,
    connection: Connection,
    segment: &Segment,
) {
    if timestamps::segment_is_too_old(cx, tuple, &connection, segment) {
        return;
    }
    let acknowledges = segment.ack.map(|ack| ack == connection.snd_nxt);
    match (segment.flags.rst, segment.flags.syn, acknowledges) {
        (true, _, _) => rst_arrives(cx, tuple, &connection, segment),
        (false, true, Some(true)) => syn_ack_crosses(cx, tuple, connection, segment),
        (false, true, _) => established::syn_arrives(cx, tuple, connection, segment),
        (false, false, None) => established::segment_without_ack(cx),
        (false, false, Some(acknowledges)) => {
            ack_arrives(cx, tuple, connection, segment, acknowledges);
        }
    }
}

/// The place in the window is looked at first, then the ACK (tcp_validate_incoming, tcp_ack). Seen on 6.18.44 (`halfopen live`).
fn ack_arrives(
    cx: &mut Context<'_>,
    tuple: Tuple,
    connection: Connection,
    segment: &Segment,
    acknowledges: bool,
) {
    match (window::is_missed(connection.rcv_nxt, segment), acknowledges) {
        (true, _) => established::content_is_old(cx, tuple, &connection),
        (false, true) => ack_completes(cx, tuple, connection, segment),
        (false, false) => wrong_ack_is_reset(cx, tuple, segment),
    }
}

/// As in ESTABLISHED: exact, in the window, or outside (tcp_validate_incoming serves both). Seen on 6.18.44 (`halfopen live`).
fn rst_arrives(cx: &mut Context<'_>, tuple: Tuple, connection: &Connection, segment: &Segment) {
    let exact = segment.seq == connection.rcv_nxt;
    let inside = window::has_room_for(connection.rcv_nxt, segment.seq);
    match (exact, inside, cx.policies().rst_in_established) {
        (true, _, _) | (false, true, RstInEstablished::InWindow) => {
            rst_ends_simultaneous_open(cx, tuple);
        }
        (false, true, RstInEstablished::ExactElseChallenge) => {
            established::rst_is_challenged(cx, tuple, connection);
        }
        (false, false, _) => established::rst_is_ignored(cx),
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
        SimultaneousSynAck::Established if segment.seq == connection.irs => {
            ack_completes(cx, tuple, connection, segment);
        }
        SimultaneousSynAck::Established | SimultaneousSynAck::ChallengeAck => {
            cx.out.apply(Rule::SimultaneousSynAckChallenged);
            match cx.policies().repeated_syn_ack {
                RepeatedSynAck::DuplicateAck => {}
                RepeatedSynAck::ChallengeAck => cx.out.count(&[TCPSYNChallenge, TCPChallengeACK]),
            }
            cx.send_ack(tuple, connection.snd_nxt, connection.rcv_nxt);
        }
    }
}

fn ack_completes(
    cx: &mut Context<'_>,
    tuple: Tuple,
    mut connection: Connection,
    segment: &Segment,
) {
    timestamps::remember(&mut connection, segment);
    let connection = Connection {
        state: TcpState::Established,
        snd_una: connection.snd_nxt,
        retransmits: 0,
        ..connection
    };
    cx.out.apply(Rule::SimultaneousOpenCompletes);
    cx.out.cancel(cx.timer(Purpose::SynAgain(tuple)));
    keepalive::restart(cx, tuple, &connection);
    cx.keep(tuple, connection.clone());
    if segment.flags.syn {
        // The SYN itself is old data, which is acknowledged (tcp_data_queue). Seen on 6.18.44 (`halfopen live`).
        established::content_is_old(cx, tuple, &connection);
    } else if segment.payload > 0 || segment.flags.fin {
        established::content_arrives(cx, tuple, connection, segment);
    }
}
