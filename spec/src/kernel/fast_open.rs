//! TCP Fast Open (RFC 7413): data in the SYN, and a child before the handshake is complete.
//!
//! Linux: tcp_try_fastopen, tcp_fastopen_queue_check, tcp_fastopen_create_child, tcp_fastopen_synack_timer, tcp_send_syn_data,
//! tcp_rcv_fastopen_synack. Left out: changes of the key; the limit on answers to repeated SYNs; that a program may send
//! and close before the handshake is complete; that a client forgets its cookie after losses (tcp_fastopen_cache_set), and stops
//! after a suspected black hole.

use super::counter::Counter::{
    AttemptFails, ListenDrops, ListenOverflows, PassiveOpens, RetransSegs, TCPAbortOnTimeout,
    TCPChallengeACK, TCPFastOpenActive, TCPFastOpenActiveFail, TCPFastOpenCookieReqd,
    TCPFastOpenListenOverflow, TCPFastOpenPassive, TCPFastOpenPassiveFail, TCPTimeouts,
};
use super::stack::{Context, Listener, Stack};
use super::state::{Connection, Errno, FastOpened, TcpState, Tuple};
use super::timer::{Purpose, doubled, initial_timeout, wheel};
use super::window::{self, Position};
use super::{accept_queue, established, keepalive, no_socket, request, retransmission, timestamps};
use crate::policy::{Kernel, RstInSynReceived};
use crate::rule::Rule;
use crate::wire::{FastOpen, Flags, Segment, Seq};
use std::time::Duration;

/// Bits of tcp_fastopen (include/net/tcp.h: TFO_CLIENT_ENABLE, TFO_SERVER_ENABLE, …).
const CLIENT: i32 = 0x1;
const SERVER: i32 = 0x2;
const CLIENT_WITHOUT_COOKIE: i32 = 0x4;
const SERVER_WITHOUT_COOKIE: i32 = 0x200;
const EVERY_LISTENER: i32 = 0x400;

/// How many children of Fast Open a listener lets wait for their handshake ACK: TCP_FASTOPEN, or the backlog of every listener if
/// tcp_fastopen says so (fastopen_queue_tune, inet_listen).
#[must_use]
pub fn queue_limit(kernel: &Kernel, asked: u8, backlog: u32) -> u32 {
    let sysctl = kernel.sysctls.tcp_fastopen;
    let somaxconn = kernel.sysctls.somaxconn.unsigned_abs();
    match (asked, sysctl & EVERY_LISTENER != 0 && sysctl & SERVER != 0) {
        (0, true) => backlog,
        (0, false) => 0,
        (asked, _) => u32::from(asked).min(somaxconn),
    }
}

/// What a listener does about the option and the data of a SYN that it admits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Nothing,
    GiveCookie,
    MakeChild,
}

/// The checks of tcp_try_fastopen, in its order. `room` says whether the accept queue has any.
pub(super) fn answer(
    cx: &mut Context<'_>,
    listener: &Listener,
    syn: &Segment,
    room: bool,
) -> Answer {
    let sysctl = cx.sysctls().tcp_fastopen;
    if syn.fast_open == Some(FastOpen::Request) {
        cx.out.count(&[TCPFastOpenCookieReqd]);
    }
    let asked = syn.payload > 0 || syn.fast_open.is_some();
    if sysctl & SERVER == 0 || !asked || listener.fast_open == 0 {
        return Answer::Nothing;
    }
    if waiting(cx.stack) >= listener.fast_open {
        cx.out.apply(Rule::FastOpenQueueFull);
        cx.out.count(&[TCPFastOpenListenOverflow]);
        return Answer::Nothing;
    }
    let unasked = sysctl & SERVER_WITHOUT_COOKIE != 0;
    let believed = unasked || syn.fast_open == Some(FastOpen::Cookie);
    match (believed, room, syn.fast_open) {
        (true, true, _) => Answer::MakeChild,
        (true, false, _) => {
            cx.out
                .count(&[ListenOverflows, ListenDrops, TCPFastOpenPassiveFail]);
            if unasked {
                Answer::Nothing
            } else {
                Answer::GiveCookie
            }
        }
        (false, _, Some(FastOpen::WrongCookie)) => {
            cx.out.count(&[TCPFastOpenPassiveFail]);
            Answer::GiveCookie
        }
        (false, _, Some(_)) => Answer::GiveCookie,
        (false, _, None) => Answer::Nothing,
    }
}

