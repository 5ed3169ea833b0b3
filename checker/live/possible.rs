//! Which moves a case may make in a situation: calls that programs can make, and segments of which the model says all that there is to say.

use super::case::{Call, Move, Peer};
use super::rehearsal::Rehearsal;
use super::segments::{Kind, segment};
use super::setup::OCTETS;
use halfopen_spec::kernel::{Connection, Socket, TcpState, Tuple};
use halfopen_spec::program::Act;

/// What the specification leaves out of a connection, so that nothing can be compared.
fn is_left_out(kind: Kind, connection: &Connection, gap: bool) -> bool {
    let content = matches!(
        kind,
        Kind::Data
            | Kind::OlderData
            | Kind::Fin
            | Kind::OlderFin
            | Kind::CrossData
            | Kind::CrossFin
            | Kind::DataFin
            | Kind::GapData
    );
    let received = connection.received_octets() >= u32::from(OCTETS);
    // Reassembly.
    gap && content
        || kind == Kind::OldData && !received
        // Header prediction, which depends on how much memory the socket has: the data is taken before its ACK is looked at.
        || kind == Kind::CrossData && received && connection.snd_una == connection.snd_nxt
        // An ACK of the initial number completes a simultaneous open without acknowledging its SYN.
        || matches!(
            kind,
            Kind::OldAck | Kind::TooOldAck | Kind::CrossData | Kind::CrossFin
        ) && connection.state == TcpState::SynReceived
}

impl Rehearsal {
    pub(super) fn act(&self, call: Call) -> Option<Act> {
        let tuple = |peer: Peer| self.setup.tuple(peer);
        let listener = self.state.stack.listener.as_ref();
        match call {
            Call::Connect => self.may_connect().then_some(Act::Connect),
            Call::Accept => {
                let waits = listener.is_some_and(|listener| !listener.accept_queue.is_empty());
                waits.then_some(Act::Accept)
            }
            Call::Send(peer) => {
                let may = self.may_send(tuple(peer)) && self.nothing_is_in_flight(tuple(peer));
                may.then(|| Act::Send(tuple(peer)))
            }
            Call::ShutDown(peer) => self
                .may_send_fin(tuple(peer))
                .then(|| Act::ShutDown(tuple(peer))),
            Call::Close(peer) => self.may_close(tuple(peer)).then(|| Act::Close(tuple(peer))),
            Call::Abort(peer) => self.may_send(tuple(peer)).then(|| Act::Abort(tuple(peer))),
            Call::ListenAgain => (listener.is_some() && self.setup.listen_again.is_some())
                .then_some(Act::ListenAgain),
            Call::CloseListener => listener.is_some().then_some(Act::CloseListener),
            Call::WriteSysctls => {
                let open = !self.setup.writes.is_empty() && !self.state.program.sysctls_written;
                open.then_some(Act::WriteSysctls)
            }
        }
    }

    fn may_connect(&self) -> bool {
        let tuple = self.setup.tuple(Peer(1));
        let stack = &self.state.stack;
        self.setup.connects && self.connects < 2 && stack.connection(tuple).is_none()
    }

    fn may_send(&self, tuple: Tuple) -> bool {
        let state = self.state.stack.connection(tuple).map(|held| held.state);
        self.held.contains(&tuple)
            && !self.unsampled.contains(&tuple)
            && matches!(state, Some(TcpState::Established | TcpState::CloseWait))
    }

    /// One piece of data at a time: what Nagle's algorithm holds back is not modelled.
    fn nothing_is_in_flight(&self, tuple: Tuple) -> bool {
        let connection = self.state.stack.connection(tuple);
        connection.is_some_and(|connection| connection.snd_una == connection.snd_nxt)
    }

    /// Data and FIN in flight together may be sent again as one segment, and the congestion window may hold the FIN back: not modelled.
    fn may_send_fin(&self, tuple: Tuple) -> bool {
        self.may_send(tuple) && self.nothing_is_in_flight(tuple)
    }

    fn may_close(&self, tuple: Tuple) -> bool {
        let connection = self.state.stack.connection(tuple);
        let closes_silently = connection
            .is_some_and(|one| one.state == TcpState::SynSent || one.state.has_sent_fin());
        let held = self.held.contains(&tuple);
        held && closes_silently || self.may_send_fin(tuple)
    }

    /// Whether the model says all that there is to say about this move, here.
    #[must_use]
    pub fn is_modelled(&self, next: Move) -> bool {
        let Move::Segment(peer, kind) = next else {
            return true;
        };
        if kind.is_older() && !self.uses_timestamps() {
            return false;
        }
        let tuple = self.setup.tuple(peer);
        match self.state.stack.sockets.get(&tuple) {
            // Answered only now and then, as long as tcp_invalid_ratelimit is what it is by default.
            Some(Socket::Request(request)) => {
                let chosen = self.chosen.get(&tuple).copied();
                let sent = segment(kind, &self.state, tuple, chosen);
                let repeated = sent.is_pure_syn() && sent.seq == request.irs;
                !repeated || self.setup.rate_limit || !request.answered_syn
            }
            Some(Socket::Connection(connection)) => {
                // Challenge ACKs are limited too, which the specification leaves out.
                let limited = self.setup.rate_limit && kind != Kind::Ack;
                let no_host_sends = kind == Kind::OlderAck && self.clocks.next_number_is_new(tuple);
                // The data is sent again, and nothing gave a round-trip time for its timer.
                let untimed = kind == Kind::SynAckNoData && self.unsampled.contains(&tuple);
                !limited
                    && !no_host_sends
                    && !untimed
                    && !is_left_out(kind, connection, self.gaps.contains(&tuple))
            }
            // So are ACKs that answer segments outside the window of a mini-socket.
            Some(Socket::TimeWait(_)) => !self.setup.rate_limit,
            None => true,
        }
    }
}
