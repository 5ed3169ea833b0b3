//! connect(): the SYN, and what SYN-SENT does with the segments that come back.
//!
//! Linux: tcp_v4_connect, tcp_connect, tcp_rcv_synsent_state_process.

use super::counter::Counter::{ActiveOpens, AttemptFails};
use super::output::SYN;
use super::port_reuse::{self, Inherited};
use super::retransmission::restart_syn_timer;
use super::stack::Context;
use super::state::{Connection, Errno, TcpState, Tuple};
use super::timer::{Purpose, SHORTEST_TIMEOUT, wheel};
use super::{fast_open, keepalive};
use crate::policy::BadAckInSynSent;
use crate::rule::Rule;
use crate::wire::{Segment, Seq, TsVal};

/// The first initial sequence number of a connecting host.
const FIRST_ACTIVE_ISN: Seq = Seq(100);

/// How a program calls connect().
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opens {
    /// Whether it has set SO_KEEPALIVE.
    pub keepalive: bool,
    /// Whether it has bound the port; otherwise the kernel chooses, and has no other.
    pub bound: bool,
    /// With Fast Open, the octets that it gives along.
    pub fast_open: Option<u8>,
}

/// The program calls connect(), always from the same port.
pub fn connect(cx: &mut Context<'_>, tuple: Tuple, opens: Opens) {
    match cx.stack.time_wait(tuple).cloned() {
        None => syn_is_sent(cx, tuple, opens, None),
        Some(bucket) => {
            let inherited =
                port_reuse::connect_finds_old_connection(cx, tuple, &bucket, opens.bound);
            if inherited.is_some() {
                syn_is_sent(cx, tuple, opens, inherited);
            }
        }
    }
}

fn syn_is_sent(cx: &mut Context<'_>, tuple: Tuple, opens: Opens, inherited: Option<Inherited>) {
    let recent = cx.uses_timestamps().then_some(TsVal::NONE);
    let (iss, ts_recent) = match inherited {
        None => (cx.next_isn(tuple, FIRST_ACTIVE_ISN), recent),
        Some(old) => (old.iss, recent.map(|_| old.ts_recent)),
    };
    cx.out.apply(Rule::Connect);
    let opening = opens
        .fast_open
        .map(|octets| fast_open::opening(cx, tuple, octets));
    let octets = opening.as_ref().map_or(0, |opening| opening.octets);
    let connection = Connection {
        state: TcpState::SynSent,
        iss,
        irs: Seq(0),
        snd_una: iss,
        snd_nxt: iss.plus(1 + u32::from(octets)),
        rcv_nxt: Seq(0),
        retransmits: 0,
        orphan: false,
        unread: false,
        keepalive: opens.keepalive.then_some(0),
        ts_recent,
        fast_open: opening.as_ref().and_then(fast_open::Opening::marks),
    };
    cx.out.count(&[ActiveOpens]);
    cx.keep(tuple, connection);
    let option = opening.and_then(|opening| opening.option);
    cx.send_with(tuple, (SYN, iss, None, octets), option);
    restart_syn_timer(cx, tuple, TcpState::SynSent, 0);
}

/// A segment arrives in SYN-SENT (RFC 9293 §3.10.7.3): first its ACK, then RST, then SYN.
pub(super) fn segment_arrives(
    cx: &mut Context<'_>,
    tuple: Tuple,
    connection: Connection,
    segment: &Segment,
) {
    let acceptable = segment
        .ack
        .map(|ack| ack.is_after(connection.snd_una) && !ack.is_after(connection.snd_nxt));
    match (acceptable, segment.flags.rst, segment.flags.syn) {
        (Some(false), true, _) => rst_for_another_syn_is_ignored(cx, tuple, &connection),
        (Some(false), false, _) => ack_of_something_never_sent(cx, tuple, connection, segment),
        (Some(true), true, _) => connection_is_refused(cx, tuple),
        (None, true, _) => bare_rst_is_ignored(cx),
        (Some(true), false, true) => syn_ack_establishes(cx, tuple, connection, segment),
        (None, false, true) => syn_meets_syn(cx, tuple, connection, segment),
        (Some(true) | None, false, false) => segment_without_syn_is_ignored(cx),
    }
}

