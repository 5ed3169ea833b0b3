//! A segment meets a half-open request (SYN-RECEIVED): the checks of tcp_check_req, in its order.
//!
//! The last check, "is there room in the accept queue", is `handshake_ack.rs`.

use super::counter::Counter::{
    AttemptFails, EmbryonicRsts, PAWSEstab, RetransSegs, TCPACKSkippedSynRecv, TCPChallengeACK,
    TCPSynRetrans, TSEcrRejected,
};
use super::stack::{Context, Request};
use super::state::Tuple;
use super::timer::{INVALID_RATE_LIMIT, Purpose, doubled, initial_timeout, syn_ack_firing};
use super::timestamps::{self, RequestTimestamps};
use super::window::{self, Position};
use super::{cookie, handshake_ack, listener, no_socket};
use crate::policy::{
    RepeatedSyn, RequestTsRecent, RequestTsecr, RstInSynReceived, SynAckCounters, WrongAckOfRequest,
};
use crate::rule::Rule;
use crate::wire::{Segment, Seq, TsVal};

/// A segment of the request's four-tuple arrives.
pub(super) fn segment_arrives(
    cx: &mut Context<'_>,
    tuple: Tuple,
    request: &Request,
    segment: &Segment,
) {
    if !listener::still_listens(cx, tuple) {
        return segment_finds_listener_gone(cx, tuple, segment);
    }
    let recent = request.timestamps.map(|timestamps| timestamps.recent);
    let older = timestamps::is_older(recent, segment);
    if segment.is_pure_syn() && segment.seq == request.irs && !older {
        return syn_is_repeated(cx, tuple, request);
    }
    if let Some(ack) = segment.ack
        && ack != request.iss.plus(1)
        && !(segment.flags.rst && ignores_ack_of_rst(cx))
    {
        return ack_number_is_wrong(cx, tuple, segment, ack);
    }
    if older {
        return older_segment_arrives(cx, tuple, request, segment);
    }
    if echo_is_impossible(cx, request, segment) {
        return impossible_echo_arrives(cx, tuple, request, segment);
    }
    let renewed = renewed(request, segment);
    let request = match cx.policies().request_ts_recent {
        RequestTsRecent::EverySegment => &renewed,
        RequestTsRecent::OnlyChild => request,
    };
    cx.keep_request(tuple, request.clone());
    match (
        window::position(request.rcv_nxt(), segment),
        segment.flags.rst,
        segment.flags.syn,
    ) {
        (Position::Outside, true, _) => rst_is_outside_the_window(cx),
        (Position::Outside, false, _) => segment_is_outside_the_window(cx, tuple, request),
        (Position::Inside, true, _) => rst_is_inside_the_window(cx, tuple, request),
        (Position::Exact, true, _) => rst_removes_request(cx, tuple),
        (Position::Exact | Position::Inside, false, true) => {
            syn_with_another_isn(cx, tuple, segment)
        }
        (Position::Exact | Position::Inside, false, false) => match segment.ack {
            None => segment_without_ack(cx),
            Some(_) => handshake_ack::arrives(cx, tuple, request, segment),
        },
    }
}

/// Kernels with the exact test no longer look at the acknowledgement number of an RST.
fn ignores_ack_of_rst(cx: &Context<'_>) -> bool {
    cx.policies().rst_in_syn_received == RstInSynReceived::Exact
}

/// The listener is gone (4.4 and later leave its requests behind): the request goes, and nobody takes the segment.
fn segment_finds_listener_gone(cx: &mut Context<'_>, tuple: Tuple, segment: &Segment) {
    cx.out.apply(Rule::SegmentFindsListenerGone);
    cx.remove_request(tuple);
    no_socket::segment_arrives(cx, tuple, segment);
}

