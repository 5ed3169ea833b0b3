//! The SYN,ACK timer of a request fires: send again, or forget the request without a word.
//!
//! Linux: inet_csk_reqsk_queue_prune with syn_ack_recalc (up to 4.0), reqsk_timer_handler (4.1 and later).

use super::counter::Counter::TCPTimeouts;
use super::stack::{Context, Listener, Request};
use super::state::Tuple;
use super::timer::{Purpose, doubled, initial_timeout, syn_ack_firing};
use super::{listener, request, syn_queue};
use crate::policy::{AckedRequest, DeferredBareAck, SynAckCounters};
use crate::rule::Rule;

/// What becomes of the request at this firing.
enum Fate {
    SendAgain,
    KeepSilent,
    Expire,
    ExpireEarly,
}

/// The SYN,ACK timer of this four-tuple fires.
pub(super) fn fires(cx: &mut Context<'_>, tuple: Tuple) {
    let Some(request) = cx.stack.request(tuple).cloned() else {
        return;
    };
    let Some(listener) = cx
        .stack
        .listener
        .clone()
        .filter(|_| listener::still_listens(cx, tuple))
    else {
        return timer_finds_listener_gone(cx, tuple);
    };
    match cx.policies().syn_ack_counters {
        SynAckCounters::Uncounted => {}
        SynAckCounters::TimeoutsAndSegments | SynAckCounters::TimeoutsSegmentsAndSyns => {
            cx.out.count(&[TCPTimeouts])
        }
    }
    match fate(cx, &listener, &request) {
        Fate::SendAgain => syn_ack_is_sent_again(cx, tuple, &request),
        Fate::KeepSilent => syn_ack_is_withheld(cx, tuple, &request),
        Fate::Expire => request_is_forgotten(cx, tuple, Rule::RequestExpires),
        Fate::ExpireEarly => request_is_forgotten(cx, tuple, Rule::RequestExpiresEarly),
    }
}

fn fate(cx: &Context<'_>, listener: &Listener, request: &Request) -> Fate {
    let retries = cx.sysctls().tcp_synack_retries;
    let granted = granted_retries(cx, listener);
    let deferred = listener.defer_accept;
    let exempt =
        request.acked && cx.policies().acked_request == AckedRequest::ExemptFromEarlyExpiry;
    let limit = if exempt {
        retries.max(granted)
    } else {
        granted
    };
    let waits_for_data = deferred > 0 && request.acked && request.timeouts < deferred;
    // 0c3d79bce48 (2009) came together with the acceptance of a late bare ACK.
    let spares_syn_acks = cx.policies().deferred_bare_ack == DeferredBareAck::AcceptedAfterPeriod;
    let silent = spares_syn_acks && waits_for_data && request.timeouts.saturating_add(1) < deferred;
    match (request.timeouts < limit || waits_for_data, silent) {
        (true, true) => Fate::KeepSilent,
        (true, false) => Fate::SendAgain,
        (false, _) if request.timeouts < retries => Fate::ExpireEarly,
        (false, _) => Fate::Expire,
    }
}

/// How many retries a request gets when the SYN queue is under pressure: fewer, the fewer of its requests are young, but
/// never below two.
pub(super) fn granted_retries(cx: &Context<'_>, listener: &Listener) -> u8 {
    let queued = syn_queue::length(cx.stack);
    let pressed = queued >= syn_queue::pressed_from(cx.kernel, listener);
    let mut retries = cx.sysctls().tcp_synack_retries;
    let mut young = syn_queue::young(cx.stack).saturating_mul(2);
    while pressed && retries > 2 && queued >= young {
        retries = retries.saturating_sub(1);
        young = young.saturating_mul(2);
    }
    retries
}

/// The SYN,ACK is sent again, and the request is no longer young.
fn syn_ack_is_sent_again(cx: &mut Context<'_>, tuple: Tuple, request: &Request) {
    cx.out.apply(Rule::SynAckSentAgain);
    request::count_syn_ack(cx);
    cx.send_syn_ack(tuple, request.iss, request.rcv_nxt());
    request_waits_on(cx, tuple, &request::syn_ack_is_stamped(cx, request));
}

/// With TCP_DEFER_ACCEPT a request whose ACK was seen sends nothing until the period is nearly over.
fn syn_ack_is_withheld(cx: &mut Context<'_>, tuple: Tuple, request: &Request) {
    cx.out.apply(Rule::SynAckWithheld);
    request_waits_on(cx, tuple, request);
}

fn request_waits_on(cx: &mut Context<'_>, tuple: Tuple, request: &Request) {
    let timeouts = request.timeouts.saturating_add(1);
    let timeout = doubled(initial_timeout(cx.policies()), u32::from(timeouts));
    cx.out.arm(
        cx.timer(Purpose::SynAckAgain(tuple)),
        syn_ack_firing(cx.policies(), timeout),
    );
    cx.keep_request(
        tuple,
        Request {
            timeouts,
            ..request.clone()
        },
    );
}

/// The request is forgotten: no segment tells the client.
fn request_is_forgotten(cx: &mut Context<'_>, tuple: Tuple, why: Rule) {
    cx.out.apply(why);
    cx.remove_request(tuple);
}

fn timer_finds_listener_gone(cx: &mut Context<'_>, tuple: Tuple) {
    cx.out.apply(Rule::TimerFindsListenerGone);
    cx.remove_request(tuple);
}