/// How many children of Fast Open count against the limit: those that wait for their handshake ACK, and those that were reset lately.
#[must_use]
pub fn waiting(stack: &Stack) -> u32 {
    let waiting = stack
        .connections()
        .filter(|(_, child)| child.fast_open == Some(FastOpened::Child));
    let reset = stack.listener.as_ref();
    let reset = reset.map_or(0, |listener| listener.fast_open_reset.len());
    u32::try_from(waiting.count().saturating_add(reset)).unwrap_or(u32::MAX)
}

/// The SYN makes a child: it takes a place in the accept queue, and its data can be read.
pub(super) fn child_is_created(cx: &mut Context<'_>, tuple: Tuple, syn: &Segment, iss: Seq) {
    let keeps_alive = cx
        .stack
        .listener
        .as_ref()
        .filter(|listener| listener.keepalive);
    let child = Connection {
        state: TcpState::SynReceived,
        iss,
        irs: syn.seq,
        snd_una: iss,
        snd_nxt: iss.plus(1),
        rcv_nxt: syn.seq.plus(1 + u32::from(syn.payload)),
        retransmits: 0,
        orphan: false,
        unread: syn.payload > 0,
        keepalive: keeps_alive.map(|_| 0),
        ts_recent: cx.offered(syn),
        fast_open: Some(FastOpened::Child),
    };
    cx.out.apply(Rule::FastOpenMakesChild);
    cx.out.count(&[TCPFastOpenPassive, PassiveOpens]);
    accept_queue::enqueue(cx, tuple);
    cx.keep(tuple, child.clone());
    cx.send_syn_ack(tuple, iss, child.rcv_nxt);
    restart_timer(cx, tuple, 0);
}

fn restart_timer(cx: &mut Context<'_>, tuple: Tuple, retransmits: u8) {
    let timeout = doubled(initial_timeout(cx.policies()), u32::from(retransmits));
    let when = wheel(cx.policies(), timeout);
    cx.out.arm(cx.timer(Purpose::SynAgain(tuple)), when);
}

/// A segment arrives at a child whose handshake is not complete: tcp_check_req first, then as in any connection.
pub(super) fn segment_arrives(
    cx: &mut Context<'_>,
    tuple: Tuple,
    child: Connection,
    segment: &Segment,
) {
    if timestamps::segment_is_too_old(cx, tuple, &child, segment) {
        return;
    }
    let acknowledges = segment.ack.map(|ack| ack == child.snd_nxt);
    match (segment.flags.rst, segment.flags.syn, acknowledges) {
        (true, _, _) => rst_arrives(cx, tuple, &child, segment),
        (false, true, None) if segment.seq == child.irs => syn_is_repeated(cx, tuple, &child),
        (false, true, _) => another_syn_arrives(cx, tuple, &child, segment),
        (false, false, None) => established::segment_without_ack(cx),
        (false, false, Some(_)) if brings_nothing_new(&child, segment) => {
            established::content_is_old(cx, tuple, &child);
        }
        (false, false, Some(true)) => handshake_completes(cx, tuple, child, segment),
        (false, false, Some(false)) => wrong_ack_is_reset(cx, tuple, segment),
    }
}

/// A segment with nothing but old octets does not complete the handshake, whatever it acknowledges. Seen on 6.18.44 (`halfopen live`).
fn brings_nothing_new(child: &Connection, segment: &Segment) -> bool {
    window::position(child.rcv_nxt, segment) == Position::Outside
}

/// As for a request (tcp_check_req), but the child is the connection that goes.
fn rst_arrives(cx: &mut Context<'_>, tuple: Tuple, child: &Connection, segment: &Segment) {
    let exact = segment.seq == child.rcv_nxt;
    let inside = window::has_room_for(child.rcv_nxt, segment.seq);
    match (exact, inside, cx.policies().rst_in_syn_received) {
        (true, _, _) | (false, true, RstInSynReceived::InWindow) => child_is_reset(cx, tuple),
        (false, true, RstInSynReceived::Exact) => {
            cx.out.apply(Rule::RequestChallengesRst);
            cx.out.count(&[TCPChallengeACK]);
            cx.send_ack(tuple, child.snd_nxt, child.rcv_nxt);
        }
        (false, false, _) => cx.out.apply(Rule::RequestIgnoresRst),
    }
}