/// The SYN comes again: it is answered with SYN,ACK whatever the queues hold.
///
/// From 3.10 on the SYN,ACK timer starts again with its present backoff, from 4.0 on one SYN is answered per
/// tcp_invalid_ratelimit. The request stays young in all kernels.
fn syn_is_repeated(cx: &mut Context<'_>, tuple: Tuple, request: &Request) {
    match (cx.policies().repeated_syn, request.answered_syn) {
        (RepeatedSyn::RestartsTimerRateLimited, true) => syn_is_repeated_too_soon(cx),
        (RepeatedSyn::RestartsTimerRateLimited, false) => {
            let request = Request {
                answered_syn: true,
                ..request.clone()
            };
            syn_is_answered_again(cx, tuple, &request);
            restart_timer(cx, tuple, &request);
            cx.out.arm(
                cx.timer(Purpose::AnswerSynAgain(tuple)),
                INVALID_RATE_LIMIT..INVALID_RATE_LIMIT,
            );
        }
        (RepeatedSyn::RestartsTimer, _) => {
            syn_is_answered_again(cx, tuple, request);
            restart_timer(cx, tuple, request);
        }
        (RepeatedSyn::Answered, _) => syn_is_answered_again(cx, tuple, request),
    }
}

fn syn_is_answered_again(cx: &mut Context<'_>, tuple: Tuple, request: &Request) {
    cx.out.apply(Rule::RepeatedSynAnswered);
    count_syn_ack(cx);
    cx.keep_request(tuple, syn_ack_is_stamped(cx, request));
    cx.send_syn_ack(tuple, request.iss, request.rcv_nxt());
}

fn restart_timer(cx: &mut Context<'_>, tuple: Tuple, request: &Request) {
    let timeout = doubled(initial_timeout(cx.policies()), u32::from(request.timeouts));
    cx.out.arm(
        cx.timer(Purpose::SynAckAgain(tuple)),
        syn_ack_firing(cx.policies(), timeout),
    );
}

/// Counts a SYN,ACK sent again (tcp_rtx_synack).
pub(super) fn count_syn_ack(cx: &mut Context<'_>) {
    match cx.policies().syn_ack_counters {
        SynAckCounters::Uncounted => {}
        SynAckCounters::TimeoutsAndSegments => cx.out.count(&[RetransSegs]),
        SynAckCounters::TimeoutsSegmentsAndSyns => cx.out.count(&[RetransSegs, TCPSynRetrans]),
    }
}

fn syn_is_repeated_too_soon(cx: &mut Context<'_>) {
    cx.out.apply(Rule::RepeatedSynRateLimited);
    cx.out.count(&[TCPACKSkippedSynRecv]);
}

/// tcp_invalid_ratelimit has passed since a repeated SYN was answered.
pub(super) fn rate_limit_ends(cx: &mut Context<'_>, tuple: Tuple) {
    cx.out.apply(Rule::RateLimitEnds);
    if let Some(request) = cx.stack.request(tuple) {
        let request = Request {
            answered_syn: false,
            ..request.clone()
        };
        cx.keep_request(tuple, request);
    }
}

/// The segment acknowledges another SYN,ACK than this request's: the listener answers RST, and the request stays. That the listener
/// tries it as a cookie first was seen on 6.18.44 (`halfopen live`).
fn ack_number_is_wrong(cx: &mut Context<'_>, tuple: Tuple, segment: &Segment, ack: Seq) {
    if segment.flags.rst {
        cx.out.apply(Rule::RstWithWrongAckIgnored);
    } else {
        match cx.policies().wrong_ack_of_request {
            WrongAckOfRequest::TriedAsCookie if !segment.flags.syn => {
                cookie::ack_beside_a_request_is_tried(cx, segment, ack);
            }
            WrongAckOfRequest::TriedAsCookie | WrongAckOfRequest::Reset => {}
        }
        cx.out.apply(Rule::WrongAckReset);
        cx.send_rst(tuple, ack, None);
    }
}

/// PAWS: older than the newest that came from the client.
fn older_segment_arrives(cx: &mut Context<'_>, tuple: Tuple, request: &Request, segment: &Segment) {
    cx.out.apply(Rule::RequestRejectsOlder);
    acknowledge_unless_rst(cx, tuple, request, segment);
    cx.out.count(&[PAWSEstab]);
}

