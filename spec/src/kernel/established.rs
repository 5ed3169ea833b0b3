//! A segment arrives at a synchronised connection: its timestamp, RST, SYN, ACK, payload and FIN, in that order.
//!
//! Linux: tcp_rcv_established, tcp_validate_incoming, tcp_ack, tcp_data_queue. Left out: reassembly (a segment beyond a gap has to come
//! again), windows, delayed ACKs, and the limits on challenge ACKs. Each only delays what a lost segment delays too.

use super::counter::Counter::{TCPAbortOnData, TCPAbortOnSyn, TCPChallengeACK, TCPSYNChallenge};
use super::stack::Context;
use super::state::{Connection, Errno, TcpState, Tuple};
use super::timer::Purpose;
use super::{fin_wait_2, keepalive, listener, no_socket, teardown, timestamps, window};
use crate::policy::{
    AckOfUnsent, OldAckInClosing, RepeatedSynAck, RstInEstablished, SynInEstablished, TooOldAck,
};
use crate::rule::Rule;
use crate::wire::{Segment, Seq};

/// A segment of an existing connection that has left SYN-SENT and SYN-RECEIVED.
pub(super) fn segment_arrives(
    cx: &mut Context<'_>,
    tuple: Tuple,
    connection: Connection,
    segment: &Segment,
) {
    if timestamps::segment_is_too_old(cx, tuple, &connection, segment) {
        return;
    }
    match (segment.flags.rst, segment.flags.syn, segment.ack) {
        (true, _, _) => rst_arrives(cx, tuple, &connection, segment),
        (false, true, Some(_)) => syn_ack_is_repeated(cx, tuple, connection, segment),
        (false, true, None) => syn_arrives(cx, tuple, connection, segment),
        (false, false, None) => segment_without_ack(cx),
        (false, false, Some(ack)) => ack_arrives(cx, tuple, connection, segment, ack),
    }
}

fn rst_arrives(cx: &mut Context<'_>, tuple: Tuple, connection: &Connection, segment: &Segment) {
    let exact = segment.seq == connection.rcv_nxt;
    match (
        exact,
        window::has_room_for(connection.rcv_nxt, segment.seq),
        cx.policies().rst_in_established,
    ) {
        (true, _, _) | (false, true, RstInEstablished::InWindow) => {
            connection_is_reset(cx, tuple, connection)
        }
        (false, true, RstInEstablished::ExactElseChallenge) => {
            rst_is_challenged(cx, tuple, connection)
        }
        (false, false, _) => rst_is_ignored(cx),
    }
}

/// What a reset connection tells its program: whoever had seen the other end's FIN learns only that it cannot send (tcp_reset).
/// Seen on 6.18.44 (`halfopen live`).
fn error_of_reset(connection: &Connection) -> Errno {
    if connection.state == TcpState::CloseWait {
        Errno::BrokenPipe
    } else {
        Errno::Reset
    }
}

fn connection_is_reset(cx: &mut Context<'_>, tuple: Tuple, connection: &Connection) {
    cx.out.apply(Rule::ConnectionReset);
    cx.remove_connection(tuple, Some(error_of_reset(connection)));
}

pub(super) fn rst_is_challenged(cx: &mut Context<'_>, tuple: Tuple, connection: &Connection) {
    cx.out.apply(Rule::RstChallenged);
    cx.out.count(&[TCPChallengeACK]);
    cx.send_ack(tuple, connection.snd_nxt, connection.rcv_nxt);
}

pub(super) fn rst_is_ignored(cx: &mut Context<'_>) {
    cx.out.apply(Rule::RstOutsideWindowIgnored);
}

/// The server sent its SYN,ACK again, because it never took the handshake ACK: the client acknowledges once more.
fn syn_ack_is_repeated(
    cx: &mut Context<'_>,
    tuple: Tuple,
    connection: Connection,
    segment: &Segment,
) {
    match cx.policies().repeated_syn_ack {
        RepeatedSynAck::DuplicateAck if window::has_room_for(connection.rcv_nxt, segment.seq) => {
            syn_aborts(cx, tuple, segment)
        }
        RepeatedSynAck::DuplicateAck => cx.out.apply(Rule::RepeatedSynAckAcked),
        RepeatedSynAck::ChallengeAck => {
            cx.out.apply(Rule::RepeatedSynAckChallenged);
            cx.out.count(&[TCPSYNChallenge, TCPChallengeACK]);
        }
    }
    if cx.stack.connection(tuple).is_some() {
        cx.send_ack(tuple, connection.snd_nxt, connection.rcv_nxt);
    }
}