/// How long a child that was accepted and then reset counts against the limit (reqsk_fastopen_remove, tcp_fastopen_queue_check).
const RESET_COUNTS: Duration = Duration::from_secs(60);

/// One in the accept queue keeps its place there. One that was accepted keeps its place under the limit, so that whoever forges
/// addresses does not get the next one at once. The counter rises twice: seen on 6.18.44.
///
/// Left out: a four-tuple of which two children were reset within that time keeps one place here, and two in the kernel.
fn child_is_reset(cx: &mut Context<'_>, tuple: Tuple) {
    let accepted = !cx.stack.is_queued(tuple);
    cx.out.apply(Rule::FastOpenChildReset);
    cx.out.count(&[AttemptFails, AttemptFails]);
    cx.remove_connection(tuple, Some(Errno::Reset));
    if accepted && let Some(listener) = &mut cx.stack.listener {
        listener.fast_open_reset.insert(tuple);
        let until = RESET_COUNTS..RESET_COUNTS.saturating_add(Duration::from_millis(10));
        let timer = cx.timer(Purpose::FastOpenPlaceFree(tuple));
        cx.out.arm(timer, until);
    }
}

/// The place of a child that was reset may be taken again.
pub(super) fn place_is_free(cx: &mut Context<'_>, tuple: Tuple) {
    cx.out.apply(Rule::FastOpenPlaceFree);
    if let Some(listener) = &mut cx.stack.listener {
        listener.fast_open_reset.remove(&tuple);
    }
}

/// The client never saw the SYN,ACK: again, with an ACK of the data too.
fn syn_is_repeated(cx: &mut Context<'_>, tuple: Tuple, child: &Connection) {
    cx.out.apply(Rule::RepeatedSynAnswered);
    request::count_syn_ack(cx);
    cx.send_syn_ack(tuple, child.iss, child.rcv_nxt);
}

/// A SYN with another number inside the window is answered with RST; the child stays. Seen on 6.18.44.
fn another_syn_arrives(cx: &mut Context<'_>, tuple: Tuple, child: &Connection, segment: &Segment) {
    if window::has_room_for(child.rcv_nxt, segment.seq) {
        cx.out.apply(Rule::FastOpenResetsOtherSyn);
        cx.out.count(&[AttemptFails]);
        no_socket::send_reset_for(cx, tuple, segment);
    } else {
        established::content_is_old(cx, tuple, child);
    }
}

/// An unacceptable ACK is answered with RST, and the child stays.
fn wrong_ack_is_reset(cx: &mut Context<'_>, tuple: Tuple, segment: &Segment) {
    cx.out.apply(Rule::FastOpenResetsWrongAck);
    no_socket::send_reset_for(cx, tuple, segment);
}

/// The handshake ACK: the child is a connection like any other, and no longer counts against the limit.
fn handshake_completes(
    cx: &mut Context<'_>,
    tuple: Tuple,
    mut child: Connection,
    segment: &Segment,
) {
    timestamps::remember(&mut child, segment);
    let child = Connection {
        state: TcpState::Established,
        snd_una: child.snd_nxt,
        retransmits: 0,
        fast_open: (child.received_octets() > 0).then_some(FastOpened::Data),
        ..child
    };
    cx.out.apply(Rule::FastOpenCompletes);
    cx.out.cancel(cx.timer(Purpose::SynAgain(tuple)));
    keepalive::restart(cx, tuple, &child);
    cx.keep(tuple, child.clone());
    if segment.payload > 0 || segment.flags.fin {
        established::content_arrives(cx, tuple, child, segment);
    }
}

/// The handshake ACK did not come: SYN,ACK again, one time more than for a request, or ETIMEDOUT.
pub(super) fn timer_fires(cx: &mut Context<'_>, tuple: Tuple, child: Connection) {
    cx.out.count(&[TCPTimeouts]);
    if child.retransmits > cx.sysctls().tcp_synack_retries {
        cx.out.apply(Rule::FastOpenGivesUp);
        cx.out.count(&[TCPAbortOnTimeout, AttemptFails]);
        return cx.remove_connection(tuple, Some(Errno::TimedOut));
    }
    cx.out.apply(Rule::FastOpenSynAckAgain);
    request::count_syn_ack(cx);
    cx.send_syn_ack(tuple, child.iss, child.rcv_nxt);
    let retransmits = child.retransmits.saturating_add(1);
    restart_timer(cx, tuple, retransmits);
    cx.keep(
        tuple,
        Connection {
            retransmits,
            ..child
        },
    );
}