/// Whether the segment echoes a value that no SYN,ACK of this request can have had: every ACK carries the clock, but only the values of
/// the first and of the last SYN,ACK are kept.
fn echo_is_impossible(cx: &Context<'_>, request: &Request, segment: &Segment) -> bool {
    let echo = segment.timestamps.map(|timestamps| timestamps.ecr);
    match (cx.policies().request_tsecr, request.timestamps, echo) {
        (RequestTsecr::WithinSynAcks, Some(kept), Some(echo)) => {
            echo != TsVal::NONE && !(kept.first..=kept.last).contains(&echo)
        }
        (RequestTsecr::WithinSynAcks | RequestTsecr::Any, _, _) => false,
    }
}

fn impossible_echo_arrives(
    cx: &mut Context<'_>,
    tuple: Tuple,
    request: &Request,
    segment: &Segment,
) {
    cx.out.apply(Rule::RequestRejectsEcho);
    acknowledge_unless_rst(cx, tuple, request, segment);
    cx.out.count(&[TSEcrRejected]);
}

fn acknowledge_unless_rst(
    cx: &mut Context<'_>,
    tuple: Tuple,
    request: &Request,
    segment: &Segment,
) {
    if !segment.flags.rst {
        cx.send_ack(tuple, request.iss.plus(1), request.rcv_nxt());
    }
}

/// The request with the timestamp of a segment that was taken, unless the segment lies outside the window or begins beyond a gap.
pub(super) fn renewed(request: &Request, segment: &Segment) -> Request {
    let mut request = request.clone();
    let outside = matches!(
        window::position(request.rcv_nxt(), segment),
        Position::Outside
    );
    if let (Some(kept), Some(new)) = (&mut request.timestamps, segment.timestamps)
        && !outside
        && !segment.seq.is_after(request.irs.plus(1))
    {
        kept.recent = new.val;
    }
    request
}

/// A SYN,ACK goes out: the request keeps what the clock shows.
pub(super) fn syn_ack_is_stamped(cx: &Context<'_>, request: &Request) -> Request {
    Request {
        timestamps: request.timestamps.map(|kept| RequestTimestamps {
            last: cx.clock(),
            ..kept
        }),
        ..request.clone()
    }
}

fn rst_is_outside_the_window(cx: &mut Context<'_>) {
    cx.out.apply(Rule::RequestIgnoresRst);
}

fn segment_is_outside_the_window(cx: &mut Context<'_>, tuple: Tuple, request: &Request) {
    cx.out.apply(Rule::RequestAcksOutsideSegment);
    cx.send_ack(tuple, request.iss.plus(1), request.rcv_nxt());
}

/// An RST inside the window that is not exactly the next expected: removes the request, or is challenged (RFC 5961 §3).
/// That the challenge counts TCPChallengeACK was seen on 6.18.44 (`halfopen live`).
fn rst_is_inside_the_window(cx: &mut Context<'_>, tuple: Tuple, request: &Request) {
    match cx.policies().rst_in_syn_received {
        RstInSynReceived::InWindow => rst_removes_request(cx, tuple),
        RstInSynReceived::Exact => {
            cx.out.apply(Rule::RequestChallengesRst);
            cx.out.count(&[TCPChallengeACK]);
            cx.send_ack(tuple, request.iss.plus(1), request.rcv_nxt());
        }
    }
}

fn rst_removes_request(cx: &mut Context<'_>, tuple: Tuple) {
    cx.out.apply(Rule::RstRemovesRequest);
    cx.out.count(&[AttemptFails, EmbryonicRsts]);
    cx.remove_request(tuple);
}

/// A SYN with another initial number inside the window: RST, and the request is gone.
fn syn_with_another_isn(cx: &mut Context<'_>, tuple: Tuple, segment: &Segment) {
    cx.out.apply(Rule::OtherSynRemovesRequest);
    cx.out.count(&[AttemptFails, EmbryonicRsts]);
    cx.remove_request(tuple);
    no_socket::send_reset_for(cx, tuple, segment);
}

fn segment_without_ack(cx: &mut Context<'_>) {
    cx.out.apply(Rule::RequestIgnoresSegmentWithoutAck);
}
