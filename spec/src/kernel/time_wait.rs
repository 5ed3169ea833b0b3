//! The mini-socket that is left when a connection is over: TIME-WAIT, or FIN-WAIT-2 that no program holds.
//!
//! Linux: tcp_timewait_state_process, tcp_time_wait, inet_twsk_alloc. Left out: the limit on ACKs that answer segments outside
//! the window, which only withholds answers to repetitions within 500 ms.

use super::counter::Counter::{PAWSEstab, PAWSTimewait, TCPTimeWaitOverflow};
use super::stack::{Context, Socket};
use super::state::{Connection, Tuple};
use super::timer::{Purpose, mini_socket_ends};
use super::window::{self, Position};
use super::{admission, listener, no_socket, port_reuse, timestamps};
use crate::policy::{PawsTimeWaitCounter, Rfc1337Rst, TimeWaitOverflowCounter};
use crate::rule::Rule;
use crate::wire::{Segment, Seq, TsVal};
use std::fmt;
use std::time::Duration;

/// include/net/tcp.h: TCP_TIMEWAIT_LEN.
pub(super) const TIME_WAIT_LENGTH: Duration = Duration::from_secs(60);

/// What a mini-socket still waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub enum Stage {
    /// The other end's FIN; no program holds the connection.
    FinWait2,
    /// That segments of the connection die out, and the other end is not left without our last ACK.
    TimeWait,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::FinWait2 => "FIN-WAIT-2",
            Self::TimeWait => "TIME-WAIT",
        })
    }
}

/// What is left of a connection (include/net/inet_timewait_sock.h: struct inet_timewait_sock).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct TimeWait {
    /// What it waits for.
    pub stage: Stage,
    /// The next sequence number that this end would send.
    pub snd_nxt: Seq,
    /// The next sequence number expected.
    pub rcv_nxt: Seq,
    /// With timestamps, the newest value that was received.
    pub ts_recent: Option<TsVal>,
    /// With timestamps, whether it is old enough for tcp_tw_reuse.
    pub reusable: bool,
}

/// A connection becomes a mini-socket for so long; above tcp_max_tw_buckets it is gone at once, and nothing is sent.
pub(super) fn enter(
    cx: &mut Context<'_>,
    tuple: Tuple,
    connection: &Connection,
    stage: Stage,
    length: Duration,
) {
    if buckets(cx) >= cx.sysctls().tcp_max_tw_buckets {
        return too_many_buckets(cx, tuple);
    }
    cx.out.apply(match stage {
        Stage::FinWait2 => Rule::OrphanInFinWait2IsShrunk,
        Stage::TimeWait => Rule::TimeWaitBegins,
    });
    cx.cancel_timers(tuple, connection);
    let bucket = TimeWait {
        stage,
        snd_nxt: connection.snd_nxt,
        rcv_nxt: connection.rcv_nxt,
        ts_recent: connection.ts_recent,
        reusable: false,
    };
    if bucket.ts_recent.is_some() {
        port_reuse::age_begins(cx, tuple);
    }
    cx.keep_bucket(tuple, bucket);
    restart(cx, tuple, length);
}

/// Mini-sockets of every peer; a scenario in which the limit can be met shows all of them ([`crate::peers::looks_at_every_peer`]).
fn buckets(cx: &Context<'_>) -> i32 {
    let sockets = cx.stack.sockets.values();
    let buckets = sockets.filter(|socket| matches!(socket, Socket::TimeWait(_)));
    i32::try_from(buckets.count()).unwrap_or(i32::MAX)
}

fn too_many_buckets(cx: &mut Context<'_>, tuple: Tuple) {
    cx.out.apply(Rule::TimeWaitRefused);
    match cx.policies().time_wait_overflow_counter {
        TimeWaitOverflowCounter::Uncounted => {}
        TimeWaitOverflowCounter::Counted => cx.out.count(&[TCPTimeWaitOverflow]),
    }
    cx.remove_connection(tuple, None);
}

fn restart(cx: &mut Context<'_>, tuple: Tuple, length: Duration) {
    let when = mini_socket_ends(cx.policies(), length);
    cx.out.arm(cx.timer(Purpose::TimeWaitEnds(tuple)), when);
}

/// The mini-socket's time is over.
pub(super) fn timer_fires(cx: &mut Context<'_>, tuple: Tuple) {
    match cx.stack.time_wait(tuple).map(|bucket| bucket.stage) {
        Some(Stage::FinWait2) => cx.out.apply(Rule::OrphanInFinWait2Ends),
        Some(Stage::TimeWait) => cx.out.apply(Rule::TimeWaitEnds),
        None => return,
    }
    remove(cx, tuple);
}

