//! A listening socket: listen(), close(), and which segments it takes.

use super::stack::{Context, Listener, Socket};
use super::state::{HostId, Tuple};
use super::timer::Purpose;
use super::{accept_queue, admission, cookie, syn_queue};
use crate::policy::{BacklogWidth, Kernel, ListenerClose, SynFinInListen};
use crate::rule::Rule;
use crate::wire::{Port, Segment};
use std::collections::BTreeSet;

/// The backlog that listen() grants: as unsigned numbers, at most somaxconn, cut to the width of its field.
///
/// A negative backlog is a very large unsigned one and therefore means somaxconn (__sys_listen, inet_listen).
#[must_use]
pub fn effective_backlog(kernel: &Kernel, asked: i64) -> u32 {
    let somaxconn = kernel.sysctls.somaxconn.unsigned_abs();
    let granted = u32::try_from(asked).map_or(somaxconn, |asked| asked.min(somaxconn));
    match kernel.policies.backlog_width {
        BacklogWidth::SixteenBit => granted & 0xffff,
        BacklogWidth::ThirtyTwoBit => granted,
    }
}

/// The program calls listen() on a new socket.
pub fn listen(cx: &mut Context<'_>, port: Port, asked: i64, defer_accept: u8) {
    cx.stack.listener = Some(new_listener(cx.kernel, port, asked, defer_accept));
    cx.out.apply(Rule::Listen);
}

/// What the first listen() makes. Everything that is latched is latched here.
#[must_use]
pub fn new_listener(kernel: &Kernel, port: Port, asked: i64, defer_accept: u8) -> Listener {
    let backlog = effective_backlog(kernel, asked);
    Listener {
        port,
        backlog,
        table: syn_queue::table_size(kernel, backlog),
        defer_accept,
        keepalive: false,
        fast_open: 0,
        fast_open_reset: BTreeSet::new(),
        accept_queue: Vec::new(),
        queued_elsewhere: 0,
        cookies_recent: false,
        refused: BTreeSet::new(),
    }
}

/// The program calls listen() on a socket that listens already: the backlog changes, a SYN table does not, and nothing
/// that waits is evicted (inet_listen skips inet_csk_listen_start).
pub fn listen_again(cx: &mut Context<'_>, asked: i64) {
    let backlog = effective_backlog(cx.kernel, asked);
    if let Some(listener) = &mut cx.stack.listener {
        listener.backlog = backlog;
        cx.out.apply(Rule::ListenAgain);
    }
}

/// A segment that belongs to no connection reaches the listener.
pub(super) fn segment_arrives(cx: &mut Context<'_>, tuple: Tuple, segment: &Segment) {
    match (segment.flags.rst, segment.ack, segment.flags.syn) {
        (true, _, _) => listener_ignores_rst(cx),
        (false, Some(ack), true) => listener_resets_ack(cx, tuple, ack),
        (false, Some(ack), false) => cookie::ack_arrives(cx, tuple, segment, ack),
        (false, None, true) if segment.flags.fin => syn_fin_arrives(cx, tuple, segment),
        (false, None, true) => admission::syn_arrives(cx, tuple, segment),
        (false, None, false) => listener_ignores_segment_without_ack(cx),
    }
}

fn listener_ignores_rst(cx: &mut Context<'_>) {
    cx.out.apply(Rule::ListenerIgnoresRst);
}

fn syn_fin_arrives(cx: &mut Context<'_>, tuple: Tuple, segment: &Segment) {
    match cx.policies().syn_fin_in_listen {
        SynFinInListen::TakenAsSyn => admission::syn_arrives(cx, tuple, segment),
        SynFinInListen::Ignored => cx.out.apply(Rule::ListenerIgnoresSynFin),
    }
}

fn listener_ignores_segment_without_ack(cx: &mut Context<'_>) {
    cx.out.apply(Rule::ListenerIgnoresSegmentWithoutAck);
}

