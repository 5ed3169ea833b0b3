//! SO_KEEPALIVE: what an idle connection asks, how often, and when it gives up.
//!
//! Linux: tcp_keepalive_timer, tcp_write_wakeup, tcp_ack. The timer is started again by whatever the other end sends, where the
//! kernel lets it run and looks how long ago that was: it fires at the same time.

use super::counter::Counter::{TCPAbortOnTimeout, TCPKeepAlive};
use super::stack::Context;
use super::state::{Connection, Errno, Tuple};
use super::timer::{Purpose, wheel};
use crate::rule::Rule;
use crate::wire::Seq;
use std::time::Duration;

/// Starts to watch a connection that has SO_KEEPALIVE, when it is ESTABLISHED or the other end has sent something.
pub(super) fn restart(cx: &mut Context<'_>, tuple: Tuple, connection: &Connection) {
    if connection.keepalive.is_some() {
        arm(cx, tuple, cx.sysctls().tcp_keepalive_time);
    }
}

fn arm(cx: &mut Context<'_>, tuple: Tuple, seconds: u16) {
    let after = Duration::from_secs(seconds.into());
    let when = wheel(cx.policies(), after);
    cx.out.arm(cx.timer(Purpose::Keepalive(tuple)), when);
}

/// The other end has acknowledged something, or nothing new: it is there, and probes count from 0 again.
pub(super) fn peer_is_there(cx: &mut Context<'_>, tuple: Tuple, connection: &mut Connection) {
    if connection.keepalive.is_some() {
        connection.keepalive = Some(0);
        restart(cx, tuple, connection);
    }
}

/// So long nothing has come from the other end.
pub(super) fn timer_fires(cx: &mut Context<'_>, tuple: Tuple) {
    let Some(connection) = cx.stack.connection(tuple).cloned() else {
        return;
    };
    let Some(probes) = connection.keepalive else {
        return;
    };
    let idle = connection.snd_una == connection.snd_nxt;
    match (idle, probes >= cx.sysctls().tcp_keepalive_probes) {
        (false, _) => retransmission_asks_already(cx, tuple, &connection),
        (true, false) => probe_is_sent(cx, tuple, connection, probes),
        (true, true) => peer_is_given_up(cx, tuple, &connection),
    }
}

fn retransmission_asks_already(cx: &mut Context<'_>, tuple: Tuple, connection: &Connection) {
    cx.out.apply(Rule::KeepaliveWaits);
    restart(cx, tuple, connection);
}

/// A segment with an old number, which the other end has to answer with ACK (RFC 1122 §4.2.3.6).
fn probe_is_sent(cx: &mut Context<'_>, tuple: Tuple, connection: Connection, probes: u8) {
    cx.out.apply(Rule::KeepaliveProbes);
    cx.out.count(&[TCPKeepAlive]);
    cx.send_ack(
        tuple,
        Seq(connection.snd_una.0.wrapping_sub(1)),
        connection.rcv_nxt,
    );
    arm(cx, tuple, cx.sysctls().tcp_keepalive_intvl);
    let keepalive = Some(probes.saturating_add(1));
    cx.keep(
        tuple,
        Connection {
            keepalive,
            ..connection
        },
    );
}

/// No probe was answered: RST, and ETIMEDOUT for the program.
fn peer_is_given_up(cx: &mut Context<'_>, tuple: Tuple, connection: &Connection) {
    cx.out.apply(Rule::KeepaliveGivesUp);
    cx.send_rst(tuple, connection.snd_nxt, Some(connection.rcv_nxt));
    cx.out.count(&[TCPAbortOnTimeout]);
    cx.remove_connection(tuple, Some(Errno::TimedOut));
}
