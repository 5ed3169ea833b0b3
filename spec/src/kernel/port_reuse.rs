//! connect() from a port that is in TIME-WAIT, or in FIN-WAIT-2 without a program: refused, or the old connection goes.
//!
//! Linux: __inet_check_established, tcp_twsk_unique. With timestamps old segments cannot be mistaken for new ones, so the port is
//! given: at once to a program that has bound it, and after a time to one that lets the kernel choose, if tcp_tw_reuse says so.

use super::stack::Context;
use super::state::{Errno, Tuple};
use super::time_wait::{Stage, TimeWait};
use super::timer::Purpose;
use crate::policy::{TwReuseAge, TwReuseFinWait2, TwReuseTwo};
use crate::rule::Rule;
use crate::wire::{Seq, TsVal};
use std::ops::Range;
use std::time::Duration;

/// How far beyond the old connection's last number the new one begins (tcp_twsk_unique).
const ISN_STEP: u32 = 65_537;

/// What a new connection takes over from an old one.
pub(super) struct Inherited {
    /// Its initial sequence number.
    pub(super) iss: Seq,
    /// The newest timestamp of the other end.
    pub(super) ts_recent: TsVal,
}

/// The port is taken by an old connection: what the new one takes over, or EADDRNOTAVAIL.
pub(super) fn connect_finds_old_connection(
    cx: &mut Context<'_>,
    tuple: Tuple,
    bucket: &TimeWait,
    bound: bool,
) -> Option<Inherited> {
    match bucket.ts_recent {
        Some(ts_recent) if bound || kernel_may_choose(cx, bucket) => {
            cx.out.apply(Rule::ConnectReusesPort);
            super::time_wait::remove(cx, tuple);
            Some(Inherited {
                iss: bucket.snd_nxt.plus(ISN_STEP),
                ts_recent,
            })
        }
        Some(_) => {
            cx.out.apply(Rule::ConnectFindsPortTooYoung);
            cx.errors.push((tuple, Errno::AddressNotAvailable));
            None
        }
        None => {
            cx.out.apply(Rule::ConnectFindsTimeWait);
            cx.errors.push((tuple, Errno::AddressNotAvailable));
            None
        }
    }
}

/// Whether the kernel chooses this port when a program leaves the choice to it.
fn kernel_may_choose(cx: &Context<'_>, bucket: &TimeWait) -> bool {
    let allowed = match (cx.sysctls().tcp_tw_reuse, cx.policies().tw_reuse_two) {
        (0, _) => false,
        (2, TwReuseTwo::LoopbackOnly) => cx.loopback,
        (_, TwReuseTwo::LoopbackOnly | TwReuseTwo::LikeOne) => true,
    };
    let stage = match (bucket.stage, cx.policies().tw_reuse_fin_wait_2) {
        (Stage::FinWait2, TwReuseFinWait2::Kept) => false,
        (Stage::FinWait2, TwReuseFinWait2::Reused) | (Stage::TimeWait, _) => true,
    };
    allowed && stage && bucket.reusable
}

/// How long the port of an old connection is too young: the older kernels compare whole seconds.
fn too_young_for(cx: &Context<'_>) -> Range<Duration> {
    let second = Duration::from_secs(1);
    match cx.policies().tw_reuse_age {
        TwReuseAge::MoreThanOneSecond => second..Duration::from_secs(2),
        TwReuseAge::NextSecond => Duration::ZERO..second,
        TwReuseAge::ReuseDelay => {
            let delay = Duration::from_millis(cx.sysctls().tcp_tw_reuse_delay.into());
            delay..delay.saturating_add(Duration::from_millis(1))
        }
    }
}

/// A connection with timestamps becomes a mini-socket, or a timestamp arrives where its age counts from the last one.
pub(super) fn age_begins(cx: &mut Context<'_>, tuple: Tuple) {
    let after = too_young_for(cx);
    cx.out.arm(cx.timer(Purpose::PortReusable(tuple)), after);
}

/// A timestamp of the other end was taken in TIME-WAIT: up to 6.13 its age counts anew.
pub(super) fn timestamp_arrives(cx: &mut Context<'_>, tuple: Tuple, bucket: &mut TimeWait) {
    match cx.policies().tw_reuse_age {
        TwReuseAge::MoreThanOneSecond | TwReuseAge::NextSecond => {
            bucket.reusable = false;
            age_begins(cx, tuple);
        }
        TwReuseAge::ReuseDelay => {}
    }
}

/// The old connection is old enough.
pub(super) fn timer_fires(cx: &mut Context<'_>, tuple: Tuple) {
    cx.out.apply(Rule::PortIsReusable);
    if let Some(bucket) = cx.stack.time_wait(tuple).cloned() {
        let reusable = TimeWait {
            reusable: true,
            ..bucket
        };
        cx.keep_bucket(tuple, reusable);
    }
}
