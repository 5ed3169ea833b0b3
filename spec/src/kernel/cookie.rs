//! SYN cookies: what the number in the SYN,ACK encodes, when it is believed, and what happens then.
//!
//! Linux: net/ipv4/syncookies.c. Nothing is kept of the SYN. The model keeps one window for all cookies, opened by the last one
//! sent; the kernel also puts the minute of sending into each cookie, so that an older one may expire before the
//! window does. With several clients this difference only makes a cookie valid longer than it may be.

use super::counter::Counter::{
    ListenDrops, ListenOverflows, PassiveOpens, SyncookiesFailed, SyncookiesRecv,
};
use super::stack::Context;
use super::state::Tuple;
use super::timer::Purpose;
use super::{accept_queue, handshake_ack, listener};
use crate::policy::{CookieMssTable, CookieWindow, Policies, StaleCookieCounter};
use crate::rule::Rule;
use crate::wire::{Segment, Seq};
use std::ops::Range;
use std::time::Duration;

/// Stands for the secret hash of the four-tuple and the minute.
const SECRET: u32 = 1_000_000;

/// What an ACK proves about a cookie.
enum Cookie {
    Disabled,
    TooOld,
    Wrong,
    /// The ACK is a cookie's; its sequence number lies this many octets after the client's SYN.
    Valid {
        skipped: u32,
    },
}

/// The last place of the table of segment sizes: a client without unusual options uses it.
fn last_segment_size(policies: &Policies) -> u32 {
    match policies.cookie_mss_table {
        CookieMssTable::EightValues => 7,
        CookieMssTable::FourValues => 3,
    }
}

/// The initial sequence number that encodes the client's own and its segment size (cookie_v4_init_sequence).
#[must_use]
pub fn isn(policies: &Policies, client: Seq) -> Seq {
    client.plus(SECRET).plus(last_segment_size(policies))
}

/// How long cookies are believed after the last one was sent.
#[must_use]
pub fn window(policies: &Policies) -> Range<Duration> {
    match policies.cookie_window {
        CookieWindow::ThreeSeconds => Duration::from_secs(3)..Duration::from_secs(3),
        CookieWindow::TwoMinutes => Duration::from_secs(60)..Duration::from_secs(120),
    }
}

/// A cookie was sent: the listener remembers when (tcp_synq_overflow).
pub(super) fn remember_sending(cx: &mut Context<'_>) {
    if let Some(listener) = &mut cx.stack.listener {
        listener.cookies_recent = true;
    }
    cx.out
        .arm(cx.timer(Purpose::ForgetCookies), window(cx.policies()));
}

/// A cookie was sent to somebody who is not looked at ([`super::crowd`]).
pub(crate) fn is_sent_elsewhere(cx: &mut Context<'_>) {
    remember_sending(cx);
}

/// The last cookie is too old to be believed.
pub(super) fn window_ends(cx: &mut Context<'_>) {
    cx.out.apply(Rule::CookieWindowEnds);
    if let Some(listener) = &mut cx.stack.listener {
        listener.cookies_recent = false;
    }
}

/// An ACK (with data or FIN, perhaps) that belongs to no connection reaches the listener (cookie_v4_check).
///
/// tcp_abort_on_overflow is not consulted on this path.
pub(super) fn ack_arrives(cx: &mut Context<'_>, tuple: Tuple, segment: &Segment, ack: Seq) {
    let room = cx
        .stack
        .listener
        .as_ref()
        .is_some_and(|listener| !accept_queue::is_full(listener));
    match (read(cx, segment, ack), room) {
        (Cookie::Disabled, _) => listener::listener_resets_ack(cx, tuple, ack),
        (Cookie::TooOld, _) => ack_comes_after_the_cookie_window(cx, tuple, ack),
        (Cookie::Wrong, _) => ack_is_no_cookie(cx, tuple, ack),
        (Cookie::Valid { .. }, false) => cookie_finds_accept_queue_full(cx),
        (Cookie::Valid { skipped }, true) => cookie_makes_child(cx, tuple, segment, ack, skipped),
    }
}