/// An ACK to a listener acknowledges nothing that the listener remembers: RST.
pub(super) fn listener_resets_ack(cx: &mut Context<'_>, tuple: Tuple, ack: crate::wire::Seq) {
    cx.out.apply(Rule::ListenerResetsAck);
    cx.send_rst(tuple, ack, None);
}

/// The program closes the listener: children in the accept queue are reset, requests go or stay by policy.
///
/// Linux: inet_csk_listen_stop. Migration to another SO_REUSEPORT listener (tcp_migrate_req, off by default) is left out.
pub fn close(cx: &mut Context<'_>) {
    let Some(listener) = cx.stack.listener.take() else {
        return;
    };
    if listener.cookies_recent {
        cx.out.cancel(cx.timer(Purpose::ForgetCookies));
    }
    for tuple in &listener.fast_open_reset {
        cx.out.cancel(cx.timer(Purpose::FastOpenPlaceFree(*tuple)));
    }
    if accept_queue::length(&listener) > 0 {
        cx.out.apply(Rule::ListenerCloseResetsQueued);
    }
    for queued in listener.accept_queue.iter().filter(|queued| !queued.reset) {
        reset_queued(cx, queued.tuple);
    }
    let requests: Vec<Tuple> = cx.stack.requests().map(|(tuple, _)| tuple).collect();
    match (requests.is_empty(), cx.policies().listener_close) {
        (true, _) => cx.out.apply(Rule::ListenerCloses),
        (false, ListenerClose::RequestsFreed) => requests_are_freed(cx, &requests),
        (false, ListenerClose::RequestsLeft) => cx.out.apply(Rule::ListenerCloseLeavesRequests),
    }
}

fn reset_queued(cx: &mut Context<'_>, tuple: Tuple) {
    if let Some(Socket::Connection(child)) = cx.stack.sockets.get(&tuple) {
        let (seq, ack) = (child.snd_nxt, child.rcv_nxt);
        cx.send_rst(tuple, seq, Some(ack));
        cx.remove_connection(tuple, None);
    }
}

fn requests_are_freed(cx: &mut Context<'_>, requests: &[Tuple]) {
    cx.out.apply(Rule::ListenerCloseFreesRequests);
    for tuple in requests {
        cx.remove_request(*tuple);
    }
}

/// Whether this host's listener would take a request of this four-tuple.
pub(super) fn still_listens(cx: &Context<'_>, tuple: Tuple) -> bool {
    cx.stack
        .listener
        .as_ref()
        .is_some_and(|listener| listener.port == tuple.local)
}

/// The four-tuple of a segment, seen from the host that receives it.
#[must_use]
pub fn tuple_of(segment: &Segment, peer: HostId) -> Tuple {
    Tuple {
        peer,
        local: segment.destination,
        remote: segment.source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Sysctl, profile};

    fn backlog(profile_name: &str, somaxconn: i64, asked: i64) -> u32 {
        let mut profile = profile(profile_name).expect("a built-in profile");
        profile
            .set_sysctl(Sysctl::Somaxconn, somaxconn)
            .expect("in range");
        effective_backlog(&profile.kernel, asked)
    }

    #[test]
    fn listen_grants_at_most_somaxconn() {
        assert_eq!(backlog("linux-6.18", 4096, 511), 511);
        assert_eq!(backlog("linux-6.18", 128, 511), 128);
    }

    /// Observed on 6.18 (kernel-observations.md §1): listen(fd, -1) gives somaxconn.
    #[test]
    fn a_negative_backlog_means_somaxconn() {
        assert_eq!(backlog("linux-6.18", 128, -1), 128);
    }

    #[test]
    fn a_sixteen_bit_backlog_wraps() {
        assert_eq!(backlog("linux-3.10", 65536, 65536), 0);
        assert_eq!(backlog("linux-4.4", 65536, 65536), 65536);
    }
}
