//! A SYN arrives at a listener: the admission decisions, in the kernel's order.
//!
//! Linux: tcp_conn_request (tcp_v4_conn_request up to 3.18). First the SYN queue and the cookies, then the accept queue,
//! then the last quarter of tcp_max_syn_backlog. A retransmitted SYN whose request exists never comes here: it is
//! [`super::request`]'s.

use super::counter::Counter::{
    ListenDrops, ListenOverflows, SyncookiesSent, TCPReqQFullDoCookies, TCPReqQFullDrop,
};
use super::fast_open::{self, Answer};
use super::output::SYN;
use super::stack::{Context, Listener, Request};
use super::state::Tuple;
use super::timer::{Purpose, doubled, initial_timeout, syn_ack_firing};
use super::timestamps::RequestTimestamps;
use super::{accept_queue, cookie, syn_queue};
use crate::policy::{ProvenPeers, SynAdmission, SynDropCounters, SyncookiesTwo, TimeWaitSyn};
use crate::rule::Rule;
use crate::wire::{FastOpen, Segment, Seq};

/// The first initial sequence number of a listener's SYN,ACK to a four-tuple.
const FIRST_PASSIVE_ISN: Seq = Seq(300);

/// How far beyond its own last number TIME-WAIT puts the initial number of the next connection (tcp_timewait_state_process).
const TIME_WAIT_ISN_STEP: u32 = 65_537;

/// While the accept queue is full, a SYN is admitted beside so many young requests and no more.
pub(super) const MOST_YOUNG: u32 = 1;

/// What the test of the SYN queue decides.
enum SynQueueVerdict {
    Room,
    WantCookie,
    Drop,
}

/// What the test of the accept queue decides.
enum AcceptQueueVerdict {
    Room,
    AdmitThoughFull(Rule),
    Drop(Rule),
}

/// A SYN that no request and no connection claims.
pub(super) fn syn_arrives(cx: &mut Context<'_>, tuple: Tuple, syn: &Segment) {
    let iss = cx.next_isn(tuple, FIRST_PASSIVE_ISN);
    decide(cx, tuple, syn, Admission::Ordinary, iss);
}

/// A SYN that ended TIME-WAIT. Where kernels do not lose the number that TIME-WAIT derives from its own, the SYN,ACK gets it, and the
/// tests of the SYN queue, of tcp_syncookies = 2 and of the last quarter are left out; that of the accept queue is not.
pub(super) fn syn_arrives_in_time_wait(
    cx: &mut Context<'_>,
    tuple: Tuple,
    syn: &Segment,
    snd_nxt: Seq,
) {
    match cx.policies().time_wait_syn {
        TimeWaitSyn::LikeAnyOther => syn_arrives(cx, tuple, syn),
        TimeWaitSyn::BypassesSynQueue => {
            decide(
                cx,
                tuple,
                syn,
                Admission::FromTimeWait,
                snd_nxt.plus(TIME_WAIT_ISN_STEP),
            );
        }
    }
}

/// Which tests a SYN has to meet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Admission {
    Ordinary,
    FromTimeWait,
}