pub(super) fn remove(cx: &mut Context<'_>, tuple: Tuple) {
    let bucket = cx.stack.time_wait(tuple);
    let waits = bucket.is_some_and(|bucket| bucket.ts_recent.is_some() && !bucket.reusable);
    cx.stack.sockets.remove(&tuple);
    cx.out.cancel(cx.timer(Purpose::TimeWaitEnds(tuple)));
    if waits {
        cx.out.cancel(cx.timer(Purpose::PortReusable(tuple)));
    }
    cx.retire(tuple);
}

/// A segment of a mini-socket's four-tuple arrives.
pub(super) fn segment_arrives(
    cx: &mut Context<'_>,
    tuple: Tuple,
    bucket: TimeWait,
    segment: &Segment,
) {
    match bucket.stage {
        Stage::FinWait2 => fin_wait_2_segment_arrives(cx, tuple, bucket, segment),
        Stage::TimeWait => time_wait_segment_arrives(cx, tuple, bucket, segment),
    }
}

/// The program is gone: the other end's FIN is still wanted, anything else that is new is answered with RST.
fn fin_wait_2_segment_arrives(
    cx: &mut Context<'_>,
    tuple: Tuple,
    bucket: TimeWait,
    segment: &Segment,
) {
    let (flags, end) = (segment.flags, segment.end());
    let new = segment.ack.is_some() && end.is_after(bucket.rcv_nxt) && end != segment.seq;
    if timestamps::is_older(bucket.ts_recent, segment) {
        return older_segment_is_acknowledged(cx, tuple, &bucket);
    }
    let inside = window::position(bucket.rcv_nxt, segment) != Position::Outside;
    match (inside, flags.rst, flags.syn) {
        (false, _, _) => segment_is_acknowledged(cx, tuple, &bucket),
        (true, true, _) => rst_ends_bucket(cx, tuple),
        (true, false, true) if !segment.seq.is_before(bucket.rcv_nxt) => {
            bucket_resets(cx, tuple, segment)
        }
        (true, false, _) if !new => segment_brings_nothing(cx),
        (true, false, _) if flags.fin && end == bucket.rcv_nxt.plus(1) => {
            fin_begins_time_wait(cx, tuple, bucket, segment)
        }
        (true, false, _) => bucket_resets(cx, tuple, segment),
    }
}

fn rst_ends_bucket(cx: &mut Context<'_>, tuple: Tuple) {
    cx.out.apply(Rule::RstEndsFinWait2);
    remove(cx, tuple);
}

fn segment_brings_nothing(cx: &mut Context<'_>) {
    cx.out.apply(Rule::FinWait2IgnoresOld);
}

/// Data for a connection that no program holds any more; the mini-socket goes with it and counts nothing.
fn bucket_resets(cx: &mut Context<'_>, tuple: Tuple, segment: &Segment) {
    cx.out.apply(Rule::OrphanResetsData);
    no_socket::send_reset_for(cx, tuple, segment);
    remove(cx, tuple);
}

/// The other end's FIN: ACK, and TIME-WAIT for its full length, whatever tcp_fin_timeout is.
fn fin_begins_time_wait(cx: &mut Context<'_>, tuple: Tuple, bucket: TimeWait, segment: &Segment) {
    cx.out.apply(Rule::FinArrives);
    cx.out.apply(Rule::TimeWaitBegins);
    let mut bucket = TimeWait {
        stage: Stage::TimeWait,
        rcv_nxt: segment.end(),
        ..bucket
    };
    if let (Some(_), Some(new)) = (bucket.ts_recent, segment.timestamps) {
        bucket.ts_recent = Some(new.val);
        bucket.reusable = false;
        port_reuse::age_begins(cx, tuple);
    }
    cx.keep_bucket(tuple, bucket.clone());
    cx.send_ack(tuple, bucket.snd_nxt, bucket.rcv_nxt);
    restart(cx, tuple, TIME_WAIT_LENGTH);
}

