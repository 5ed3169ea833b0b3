//! Closing, as far as set-up needs it: a client's FIN or RST can meet a half-open request.
//!
//! What follows FIN-WAIT-2 and CLOSE-WAIT (LAST-ACK, TIME-WAIT, the orphan's timer) is not modelled yet; a connection that
//! reaches them stays there. No verdict of set-up depends on their end.

use super::counter::Counter::TCPAbortOnData;
use super::retransmission::restart_data_timer;
use super::stack::Context;
use super::state::{Connection, TcpState, Tuple};
use crate::rule::Rule;
use crate::wire::Flags;

/// The program closes an ESTABLISHED connection: FIN, and nobody holds the connection any more (tcp_close).
pub fn close(cx: &mut Context<'_>, tuple: Tuple) {
    let Some(connection) = cx.stack.connection(tuple).cloned() else {
        return;
    };
    cx.out.apply(Rule::FinSent);
    let fin = Flags {
        fin: true,
        ..Flags::default()
    };
    cx.out
        .send(tuple, fin, connection.snd_nxt, Some(connection.rcv_nxt), 0);
    if connection.snd_una == connection.snd_nxt {
        restart_data_timer(cx, tuple, 0);
    }
    let snd_nxt = connection.snd_nxt.plus(1);
    cx.keep(
        tuple,
        Connection {
            state: TcpState::FinWait1,
            snd_nxt,
            orphan: true,
            ..connection
        },
    );
}

/// The program closes with SO_LINGER of zero seconds: RST, and the connection is gone (tcp_disconnect).
pub fn abort(cx: &mut Context<'_>, tuple: Tuple) {
    let Some(connection) = cx.stack.connection(tuple).cloned() else {
        return;
    };
    cx.out.apply(Rule::Abort);
    cx.out.count(&[TCPAbortOnData]);
    cx.out
        .send_rst(tuple, connection.snd_nxt, Some(connection.rcv_nxt));
    cx.remove_connection(tuple, None);
}

/// The other end's FIN arrives in order.
pub(super) fn fin_arrives(cx: &mut Context<'_>, connection: Connection) -> Connection {
    cx.out.apply(Rule::FinArrives);
    match connection.state {
        TcpState::Established => Connection {
            state: TcpState::CloseWait,
            ..connection
        },
        TcpState::SynSent
        | TcpState::SynReceived
        | TcpState::FinWait1
        | TcpState::FinWait2
        | TcpState::CloseWait => connection,
    }
}