fn decide(cx: &mut Context<'_>, tuple: Tuple, syn: &Segment, admission: Admission, iss: Seq) {
    let Some(listener) = cx.stack.listener.clone() else {
        return;
    };
    let syn_queue = match admission {
        Admission::Ordinary => syn_queue_test(cx, &listener),
        Admission::FromTimeWait => SynQueueVerdict::Room,
    };
    if matches!(syn_queue, SynQueueVerdict::WantCookie) && counts_syn_queue(cx) {
        cx.out.count(&[TCPReqQFullDoCookies]);
    }
    let accept_queue = accept_queue_test(cx, &listener, tuple);
    match (syn_queue, accept_queue) {
        (SynQueueVerdict::Drop, _) => syn_finds_syn_queue_full(cx),
        (_, AcceptQueueVerdict::Drop(why)) => syn_finds_accept_queue_full(cx, tuple, why),
        (SynQueueVerdict::WantCookie, _) => syn_is_answered_with_a_cookie(cx, tuple, syn),
        (SynQueueVerdict::Room, _)
            if admission == Admission::Ordinary && last_quarter_is_reserved(cx) =>
        {
            syn_finds_last_quarter_reserved(cx)
        }
        (SynQueueVerdict::Room, AcceptQueueVerdict::AdmitThoughFull(why)) => {
            match fast_open::answer(cx, &listener, syn, false) {
                Answer::MakeChild | Answer::Nothing => {
                    syn_makes_a_request(cx, tuple, syn, iss, why, None);
                }
                Answer::GiveCookie => fast_open_cookie_is_given(cx, tuple, syn, iss, why),
            }
        }
        (SynQueueVerdict::Room, AcceptQueueVerdict::Room) => {
            let why = Rule::SynMakesRequest;
            match fast_open::answer(cx, &listener, syn, true) {
                Answer::MakeChild => fast_open::child_is_created(cx, tuple, syn, iss),
                Answer::Nothing => syn_makes_a_request(cx, tuple, syn, iss, why, None),
                Answer::GiveCookie => fast_open_cookie_is_given(cx, tuple, syn, iss, why),
            }
        }
    }
}

/// The SYN,ACK brings a Fast Open cookie; the request is like any other, and a repeated SYN,ACK brings none.
fn fast_open_cookie_is_given(
    cx: &mut Context<'_>,
    tuple: Tuple,
    syn: &Segment,
    iss: Seq,
    why: Rule,
) {
    syn_makes_a_request(cx, tuple, syn, iss, why, Some(FastOpen::Cookie));
    cx.out.apply(Rule::FastOpenCookieGiven);
}

/// tcp_syncookies = 2 treats every SYN as if the SYN queue were full, where kernels know that value.
fn syn_queue_test(cx: &Context<'_>, listener: &Listener) -> SynQueueVerdict {
    let cookies = cx.sysctls().tcp_syncookies;
    let unconditional =
        cookies == 2 && cx.policies().syncookies_two == SyncookiesTwo::Unconditional;
    match (unconditional || syn_queue::is_full(cx, listener), cookies) {
        (false, _) => SynQueueVerdict::Room,
        (true, 0) => SynQueueVerdict::Drop,
        (true, _) => SynQueueVerdict::WantCookie,
    }
}

fn accept_queue_test(cx: &Context<'_>, listener: &Listener, tuple: Tuple) -> AcceptQueueVerdict {
    if !accept_queue::is_full(listener) {
        return AcceptQueueVerdict::Room;
    }
    match cx.policies().syn_when_accept_queue_full {
        SynAdmission::RoomInAcceptQueue => {
            AcceptQueueVerdict::Drop(Rule::SynDroppedAcceptQueueFull)
        }
        SynAdmission::AtMostOneYoung if syn_queue::young(cx.stack) > MOST_YOUNG => {
            AcceptQueueVerdict::Drop(Rule::SynDroppedTwoYoung)
        }
        SynAdmission::AtMostOneYoung => {
            AcceptQueueVerdict::AdmitThoughFull(Rule::SynAdmittedOneYoung)
        }
        SynAdmission::RetransmittedSyn
            if !listener.refused.contains(&tuple) && syn_queue::young(cx.stack) > MOST_YOUNG =>
        {
            AcceptQueueVerdict::Drop(Rule::SynRefusedAndRemembered)
        }
        SynAdmission::RetransmittedSyn => {
            AcceptQueueVerdict::AdmitThoughFull(Rule::SynAdmittedAsRetransmission)
        }
    }
}

/// Whether an unproven peer may not use what is left of tcp_max_syn_backlog; asked only when cookies are off.
fn last_quarter_is_reserved(cx: &Context<'_>) -> bool {
    let proven = match cx.policies().proven_peers {
        ProvenPeers::Nobody => false,
        ProvenPeers::CachedRtt => cx.peers_cached,
    };
    cx.sysctls().tcp_syncookies == 0 && !proven && syn_queue::only_last_quarter_left(cx)
}

