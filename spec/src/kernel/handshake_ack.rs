//! The third segment (or data, or FIN) meets its request: is there room in the accept queue?
//!
//! Linux: tcp_check_req calls tcp_v4_syn_recv_sock, which makes the child or finds the accept queue full.

use super::counter::Counter::{
    EmbryonicRsts, ListenDrops, ListenOverflows, PassiveOpens, TCPDeferAcceptDrop,
};
use super::stack::{Context, Request};
use super::state::{Connection, TcpState, Tuple};
use super::{accept_queue, established, keepalive, no_socket, request};
use crate::policy::{DeferredBareAck, SynDropCounters};
use crate::rule::Rule;
use crate::wire::{Segment, Seq, TsVal};

/// A segment that acknowledges the request's SYN,ACK.
pub(super) fn arrives(cx: &mut Context<'_>, tuple: Tuple, request: &Request, segment: &Segment) {
    if is_deferred(cx, request, segment) {
        return handshake_ack_is_deferred(cx, tuple, request);
    }
    let room = cx
        .stack
        .listener
        .as_ref()
        .is_some_and(|listener| !accept_queue::is_full(listener));
    match (room, cx.sysctls().tcp_abort_on_overflow) {
        (true, _) => handshake_ack_makes_child(cx, tuple, request, segment),
        (false, 0) => handshake_ack_finds_accept_queue_full(cx, tuple, request),
        (false, _) => handshake_ack_resets_when_overflow_aborts(cx, tuple, segment),
    }
}

/// The handshake ACK is ignored when the accept queue is full, and the request stays.
///
/// Linux keeps the request so that the next SYN,ACK gives the client another chance; nothing is sent.
/// `tcp_abort_on_overflow` turns this into a reset ([`handshake_ack_resets_when_overflow_aborts`]).
///
/// Source: net/ipv4/tcp_ipv4.c tcp_v4_syn_recv_sock (exit_overflow), net/ipv4/tcp_minisocks.c tcp_check_req
/// (listen_overflow), all versions. Seen on 6.18 and 6.1. Test: `tests/scenarios/accept-queue-full.txt`.
fn handshake_ack_finds_accept_queue_full(cx: &mut Context<'_>, tuple: Tuple, request: &Request) {
    cx.out.apply(Rule::HandshakeAckIgnored);
    cx.out.count(&[ListenOverflows, ListenDrops]);
    cx.keep_request(
        tuple,
        Request {
            acked: true,
            ..request.clone()
        },
    );
}

/// With tcp_abort_on_overflow the handshake ACK that finds the accept queue full is answered with RST; the request goes.
fn handshake_ack_resets_when_overflow_aborts(
    cx: &mut Context<'_>,
    tuple: Tuple,
    segment: &Segment,
) {
    cx.out.apply(Rule::HandshakeAckReset);
    cx.out.count(&[ListenOverflows, ListenDrops, EmbryonicRsts]);
    cx.remove_request(tuple);
    no_socket::send_reset_for(cx, tuple, segment);
}

/// The handshake is complete: the request becomes a child in the accept queue, and the child takes the segment's payload and FIN.
fn handshake_ack_makes_child(
    cx: &mut Context<'_>,
    tuple: Tuple,
    request: &Request,
    segment: &Segment,
) {
    cx.out.apply(match (segment.flags.fin, segment.payload) {
        (true, _) => Rule::HandshakeFinMakesChild,
        (false, 0) => Rule::HandshakeAckMakesChild,
        (false, _) => Rule::HandshakeDataMakesChild,
    });
    cx.out.count(&[PassiveOpens]);
    cx.take_request(tuple);
    let kept = request::renewed(request, segment).timestamps;
    let ts_recent = kept.map(|timestamps| timestamps.recent);
    child_is_created(cx, tuple, (request.irs, request.iss), ts_recent, segment);
}

/// A child enters the accept queue, and the segment that made it is processed by it (tcp_child_process).
pub(super) fn child_is_created(
    cx: &mut Context<'_>,
    tuple: Tuple,
    (irs, iss): (Seq, Seq),
    ts_recent: Option<TsVal>,
    segment: &Segment,
) {
    let child = Connection {
        state: TcpState::Established,
        iss,
        irs,
        snd_una: iss.plus(1),
        snd_nxt: iss.plus(1),
        rcv_nxt: irs.plus(1),
        retransmits: 0,
        orphan: false,
        unread: false,
        keepalive: cx
            .stack
            .listener
            .as_ref()
            .filter(|listener| listener.keepalive)
            .map(|_| 0),
        ts_recent,
        fast_open: None,
    };
    accept_queue::enqueue(cx, tuple);
    keepalive::restart(cx, tuple, &child);
    cx.keep(tuple, child.clone());
    if !segment.is_bare_ack() {
        established::content_arrives(cx, tuple, child, segment);
    }
}

/// With TCP_DEFER_ACCEPT a bare ACK does not make a child, at first.
fn is_deferred(cx: &Context<'_>, request: &Request, segment: &Segment) -> bool {
    let period = cx
        .stack
        .listener
        .as_ref()
        .map_or(0, |listener| listener.defer_accept);
    let passed = match cx.policies().deferred_bare_ack {
        DeferredBareAck::NeverAccepted => false,
        DeferredBareAck::AcceptedAfterPeriod => request.timeouts >= period,
    };
    period > 0 && segment.end() == request.rcv_nxt() && !passed
}

fn handshake_ack_is_deferred(cx: &mut Context<'_>, tuple: Tuple, request: &Request) {
    cx.out.apply(Rule::HandshakeAckDeferred);
    match cx.policies().syn_drop_counters {
        // TCPDeferAcceptDrop came with 3.1, as the other counters of this path did between 2.6.36 and 3.8.
        SynDropCounters::Uncounted => {}
        SynDropCounters::CookiesCountAsDrops | SynDropCounters::DropsOnly => {
            cx.out.count(&[TCPDeferAcceptDrop])
        }
    }
    cx.keep_request(
        tuple,
        Request {
            acked: true,
            ..request.clone()
        },
    );
}
