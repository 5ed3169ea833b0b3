//! Timestamps (RFC 7323): who sends them, what is remembered of them, and which segment is too old (PAWS).
//!
//! Linux: tcp_parse_options, tcp_paws_check, tcp_disordered_ack_check, tcp_replace_ts_recent, tcp_validate_incoming. A host's clock shows
//! a small number, which moves on at any moment, as often as the scenario lets it ([`Act::ClockTicks`](crate::program::Act::ClockTicks)),
//! and need not move when a timer fires: what lies between two ticks stands for one tick of the kernel's clock. So every order of older,
//! equal and newer values that needs no more ticks is explored.
//!
//! Left out: an RST carries none, because the kernel looks at none of an RST (only TIME-WAIT does; a socket's own RST is never older than
//! what it sent before). TCP_PAWS_WINDOW, one tick within which older counts as equal: an older value is older by more.
//! PAWS_24DAYS. The TSecr of a SYN,ACK (PAWSActiveRejected): one that answers an earlier SYN acknowledges another number.
//! Cookies of 2.6.18, which lose the option.

use super::counter::Counter::{PAWSEstab, PAWSOldAck};
use super::stack::{Context, Socket};
use super::state::{Connection, Tuple};
use crate::policy::{PawsOldAck, PawsSyn};
use crate::rule::Rule;
use crate::wire::{Segment, Timestamps, TsVal};

/// What a request remembers of timestamps (struct tcp_request_sock).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct RequestTimestamps {
    /// The newest value that the client sent (ts_recent).
    pub recent: TsVal,
    /// The value in the first SYN,ACK (snt_tsval_first).
    pub first: TsVal,
    /// The value in the last SYN,ACK (snt_tsval_last).
    pub last: TsVal,
}

impl Context<'_> {
    /// What the host's timestamp clock shows.
    pub(super) fn clock(&self) -> TsVal {
        TsVal(self.stack.ticks.saturating_add(1))
    }

    /// Whether this host's SYNs offer timestamps, and its SYN,ACKs take up an offer (tcp_timestamps).
    pub(super) fn uses_timestamps(&self) -> bool {
        self.sysctls().tcp_timestamps != 0
    }

    /// The option in what the socket of this four-tuple sends now.
    pub(super) fn timestamps_of(&self, tuple: Tuple) -> Option<Timestamps> {
        let recent = match self.stack.sockets.get(&tuple)? {
            Socket::Request(request) => request.timestamps.map(|timestamps| timestamps.recent),
            Socket::Connection(connection) => connection.ts_recent,
            Socket::TimeWait(bucket) => bucket.ts_recent,
        };
        recent.map(|recent| self.echo(recent))
    }

    /// The clock, and an echo.
    pub(super) fn echo(&self, recent: TsVal) -> Timestamps {
        Timestamps {
            val: self.clock(),
            ecr: recent,
        }
    }

    /// What a new socket remembers of an offer, if this host takes it up.
    pub(super) fn offered(&self, segment: &Segment) -> Option<TsVal> {
        let timestamps = segment.timestamps.filter(|_| self.uses_timestamps());
        timestamps.map(|timestamps| timestamps.val)
    }
}

/// Whether a segment is older than the newest that was taken (tcp_paws_check).
pub(super) fn is_older(recent: Option<TsVal>, segment: &Segment) -> bool {
    match (recent, segment.timestamps) {
        (Some(recent), Some(timestamps)) => timestamps.val < recent,
        (None, _) | (_, None) => false,
    }
}

/// Whether a segment is newer than the newest that was taken.
pub(super) fn is_newer(recent: Option<TsVal>, segment: &Segment) -> bool {
    match (recent, segment.timestamps) {
        (Some(recent), Some(timestamps)) => timestamps.val > recent,
        (None, _) | (_, None) => false,
    }
}

/// Remembers the value of a segment that was taken, unless the segment begins beyond a gap (tcp_replace_ts_recent).
pub(super) fn remember(connection: &mut Connection, segment: &Segment) {
    if segment.seq.is_after(connection.rcv_nxt) {
        return;
    }
    if is_newer(connection.ts_recent, segment) {
        connection.ts_recent = segment.timestamps.map(|timestamps| timestamps.val);
    }
}

/// Whether PAWS turns a segment away from a connection; it is answered then, as far as it is.
///
/// A pure ACK that brings nothing new may be older: the network reorders those (tcp_disordered_ack_check). The kernel also asks whether
/// it changes the window, which one of a peer that sent something newer with the same number does not; and whether it is older by more
/// than 1.2 times the retransmission timeout (tcp_tsval_replay), which reordering does not explain. Then it is answered: seen on
/// 6.18.44 (`halfopen live`), and left out here, where clocks have no durations.
pub(super) fn segment_is_too_old(
    cx: &mut Context<'_>,
    tuple: Tuple,
    connection: &Connection,
    segment: &Segment,
) -> bool {
    let harmless = segment.is_bare_ack()
        && segment.seq == connection.rcv_nxt
        && segment.ack == Some(connection.snd_una);
    let exempt = match (segment.flags.rst, segment.flags.syn, cx.policies().paws_syn) {
        (true, _, _) | (false, true, PawsSyn::Exempt) => true,
        (false, true, PawsSyn::Refused) | (false, false, _) => false,
    };
    if harmless || exempt || !is_older(connection.ts_recent, segment) {
        return false;
    }
    let old_ack = segment.is_bare_ack() && segment.seq.is_before(connection.rcv_nxt);
    match cx.policies().paws_old_ack {
        PawsOldAck::Ignored if old_ack => {
            cx.out.apply(Rule::PawsIgnoresOldAck);
            cx.out.count(&[PAWSOldAck]);
        }
        PawsOldAck::Ignored | PawsOldAck::Answered => {
            cx.out.apply(Rule::PawsRejects);
            cx.out.count(&[PAWSEstab]);
            cx.send_ack(tuple, connection.snd_nxt, connection.rcv_nxt);
        }
    }
    true
}