/// A SYN is dropped because the SYN queue is full and cookies are off.
fn syn_finds_syn_queue_full(cx: &mut Context<'_>) {
    cx.out.apply(Rule::SynDroppedSynQueueFull);
    match cx.policies().syn_drop_counters {
        SynDropCounters::Uncounted => {}
        SynDropCounters::CookiesCountAsDrops | SynDropCounters::DropsOnly => {
            cx.out.count(&[TCPReqQFullDrop, ListenDrops]);
        }
    }
}

/// A SYN is dropped because the accept queue is full; `why` says by which of the rules.
fn syn_finds_accept_queue_full(cx: &mut Context<'_>, tuple: Tuple, why: Rule) {
    cx.out.apply(why);
    match cx.policies().syn_drop_counters {
        SynDropCounters::Uncounted => {}
        SynDropCounters::CookiesCountAsDrops | SynDropCounters::DropsOnly => {
            cx.out.count(&[ListenOverflows, ListenDrops]);
        }
    }
    if why == Rule::SynRefusedAndRemembered
        && let Some(listener) = &mut cx.stack.listener
    {
        listener.refused.insert(tuple);
    }
}

/// A SYN is dropped because the last quarter of tcp_max_syn_backlog is kept for proven peers.
fn syn_finds_last_quarter_reserved(cx: &mut Context<'_>) {
    cx.out.apply(Rule::SynDroppedLastQuarter);
    match cx.policies().syn_drop_counters {
        SynDropCounters::Uncounted => {}
        SynDropCounters::CookiesCountAsDrops | SynDropCounters::DropsOnly => {
            cx.out.count(&[ListenDrops])
        }
    }
}

/// A SYN is answered with a cookie: the SYN,ACK carries all that is known, and nothing is kept but that it was sent.
fn syn_is_answered_with_a_cookie(cx: &mut Context<'_>, tuple: Tuple, syn: &Segment) {
    cx.out.apply(Rule::SynAnsweredWithCookie);
    cx.out.count(&[SyncookiesSent]);
    match cx.policies().syn_drop_counters {
        SynDropCounters::Uncounted | SynDropCounters::DropsOnly => {}
        SynDropCounters::CookiesCountAsDrops => cx.out.count(&[ListenDrops]),
    }
    let timestamps = cx.offered(syn).map(|recent| cx.echo(recent));
    let iss = cookie::isn(cx.policies(), syn.seq);
    cx.send_cookie(tuple, iss, syn.seq.plus(1), timestamps);
    cookie::remember_sending(cx);
}

/// A SYN makes a request, which is answered with SYN,ACK and watched by a timer.
fn syn_makes_a_request(
    cx: &mut Context<'_>,
    tuple: Tuple,
    syn: &Segment,
    iss: Seq,
    why: Rule,
    option: Option<FastOpen>,
) {
    let request = Request {
        irs: syn.seq,
        iss,
        timeouts: 0,
        acked: false,
        answered_syn: false,
        timestamps: cx.offered(syn).map(|recent| RequestTimestamps {
            recent,
            first: cx.clock(),
            last: cx.clock(),
        }),
    };
    cx.out.apply(why);
    cx.keep_request(tuple, request.clone());
    let syn_ack = (SYN, request.iss, Some(request.rcv_nxt()), 0);
    cx.send_with(tuple, syn_ack, option);
    let first = doubled(initial_timeout(cx.policies()), 0);
    cx.out.arm(
        cx.timer(Purpose::SynAckAgain(tuple)),
        syn_ack_firing(cx.policies(), first),
    );
    if let Some(listener) = &mut cx.stack.listener {
        listener.refused.remove(&tuple);
    }
}

/// TCPReqQFullDoCookies and TCPReqQFullDrop came between 2.6.36 and 3.1, before ListenDrops in this path.
fn counts_syn_queue(cx: &Context<'_>) -> bool {
    match cx.policies().syn_drop_counters {
        SynDropCounters::Uncounted => false,
        SynDropCounters::CookiesCountAsDrops | SynDropCounters::DropsOnly => true,
    }
}