/// An ACK that is not of its request's SYN,ACK is tried as a cookie before it is answered with RST.
///
/// Unclear: what becomes of one that is a valid cookie beside a request; here it counts nothing.
pub(super) fn ack_beside_a_request_is_tried(cx: &mut Context<'_>, segment: &Segment, ack: Seq) {
    match read(cx, segment, ack) {
        Cookie::Wrong => cx.out.count(&[SyncookiesFailed]),
        Cookie::Disabled | Cookie::TooOld | Cookie::Valid { .. } => {}
    }
}

/// The segment size index is what is left when secret and client number are subtracted; any index in the table is believed, so a
/// sequence number that is a few octets too high is believed too (__cookie_v4_check).
fn read(cx: &Context<'_>, segment: &Segment, ack: Seq) -> Cookie {
    let recent = cx
        .stack
        .listener
        .as_ref()
        .is_some_and(|listener| listener.cookies_recent);
    if cx.sysctls().tcp_syncookies == 0 {
        return Cookie::Disabled;
    }
    if !recent {
        return Cookie::TooOld;
    }
    let last = last_segment_size(cx.policies());
    let client = segment.seq.plus(u32::MAX);
    let index = ack.plus(u32::MAX).since(client.plus(SECRET));
    let skipped = u32::try_from(index)
        .ok()
        .and_then(|index| last.checked_sub(index));
    skipped.map_or(Cookie::Wrong, |skipped| Cookie::Valid { skipped })
}

fn ack_comes_after_the_cookie_window(cx: &mut Context<'_>, tuple: Tuple, ack: Seq) {
    match cx.policies().stale_cookie_counter {
        StaleCookieCounter::Failed => cx.out.count(&[SyncookiesFailed]),
        StaleCookieCounter::Uncounted => {}
    }
    cx.out.apply(Rule::CookieTooOld);
    cx.send_rst(tuple, ack, None);
}

fn ack_is_no_cookie(cx: &mut Context<'_>, tuple: Tuple, ack: Seq) {
    cx.out.count(&[SyncookiesFailed]);
    cx.out.apply(Rule::CookieWrong);
    cx.send_rst(tuple, ack, None);
}

/// A valid cookie finds the accept queue full: dropped without a word, and nothing is kept.
///
/// No SYN,ACK will ever be sent again; only another segment of the client can repair it. tcp_abort_on_overflow is not consulted.
fn cookie_finds_accept_queue_full(cx: &mut Context<'_>) {
    cx.out.apply(Rule::CookieAckDropped);
    cx.out
        .count(&[SyncookiesRecv, ListenOverflows, ListenDrops]);
}

fn cookie_makes_child(
    cx: &mut Context<'_>,
    tuple: Tuple,
    segment: &Segment,
    ack: Seq,
    skipped: u32,
) {
    cx.out.apply(match skipped {
        0 => Rule::CookieMakesChild,
        _ => Rule::CookieSkipsOctets,
    });
    cx.out.count(&[SyncookiesRecv, PassiveOpens]);
    let irs = segment.seq.plus(u32::MAX);
    let ts_recent = cx.offered(segment);
    handshake_ack::child_is_created(cx, tuple, (irs, ack.plus(u32::MAX)), ts_recent, segment);
}

#[cfg(test)]
mod tests {
    use super::super::stack::Stack;
    use super::super::{Effects, HostId, listener::new_listener};
    use super::*;
    use crate::policy::profile;
    use crate::wire::Port;

    /// The listener remembers when the last cookie was sent, whoever it went to.
    #[test]
    fn a_cookie_to_somebody_else_opens_the_window_too() {
        let kernel = profile("linux-6.18").expect("a built-in profile").kernel;
        let mut stack = Stack {
            listener: Some(new_listener(&kernel, Port(80), 4, 0)),
            ..Stack::default()
        };
        let (mut out, mut errors) = (Effects::default(), Vec::new());
        is_sent_elsewhere(&mut Context {
            kernel: &kernel,
            me: HostId(0),
            isn_step: 0,
            peers_cached: false,
            loopback: false,
            stack: &mut stack,
            out: &mut out,
            errors: &mut errors,
        });
        assert!(
            stack
                .listener
                .is_some_and(|listener| listener.cookies_recent)
        );
        assert_eq!(out.timers.len(), 1, "the window ends some time");
    }
}