/// The kernel takes it for any other ACK of something never sent, but answers no RST: seen on 6.18.44 (`halfopen live`).
fn rst_for_another_syn_is_ignored(cx: &mut Context<'_>, tuple: Tuple, connection: &Connection) {
    cx.out.apply(Rule::SynSentIgnoresRstForAnotherSyn);
    match (cx.policies().bad_ack_in_syn_sent, connection.retransmits) {
        (BadAckInSynSent::ResetAndSynAgain, 0) => syn_comes_again_soon(cx, tuple),
        (BadAckInSynSent::ResetAndSynAgain, _) | (BadAckInSynSent::Reset, _) => {}
    }
}

fn syn_comes_again_soon(cx: &mut Context<'_>, tuple: Tuple) {
    let when = wheel(cx.policies(), SHORTEST_TIMEOUT);
    cx.out.arm(cx.timer(Purpose::SynAgain(tuple)), when);
}

/// The ACK is of an earlier incarnation: RST, and wait on. From 5.8 a SYN that was never repeated is repeated almost at once.
fn ack_of_something_never_sent(
    cx: &mut Context<'_>,
    tuple: Tuple,
    connection: Connection,
    segment: &Segment,
) {
    let ack = segment.ack.unwrap_or(Seq(0));
    match (cx.policies().bad_ack_in_syn_sent, connection.retransmits) {
        (BadAckInSynSent::ResetAndSynAgain, 0) => {
            cx.out.apply(Rule::BadAckResetAndSynAgain);
            syn_comes_again_soon(cx, tuple);
        }
        (BadAckInSynSent::ResetAndSynAgain, _) | (BadAckInSynSent::Reset, _) => {
            cx.out.apply(Rule::BadAckReset)
        }
    }
    cx.send_rst(tuple, ack, None);
}

fn connection_is_refused(cx: &mut Context<'_>, tuple: Tuple) {
    cx.out.apply(Rule::ConnectRefused);
    cx.out.count(&[AttemptFails]);
    cx.remove_connection(tuple, Some(Errno::Refused));
}

fn bare_rst_is_ignored(cx: &mut Context<'_>) {
    cx.out.apply(Rule::SynSentIgnoresBareRst);
}

fn segment_without_syn_is_ignored(cx: &mut Context<'_>) {
    cx.out.apply(Rule::SynSentIgnoresSegmentWithoutSyn);
}

/// SYN,ACK: the client is ESTABLISHED and says so with the handshake ACK, whatever the server will do with that.
fn syn_ack_establishes(
    cx: &mut Context<'_>,
    tuple: Tuple,
    connection: Connection,
    segment: &Segment,
) {
    let connection = Connection {
        state: TcpState::Established,
        irs: segment.seq,
        rcv_nxt: segment.seq.plus(1),
        snd_una: segment.ack.unwrap_or(connection.snd_nxt),
        retransmits: 0,
        ts_recent: taken_up(&connection, segment),
        ..connection
    };
    cx.out.apply(Rule::SynAckEstablishes);
    cx.out.cancel(cx.timer(Purpose::SynAgain(tuple)));
    cx.keep(tuple, connection.clone());
    if !fast_open::syn_ack_arrives(cx, tuple, &connection, segment) {
        cx.send_ack(tuple, connection.snd_nxt, connection.rcv_nxt);
    }
    keepalive::restart(cx, tuple, &connection);
}

/// Timestamps are used if both ends offer them.
fn taken_up(connection: &Connection, segment: &Segment) -> Option<TsVal> {
    let offered = segment
        .timestamps
        .filter(|_| connection.ts_recent.is_some());
    offered.map(|timestamps| timestamps.val)
}

/// A SYN without ACK: both ends open at once.
fn syn_meets_syn(cx: &mut Context<'_>, tuple: Tuple, connection: Connection, segment: &Segment) {
    let connection = Connection {
        state: TcpState::SynReceived,
        irs: segment.seq,
        rcv_nxt: segment.seq.plus(1),
        ts_recent: taken_up(&connection, segment),
        ..connection
    };
    cx.out.apply(Rule::SynMeetsSyn);
    let (iss, rcv_nxt) = (connection.iss, connection.rcv_nxt);
    cx.keep(tuple, connection);
    cx.send_syn_ack(tuple, iss, rcv_nxt);
}
