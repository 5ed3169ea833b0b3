//! The timers of a full socket: SYN again, data again, and when to give up.
//!
//! Linux: tcp_retransmit_timer, tcp_write_timeout, retransmits_timed_out.

use super::counter::Counter::{
    AttemptFails, RetransSegs, TCPAbortOnTimeout, TCPSynRetrans, TCPTimeouts,
};
use super::stack::Context;
use super::state::{Connection, Errno, FastOpened, TcpState, Tuple};
use super::timer::{DATA_TIMEOUT, Purpose, doubled, initial_timeout, wheel};
use super::{fast_open, timetable};
use crate::rule::Rule;
use crate::wire::Flags;

/// Arms the timer that sends the SYN again for the time after `retransmits` retransmissions.
pub(super) fn restart_syn_timer(
    cx: &mut Context<'_>,
    tuple: Tuple,
    state: TcpState,
    retransmits: u8,
) {
    let linear = linear_timeouts(cx, state);
    let interval = timetable::syn_interval(initial_timeout(cx.policies()), linear, retransmits);
    let when = wheel(cx.policies(), interval);
    cx.out.arm(cx.timer(Purpose::SynAgain(tuple)), when);
}

/// Linear timeouts are for SYN-SENT; a simultaneous open in SYN-RECEIVED doubles from the start.
fn linear_timeouts(cx: &Context<'_>, state: TcpState) -> u8 {
    match state {
        TcpState::SynSent => cx.sysctls().tcp_syn_linear_timeouts,
        TcpState::SynReceived
        | TcpState::Established
        | TcpState::FinWait1
        | TcpState::FinWait2
        | TcpState::Closing
        | TcpState::CloseWait
        | TcpState::LastAck => 0,
    }
}

/// Arms the timer that sends data or FIN again.
pub(super) fn restart_data_timer(cx: &mut Context<'_>, tuple: Tuple, retransmits: u8) {
    let interval = doubled(DATA_TIMEOUT, u32::from(retransmits));
    let when = wheel(cx.policies(), interval);
    cx.out.arm(cx.timer(Purpose::DataAgain(tuple)), when);
}

/// The SYN was not answered in time: again, or ETIMEDOUT.
pub(super) fn syn_timer_fires(cx: &mut Context<'_>, tuple: Tuple) {
    let Some(connection) = cx.stack.connection(tuple).cloned() else {
        return;
    };
    if connection.fast_open == Some(FastOpened::Child) {
        return fast_open::timer_fires(cx, tuple, connection);
    }
    let expired = timetable::syn_gives_up(
        cx.kernel,
        linear_timeouts(cx, connection.state),
        connection.retransmits,
    );
    fast_open::timeout_is_suspicious(cx, &connection, expired);
    if expired {
        connect_times_out(cx, tuple);
    } else {
        syn_is_sent_again(cx, tuple, connection);
    }
}

/// No segment tells the server.
fn connect_times_out(cx: &mut Context<'_>, tuple: Tuple) {
    cx.out.apply(Rule::ConnectTimesOut);
    cx.out
        .count(&[TCPTimeouts, TCPAbortOnTimeout, AttemptFails]);
    cx.remove_connection(tuple, Some(Errno::TimedOut));
}

fn syn_is_sent_again(cx: &mut Context<'_>, tuple: Tuple, connection: Connection) {
    cx.out.apply(Rule::SynSentAgain);
    cx.out.count(&[TCPTimeouts, RetransSegs, TCPSynRetrans]);
    match connection.state {
        TcpState::SynReceived => cx.send_syn_ack(tuple, connection.iss, connection.rcv_nxt),
        TcpState::SynSent
        | TcpState::Established
        | TcpState::FinWait1
        | TcpState::FinWait2
        | TcpState::Closing
        | TcpState::CloseWait
        | TcpState::LastAck => cx.send_syn(tuple, connection.iss),
    }
    let retransmits = connection.retransmits.saturating_add(1);
    restart_syn_timer(cx, tuple, connection.state, retransmits);
    cx.keep(
        tuple,
        Connection {
            retransmits,
            ..connection
        },
    );
}

/// The program sends one piece of data on a synchronised connection.
pub fn send(cx: &mut Context<'_>, tuple: Tuple, octets: u8) {
    let Some(connection) = cx.stack.connection(tuple).cloned() else {
        return;
    };
    cx.out.apply(Rule::DataSent);
    cx.send(
        tuple,
        Flags::default(),
        connection.snd_nxt,
        Some(connection.rcv_nxt),
        octets,
    );
    restart_data_timer(cx, tuple, 0);
    let snd_nxt = connection.snd_nxt.plus(u32::from(octets));
    cx.keep(
        tuple,
        Connection {
            snd_nxt,
            ..connection
        },
    );
}

/// Data or FIN was not acknowledged in time: again, or the connection is given up.
pub(super) fn data_timer_fires(cx: &mut Context<'_>, tuple: Tuple) {
    let Some(connection) = cx.stack.connection(tuple).cloned() else {
        return;
    };
    let expired = gives_up(cx, &connection);
    fast_open::timeout_is_suspicious(cx, &connection, expired);
    if expired {
        connection_times_out(cx, tuple);
    } else {
        first_unacknowledged_is_sent_again(cx, tuple, connection);
    }
}

/// A program's connection is bounded by tcp_retries2, an orphan by tcp_orphan_retries, where 0 means 8.
fn gives_up(cx: &Context<'_>, connection: &Connection) -> bool {
    let limit = if connection.orphan {
        timetable::orphan_limit(cx.kernel)
    } else {
        cx.sysctls().tcp_retries2
    };
    timetable::gives_up(cx.kernel, limit, connection.retransmits)
}

/// No segment tells the other end.
fn connection_times_out(cx: &mut Context<'_>, tuple: Tuple) {
    cx.out.apply(Rule::ConnectionTimesOut);
    cx.out.count(&[TCPTimeouts, TCPAbortOnTimeout]);
    cx.remove_connection(tuple, Some(Errno::TimedOut));
}

fn first_unacknowledged_is_sent_again(cx: &mut Context<'_>, tuple: Tuple, connection: Connection) {
    cx.out.apply(Rule::DataSentAgain);
    cx.out.count(&[TCPTimeouts, RetransSegs]);
    let unacknowledged = connection.snd_nxt.since(connection.snd_una).unsigned_abs();
    let fin_sent = u32::from(connection.state.has_sent_fin());
    // A piece of data has at most 255 octets.
    let payload = u8::try_from(unacknowledged.saturating_sub(fin_sent)).unwrap_or(u8::MAX);
    let flags = Flags {
        fin: payload == 0,
        ..Flags::default()
    };
    cx.send(
        tuple,
        flags,
        connection.snd_una,
        Some(connection.rcv_nxt),
        payload,
    );
    let retransmits = connection.retransmits.saturating_add(1);
    restart_data_timer(cx, tuple, retransmits);
    cx.keep(
        tuple,
        Connection {
            retransmits,
            ..connection
        },
    );
}