/// A SYN without ACK: the other end's first SYN again, or a new connection from the same port.
pub(super) fn syn_arrives(
    cx: &mut Context<'_>,
    tuple: Tuple,
    connection: Connection,
    segment: &Segment,
) {
    match cx.policies().syn_in_established {
        SynInEstablished::OldDataOrAbort
            if window::has_room_for(connection.rcv_nxt, segment.seq) =>
        {
            syn_aborts(cx, tuple, segment)
        }
        SynInEstablished::OldDataOrAbort => {
            cx.out.apply(Rule::SynAckedAsOldData);
            cx.send_ack(tuple, connection.snd_nxt, connection.rcv_nxt);
        }
        SynInEstablished::Discarded => cx.out.apply(Rule::SynDiscarded),
        SynInEstablished::ChallengeAck => {
            cx.out.apply(Rule::SynChallenged);
            cx.out.count(&[TCPSYNChallenge, TCPChallengeACK]);
            cx.send_ack(tuple, connection.snd_nxt, connection.rcv_nxt);
        }
    }
}

/// Before RFC 5961 a SYN inside the window reset the connection; the RST is made from the SYN (tcp_v4_do_rcv, tcp_v4_send_reset).
fn syn_aborts(cx: &mut Context<'_>, tuple: Tuple, segment: &Segment) {
    cx.out.apply(Rule::SynAborts);
    cx.out.count(&[TCPAbortOnSyn]);
    no_socket::send_reset_for(cx, tuple, segment);
    cx.remove_connection(tuple, Some(Errno::Reset));
}

pub(super) fn segment_without_ack(cx: &mut Context<'_>) {
    cx.out.apply(Rule::EstablishedIgnoresSegmentWithoutAck);
}

/// The segment acknowledges something that was never sent; it is not processed further. Seen on 6.18.44 in every state.
pub(super) fn ack_of_unsent_arrives(cx: &mut Context<'_>, tuple: Tuple, connection: &Connection) {
    let established = connection.state == TcpState::Established;
    match (cx.policies().ack_of_unsent, established) {
        (AckOfUnsent::Ignored, _) | (AckOfUnsent::AnsweredUnlessEstablished, true) => {
            cx.out.apply(Rule::AckOfUnsentIgnored);
        }
        (AckOfUnsent::AnsweredUnlessEstablished, false) | (AckOfUnsent::Answered, _) => {
            cx.out.apply(Rule::AckOfUnsentAnswered);
            cx.out.count(&[TCPChallengeACK]);
            cx.send_ack(tuple, connection.snd_nxt, connection.rcv_nxt);
        }
    }
}

/// Why a segment is not processed whose acknowledgement number is below what was acknowledged before; `None` where it is processed.
fn old_ack_is_refused(
    cx: &Context<'_>,
    tuple: Tuple,
    connection: &Connection,
    ack: Seq,
) -> Option<Rule> {
    let below = connection.snd_una.since(ack);
    let acked = connection
        .snd_una
        .since(first_acknowledged(cx, tuple, connection));
    let lowest = match cx.policies().too_old_ack {
        TooOldAck::None => i32::MAX,
        TooOldAck::BeyondWindow => Context::RECEIVE_WINDOW,
        TooOldAck::BeyondAcked => Context::RECEIVE_WINDOW.min(acked),
    };
    let closing = connection.state != TcpState::Established;
    match (below > lowest, cx.policies().old_ack_in_closing) {
        (true, _) => Some(Rule::TooOldAckChallenged),
        (false, OldAckInClosing::Challenged) if closing => Some(Rule::OldAckInClosingChallenged),
        (false, OldAckInClosing::Challenged | OldAckInClosing::Processed) => None,
    }
}

/// From where on the kernel counts what was acknowledged: with the SYN of one that connected, without that of one that accepted. Seen
/// on 6.18.44. (One whose listener is closed is taken for one that connected: an octet more.)
fn first_acknowledged(cx: &Context<'_>, tuple: Tuple, connection: &Connection) -> Seq {
    if listener::still_listens(cx, tuple) {
        connection.iss.plus(1)
    } else {
        connection.iss
    }
}

fn old_ack_is_challenged(cx: &mut Context<'_>, tuple: Tuple, connection: &Connection, why: Rule) {
    cx.out.apply(why);
    cx.out.count(&[TCPChallengeACK]);
    cx.send_ack(tuple, connection.snd_nxt, connection.rcv_nxt);
}