/// The checks of TIME-WAIT proper, in the kernel's order: the exact segment, a new SYN, anything else.
fn time_wait_segment_arrives(
    cx: &mut Context<'_>,
    tuple: Tuple,
    bucket: TimeWait,
    segment: &Segment,
) {
    let flags = segment.flags;
    let older = timestamps::is_older(bucket.ts_recent, segment);
    let exact = segment.seq == bucket.rcv_nxt && (segment.end() == segment.seq || flags.rst);
    match (exact && !older, flags.rst) {
        (true, true) => exact_rst_arrives(cx, tuple),
        (true, false) => exact_segment_restarts(cx, tuple, bucket, segment),
        (false, true) => rst_is_ignored(cx, older),
        (false, false) if older => {
            count_older_segment(cx);
            restart(cx, tuple, TIME_WAIT_LENGTH);
            older_segment_is_acknowledged(cx, tuple, &bucket);
        }
        (false, false) if segment.is_pure_syn() && listener::still_listens(cx, tuple) => {
            syn_arrives(cx, tuple, &bucket, segment);
        }
        (false, false) if segment.ack.is_some() => {
            restart(cx, tuple, TIME_WAIT_LENGTH);
            segment_is_acknowledged(cx, tuple, &bucket);
        }
        (false, false) => segment_is_acknowledged(cx, tuple, &bucket),
    }
}

fn rst_is_ignored(cx: &mut Context<'_>, older: bool) {
    cx.out.apply(Rule::TimeWaitIgnoresRst);
    if older {
        count_older_segment(cx);
    }
}

/// A SYN is new by its number, or by its timestamp whatever its number.
fn syn_arrives(cx: &mut Context<'_>, tuple: Tuple, bucket: &TimeWait, syn: &Segment) {
    match (
        syn.seq.is_after(bucket.rcv_nxt),
        timestamps::is_newer(bucket.ts_recent, syn),
    ) {
        (true, _) => newer_syn_takes_over(cx, tuple, bucket, syn, Rule::NewerSynEndsTimeWait),
        (false, true) => {
            newer_syn_takes_over(cx, tuple, bucket, syn, Rule::NewerTimestampEndsTimeWait);
        }
        (false, false) => segment_is_acknowledged(cx, tuple, bucket),
    }
}

/// Which counter PAWS raises in TIME-WAIT.
fn count_older_segment(cx: &mut Context<'_>) {
    match cx.policies().paws_time_wait_counter {
        PawsTimeWaitCounter::Estab => cx.out.count(&[PAWSEstab]),
        PawsTimeWaitCounter::Timewait => cx.out.count(&[PAWSTimewait]),
    }
}

/// An RST with the next expected number kills TIME-WAIT (RFC 1337 calls it assassination), unless tcp_rfc1337.
fn exact_rst_arrives(cx: &mut Context<'_>, tuple: Tuple) {
    match (cx.sysctls().tcp_rfc1337, cx.policies().rfc1337_rst) {
        (0, _) => {
            cx.out.apply(Rule::TimeWaitAssassinated);
            remove(cx, tuple);
        }
        (_, Rfc1337Rst::RestartsTimer) => {
            cx.out.apply(Rule::TimeWaitSurvivesRst);
            restart(cx, tuple, TIME_WAIT_LENGTH);
        }
        (_, Rfc1337Rst::Ignored) => cx.out.apply(Rule::TimeWaitSurvivesRst),
    }
}

fn exact_segment_restarts(
    cx: &mut Context<'_>,
    tuple: Tuple,
    mut bucket: TimeWait,
    segment: &Segment,
) {
    cx.out.apply(Rule::TimeWaitRestarts);
    restart(cx, tuple, TIME_WAIT_LENGTH);
    if let (Some(_), Some(new)) = (bucket.ts_recent, segment.timestamps) {
        bucket.ts_recent = Some(new.val);
        port_reuse::timestamp_arrives(cx, tuple, &mut bucket);
        cx.keep_bucket(tuple, bucket);
    }
}

/// A SYN that cannot be of the old connection: TIME-WAIT goes, and the listener decides about the SYN.
fn newer_syn_takes_over(
    cx: &mut Context<'_>,
    tuple: Tuple,
    bucket: &TimeWait,
    segment: &Segment,
    why: Rule,
) {
    cx.out.apply(why);
    remove(cx, tuple);
    admission::syn_arrives_in_time_wait(cx, tuple, segment, bucket.snd_nxt);
}

fn segment_is_acknowledged(cx: &mut Context<'_>, tuple: Tuple, bucket: &TimeWait) {
    cx.out.apply(Rule::TimeWaitAcknowledges);
    cx.send_ack(tuple, bucket.snd_nxt, bucket.rcv_nxt);
}

/// PAWS: the segment is older than what was received before.
fn older_segment_is_acknowledged(cx: &mut Context<'_>, tuple: Tuple, bucket: &TimeWait) {
    cx.out.apply(Rule::TimeWaitRejectsOlder);
    cx.send_ack(tuple, bucket.snd_nxt, bucket.rcv_nxt);
}
