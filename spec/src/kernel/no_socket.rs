//! A segment that belongs to no connection and no listener (RFC 9293 §3.10.7.1): RST, unless it is one.

use super::stack::Context;
use super::state::Tuple;
use crate::rule::Rule;
use crate::wire::{Segment, Seq};

/// Linux: tcp_v4_rcv (no_tcp_socket), tcp_v4_send_reset.
pub(super) fn segment_arrives(cx: &mut Context<'_>, tuple: Tuple, segment: &Segment) {
    if segment.flags.rst {
        cx.out.apply(Rule::NobodyIgnoresRst);
    } else {
        cx.out.apply(Rule::NobodyResets);
        send_reset_for(cx, tuple, segment);
    }
}

/// The RST that answers a segment: its own acknowledgement number, or an ACK of all that it occupies.
pub(super) fn send_reset_for(cx: &mut Context<'_>, tuple: Tuple, segment: &Segment) {
    match segment.ack {
        Some(ack) => cx.send_rst(tuple, ack, None),
        None => cx.send_rst(tuple, Seq(0), Some(segment.end())),
    }
}
