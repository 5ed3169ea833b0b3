//! FIN-WAIT-2 that no program holds: how long it waits for the other end's FIN, and as what.
//!
//! Linux: tcp_rcv_state_process (FIN_WAIT1), tcp_close, tcp_fin_time, tcp_keepalive_timer. TCP_LINGER2 is left out: it is
//! tcp_fin_timeout for one socket. A change of tcp_fin_timeout during the wait is left out too.

use super::stack::Context;
use super::state::{Connection, Tuple};
use super::time_wait::{self, Stage, TIME_WAIT_LENGTH};
use super::timer::{Purpose, wheel};
use crate::rule::Rule;
use std::time::Duration;

/// Three and a half of the least retransmission timeouts of data.
const LEAST_FIN_TIME: Duration = Duration::from_millis(700);

/// tcp_fin_timeout, but at least three and a half retransmission timeouts (tcp_fin_time).
fn fin_time(cx: &Context<'_>) -> Duration {
    let configured = Duration::from_secs(cx.sysctls().tcp_fin_timeout.unsigned_abs().into());
    configured.max(LEAST_FIN_TIME)
}

/// An orphan is in FIN-WAIT-2, because its FIN was acknowledged or because its program closes now.
///
/// Up to 60 s it becomes a mini-socket at once. What tcp_fin_timeout has above 60 s is waited for twice: as a full socket, then
/// as a mini-socket. So 70 s mean 20 s.
pub(super) fn orphan_waits(cx: &mut Context<'_>, tuple: Tuple, connection: &Connection) {
    match fin_time(cx).checked_sub(TIME_WAIT_LENGTH) {
        Some(excess) if !excess.is_zero() => {
            cx.out.apply(Rule::OrphanInFinWait2StaysFull);
            let when = wheel(cx.policies(), excess);
            cx.out.arm(cx.timer(Purpose::FinWait2Ends(tuple)), when);
        }
        Some(_) | None => {
            time_wait::enter(cx, tuple, connection, Stage::FinWait2, fin_time(cx));
        }
    }
}

/// The full socket has waited for what tcp_fin_timeout has above 60 s.
pub(super) fn timer_fires(cx: &mut Context<'_>, tuple: Tuple) {
    let Some(connection) = cx.stack.connection(tuple).cloned() else {
        return;
    };
    let excess = fin_time(cx).saturating_sub(TIME_WAIT_LENGTH);
    time_wait::enter(cx, tuple, &connection, Stage::FinWait2, excess);
}