/// An ordinary segment: its place in the window first, then its ACK, then what it carries.
fn ack_arrives(
    cx: &mut Context<'_>,
    tuple: Tuple,
    mut connection: Connection,
    segment: &Segment,
    ack: Seq,
) {
    if window::is_missed(connection.rcv_nxt, segment) {
        return content_is_old(cx, tuple, &connection);
    }
    if ack.is_after(connection.snd_nxt) {
        return ack_of_unsent_arrives(cx, tuple, &connection);
    }
    if ack.is_before(connection.snd_una)
        && let Some(why) = old_ack_is_refused(cx, tuple, &connection, ack)
    {
        return old_ack_is_challenged(cx, tuple, &connection, why);
    }
    if !ack.is_before(connection.snd_una) {
        timestamps::remember(&mut connection, segment);
        keepalive::peer_is_there(cx, tuple, &mut connection);
        cx.keep(tuple, connection.clone());
    }
    if ack.is_after(connection.snd_una) {
        let all = ack == connection.snd_nxt;
        connection = something_is_acknowledged(cx, tuple, connection, ack);
        cx.keep(tuple, connection.clone());
        let lives = !all || teardown::fin_is_acknowledged(cx, tuple, &mut connection);
        if !lives {
            return;
        }
        cx.keep(tuple, connection.clone());
        if connection.state == TcpState::FinWait2
            && connection.orphan
            && (segment.is_bare_ack() || !segment.end().is_after(connection.rcv_nxt))
        {
            return fin_wait_2::orphan_waits(cx, tuple, &connection);
        }
    } else if segment.is_bare_ack() {
        cx.out.apply(Rule::AckBringsNothingNew);
    }
    if segment.payload > 0 || segment.flags.fin {
        content_arrives(cx, tuple, connection, segment);
    }
}

/// New data is acknowledged: the retransmission timer stops, or starts again for what is left.
fn something_is_acknowledged(
    cx: &mut Context<'_>,
    tuple: Tuple,
    connection: Connection,
    ack: Seq,
) -> Connection {
    cx.out.apply(Rule::DataAcknowledged);
    if ack == connection.snd_nxt {
        cx.out.cancel(cx.timer(Purpose::DataAgain(tuple)));
    } else {
        super::retransmission::restart_data_timer(cx, tuple, 0);
    }
    Connection {
        snd_una: ack,
        retransmits: 0,
        ..connection
    }
}

/// Payload or FIN arrives, in order or not.
pub(super) fn content_arrives(
    cx: &mut Context<'_>,
    tuple: Tuple,
    connection: Connection,
    segment: &Segment,
) {
    let offset = segment.seq.since(connection.rcv_nxt);
    let new = segment.end().is_after(connection.rcv_nxt);
    match (new, connection.state.has_received_fin()) {
        (false, _) => content_is_old(cx, tuple, &connection),
        (true, true) => cx.out.apply(Rule::ContentAfterFinIgnored),
        (true, false) if connection.orphan && has_more_than_the_next_fin(&connection, segment) => {
            orphan_resets_data(cx, tuple, segment)
        }
        (true, false) if offset <= 0 => content_is_in_order(cx, tuple, connection, segment),
        (true, false) => content_is_beyond_a_gap(cx, tuple, &connection),
    }
}

/// Whether a segment has payload that was not received, or a FIN that lies beyond such payload.
fn has_more_than_the_next_fin(connection: &Connection, segment: &Segment) -> bool {
    let payload_ends = segment.seq.plus(u32::from(segment.payload));
    payload_ends.is_after(connection.rcv_nxt)
}

/// What follows what was received, perhaps behind octets that were received before: those are cut off (tcp_data_queue).
fn content_is_in_order(
    cx: &mut Context<'_>,
    tuple: Tuple,
    mut connection: Connection,
    segment: &Segment,
) {
    if has_more_than_the_next_fin(&connection, segment) {
        cx.out.apply(Rule::DataDelivered);
        connection.unread = true;
    }
    connection.rcv_nxt = segment.end();
    if segment.flags.fin {
        return teardown::fin_arrives(cx, tuple, connection);
    }
    cx.send_ack(tuple, connection.snd_nxt, connection.rcv_nxt);
    cx.keep(tuple, connection);
}

pub(super) fn content_is_old(cx: &mut Context<'_>, tuple: Tuple, connection: &Connection) {
    cx.out.apply(Rule::OldSegmentAcked);
    cx.send_ack(tuple, connection.snd_nxt, connection.rcv_nxt);
}

fn content_is_beyond_a_gap(cx: &mut Context<'_>, tuple: Tuple, connection: &Connection) {
    cx.out.apply(Rule::GapAcked);
    cx.send_ack(tuple, connection.snd_nxt, connection.rcv_nxt);
}

/// Data for a connection that no program holds any more: RST. What is left of it as a mini-socket is `time_wait.rs`.
/// The RST takes its number from the segment, in FIN-WAIT-1 too: seen on 6.18.44 (`halfopen live`).
fn orphan_resets_data(cx: &mut Context<'_>, tuple: Tuple, segment: &Segment) {
    cx.out.apply(Rule::OrphanResetsData);
    cx.out.count(&[TCPAbortOnData]);
    no_socket::send_reset_for(cx, tuple, segment);
    cx.remove_connection(tuple, None);
}
