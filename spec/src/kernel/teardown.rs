//! The program closes, shuts down or aborts, and the other end's FIN arrives: the state moves of RFC 9293 §3.6.
//!
//! Linux: tcp_close, tcp_shutdown, tcp_disconnect, tcp_close_state, tcp_fin. Left out: close() in SYN-RECEIVED of a simultaneous
//! open or of Fast Open (no program of a scenario calls it; 6.18.44 sends FIN at once and is in FIN-WAIT-1 with its SYN unacknowledged),
//! SO_LINGER with a time, which only makes close() wait, and tcp_max_orphans, whose count newer kernels refresh every 100 ms only.

use super::counter::Counter::{TCPAbortOnClose, TCPAbortOnData};
use super::fin_wait_2;
use super::retransmission::restart_data_timer;
use super::stack::Context;
use super::state::{Connection, TcpState, Tuple};
use super::time_wait::{self, Stage, TIME_WAIT_LENGTH};
use crate::rule::Rule;
use crate::wire::Flags;

/// The program calls close(): nobody holds the connection any more.
pub fn close(cx: &mut Context<'_>, tuple: Tuple) {
    let Some(connection) = cx.stack.connection(tuple).cloned() else {
        return;
    };
    match (connection.unread, connection.state) {
        (_, TcpState::SynSent) => close_gives_up_connecting(cx, tuple),
        (true, _) => close_resets_unread_payload(cx, tuple, &connection),
        (false, TcpState::SynReceived | TcpState::Established | TcpState::CloseWait) => {
            cx.out.apply(Rule::FinSent);
            fin_is_sent(cx, tuple, connection, true);
        }
        (
            false,
            TcpState::FinWait1 | TcpState::FinWait2 | TcpState::Closing | TcpState::LastAck,
        ) => close_after_shutdown(cx, tuple, connection),
    }
}

/// The program calls shutdown(SHUT_WR): it sends no more, and still reads.
pub fn shut_down(cx: &mut Context<'_>, tuple: Tuple) {
    let Some(connection) = cx.stack.connection(tuple).cloned() else {
        return;
    };
    cx.out.apply(Rule::ShutDown);
    fin_is_sent(cx, tuple, connection, false);
}

/// FIN goes out, and the timer of a FIN runs unless that of earlier data runs already.
fn fin_is_sent(cx: &mut Context<'_>, tuple: Tuple, connection: Connection, orphan: bool) {
    let fin = Flags {
        fin: true,
        ..Flags::default()
    };
    cx.send(tuple, fin, connection.snd_nxt, Some(connection.rcv_nxt), 0);
    if connection.snd_una == connection.snd_nxt {
        restart_data_timer(cx, tuple, 0);
    }
    let state = match connection.state {
        TcpState::CloseWait => TcpState::LastAck,
        TcpState::SynSent
        | TcpState::SynReceived
        | TcpState::Established
        | TcpState::FinWait1
        | TcpState::FinWait2
        | TcpState::Closing
        | TcpState::LastAck => TcpState::FinWait1,
    };
    let snd_nxt = connection.snd_nxt.plus(1);
    cx.keep(
        tuple,
        Connection {
            state,
            snd_nxt,
            orphan,
            ..connection
        },
    );
}

/// close() in SYN-SENT: nothing is sent, and a SYN,ACK that comes later finds nobody.
fn close_gives_up_connecting(cx: &mut Context<'_>, tuple: Tuple) {
    cx.out.apply(Rule::CloseInSynSent);
    cx.remove_connection(tuple, None);
}

/// The program has not read everything: RST instead of FIN, so that the other end learns that data was lost (RFC 2525 §2.17).
fn close_resets_unread_payload(cx: &mut Context<'_>, tuple: Tuple, connection: &Connection) {
    cx.out.apply(Rule::CloseWithUnreadPayload);
    cx.out.count(&[TCPAbortOnClose]);
    cx.send_rst(tuple, connection.snd_nxt, Some(connection.rcv_nxt));
    cx.remove_connection(tuple, None);
}

/// FIN was sent before, by shutdown(): the connection becomes an orphan, and in FIN-WAIT-2 its time runs from now on.
fn close_after_shutdown(cx: &mut Context<'_>, tuple: Tuple, connection: Connection) {
    cx.out.apply(Rule::CloseAfterShutDown);
    let connection = Connection {
        orphan: true,
        ..connection
    };
    cx.keep(tuple, connection.clone());
    if connection.state == TcpState::FinWait2 {
        fin_wait_2::orphan_waits(cx, tuple, &connection);
    }
}

/// The program closes with SO_LINGER of zero seconds: RST, and the connection is gone (tcp_disconnect). Unread payload is looked
/// at first.
pub fn abort(cx: &mut Context<'_>, tuple: Tuple) {
    let Some(connection) = cx.stack.connection(tuple).cloned() else {
        return;
    };
    if connection.unread {
        return close_resets_unread_payload(cx, tuple, &connection);
    }
    cx.out.apply(Rule::Abort);
    cx.out.count(&[TCPAbortOnData]);
    cx.send_rst(tuple, connection.snd_nxt, Some(connection.rcv_nxt));
    cx.remove_connection(tuple, None);
}

/// The other end's FIN was taken in order: ACK, and the next state (tcp_fin).
pub(super) fn fin_arrives(cx: &mut Context<'_>, tuple: Tuple, connection: Connection) {
    let state = match connection.state {
        TcpState::Established => {
            cx.out.apply(Rule::FinArrives);
            TcpState::CloseWait
        }
        TcpState::FinWait1 => {
            cx.out.apply(Rule::FinsCross);
            TcpState::Closing
        }
        TcpState::FinWait2 => {
            cx.out.apply(Rule::FinArrives);
            TcpState::FinWait2
        }
        // These take no FIN in order: established.rs looks at the state before. tcp_fin would do nothing either.
        TcpState::SynSent
        | TcpState::SynReceived
        | TcpState::Closing
        | TcpState::CloseWait
        | TcpState::LastAck => return,
    };
    cx.send_ack(tuple, connection.snd_nxt, connection.rcv_nxt);
    let connection = Connection {
        state,
        ..connection
    };
    cx.keep(tuple, connection.clone());
    if connection.state == TcpState::FinWait2 {
        time_wait::enter(cx, tuple, &connection, Stage::TimeWait, TIME_WAIT_LENGTH);
    }
}

/// The FIN of this end is acknowledged: the next state. Whether the connection lives on as a full socket.
pub(super) fn fin_is_acknowledged(
    cx: &mut Context<'_>,
    tuple: Tuple,
    connection: &mut Connection,
) -> bool {
    match connection.state {
        TcpState::FinWait1 => {
            cx.out.apply(Rule::FinAcknowledged);
            connection.state = TcpState::FinWait2;
            true
        }
        TcpState::Closing => {
            cx.out.apply(Rule::FinAcknowledgedInClosing);
            time_wait::enter(cx, tuple, connection, Stage::TimeWait, TIME_WAIT_LENGTH);
            false
        }
        TcpState::LastAck => {
            cx.out.apply(Rule::LastFinAcknowledged);
            cx.remove_connection(tuple, None);
            false
        }
        TcpState::SynSent
        | TcpState::SynReceived
        | TcpState::Established
        | TcpState::FinWait2
        | TcpState::CloseWait => true,
    }
}