/// What a client's first SYN carries when its program uses Fast Open.
pub(super) struct Opening {
    /// The option.
    pub(super) option: Option<FastOpen>,
    /// Octets of data.
    pub(super) octets: u8,
}

impl Opening {
    /// What the connection remembers of it.
    pub(super) fn marks(&self) -> Option<FastOpened> {
        match (self.option, self.octets) {
            (Some(_), _) => Some(FastOpened::Option),
            (None, 1..) => Some(FastOpened::Data),
            (None, 0) => None,
        }
    }
}

/// A timer fires on a connection that used Fast Open. Three times in a row, or the last time: perhaps something on the way swallows what
/// was opened like this (tcp_fastopen_active_detect_blackhole). Seen on 6.18.44 (`halfopen live`).
///
/// Left out: such a host then does without Fast Open for tcp_fastopen_blackhole_timeout_sec. Unclear: kernels before 4.14, which counted
/// the second timeout of a SYN with data.
pub(super) fn timeout_is_suspicious(cx: &mut Context<'_>, connection: &Connection, expired: bool) {
    let used = matches!(
        connection.fast_open,
        Some(FastOpened::Option | FastOpened::Data)
    );
    let third = connection.retransmits == 2;
    let early = connection.retransmits < 2 && expired;
    if used && (third || early) {
        cx.out.count(&[TCPFastOpenActiveFail]);
    }
}

/// With a cookie the data goes with the SYN, and where none is needed without one; else the SYN asks for it (tcp_fastopen_cookie_check, tcp_send_syn_data).
/// Where none is needed none is shown: seen on 6.18.44.
pub(super) fn opening(cx: &mut Context<'_>, tuple: Tuple, octets: u8) -> Opening {
    let sysctl = cx.sysctls().tcp_fastopen;
    let known = cx.stack.fast_open_cookies.contains(&tuple.peer);
    let needed = sysctl & CLIENT_WITHOUT_COOKIE == 0;
    match (sysctl & CLIENT != 0, known, needed) {
        (false, _, _) => Opening {
            option: None,
            octets: 0,
        },
        (true, false, true) => {
            cx.out.apply(Rule::FastOpenCookieRequested);
            Opening {
                option: Some(FastOpen::Request),
                octets: 0,
            }
        }
        (true, _, needed) => {
            cx.out.apply(Rule::FastOpenDataInSyn);
            Opening {
                option: needed.then_some(FastOpen::Cookie),
                octets,
            }
        }
    }
}

/// The SYN,ACK arrived: a cookie that the SYN asked for, or showed, is kept, and data of the SYN that it does not acknowledge is sent again at once. Whether that was so: it
/// takes the place of the handshake ACK.
pub(super) fn syn_ack_arrives(
    cx: &mut Context<'_>,
    tuple: Tuple,
    connection: &Connection,
    segment: &Segment,
) -> bool {
    let welcome = connection.fast_open == Some(FastOpened::Option);
    if welcome && segment.fast_open == Some(FastOpen::Cookie) {
        cx.out.apply(Rule::FastOpenCookieKept);
        cx.stack.fast_open_cookies.insert(tuple.peer);
    }
    let sent = connection.snd_nxt.since(connection.iss.plus(1)) > 0;
    let missing = connection.snd_nxt.since(connection.snd_una).unsigned_abs();
    match (sent, u8::try_from(missing)) {
        (true, Ok(missing)) if missing > 0 => {
            cx.out.apply(Rule::FastOpenDataRepeated);
            cx.out.count(&[TCPFastOpenActiveFail, RetransSegs]);
            let (seq, ack) = (connection.snd_una, connection.rcv_nxt);
            cx.send(tuple, Flags::default(), seq, Some(ack), missing);
            retransmission::restart_data_timer(cx, tuple, 0);
            true
        }
        (true, _) => {
            cx.out.count(&[TCPFastOpenActive]);
            false
        }
        (false, _) => false,
    }
}
