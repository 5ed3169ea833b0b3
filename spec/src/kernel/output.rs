//! A socket sends: each segment carries the timestamps that its socket has (tcp_established_options, tcp_synack_options).

use super::counter::Counter::OutRsts;
use super::stack::Context;
use super::state::Tuple;
use crate::wire::{FastOpen, Flags, Segment, Seq, Timestamps};

impl Context<'_> {
    /// Sends a segment of this four-tuple's socket.
    pub(super) fn send(
        &mut self,
        to: Tuple,
        flags: Flags,
        seq: Seq,
        ack: Option<Seq>,
        payload: u8,
    ) {
        self.send_with(to, (flags, seq, ack, payload), None);
    }

    /// Sends a segment of this four-tuple's socket with a Fast Open option.
    pub(super) fn send_with(
        &mut self,
        to: Tuple,
        parts: (Flags, Seq, Option<Seq>, u8),
        fast_open: Option<FastOpen>,
    ) {
        let timestamps = self.timestamps_of(to);
        self.put(to, parts, timestamps, fast_open);
    }

    pub(super) fn send_syn(&mut self, to: Tuple, iss: Seq) {
        self.send(to, SYN, iss, None, 0);
    }

    pub(super) fn send_syn_ack(&mut self, to: Tuple, iss: Seq, rcv_nxt: Seq) {
        self.send(to, SYN, iss, Some(rcv_nxt), 0);
    }

    /// SYN,ACK for which no socket is kept.
    pub(super) fn send_cookie(
        &mut self,
        to: Tuple,
        iss: Seq,
        rcv_nxt: Seq,
        timestamps: Option<Timestamps>,
    ) {
        self.put(to, (SYN, iss, Some(rcv_nxt), 0), timestamps, None);
    }

    pub(super) fn send_ack(&mut self, to: Tuple, snd_nxt: Seq, rcv_nxt: Seq) {
        self.send(to, Flags::default(), snd_nxt, Some(rcv_nxt), 0);
    }

    pub(super) fn send_rst(&mut self, to: Tuple, seq: Seq, ack: Option<Seq>) {
        self.out.count(&[OutRsts]);
        let rst = Flags {
            rst: true,
            ..Flags::default()
        };
        self.put(to, (rst, seq, ack, 0), None, None);
    }

    fn put(
        &mut self,
        to: Tuple,
        (flags, seq, ack, payload): (Flags, Seq, Option<Seq>, u8),
        timestamps: Option<Timestamps>,
        fast_open: Option<FastOpen>,
    ) {
        let segment = Segment {
            source: to.local,
            destination: to.remote,
            flags,
            seq,
            ack,
            payload,
            timestamps,
            fast_open,
        };
        self.out.segments.push((to.peer, segment));
    }
}

/// SYN alone.
pub(super) const SYN: Flags = Flags {
    syn: true,
    fin: false,
    rst: false,
};
