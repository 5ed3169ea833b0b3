//! What a kernel does with a segment, a timer and a system call: which socket it concerns, in the kernel's own order.

pub mod accept_queue;
pub mod active_open;
pub mod admission;
pub mod cookie;
mod counter;
pub mod crowd;
mod effects;
pub mod established;
pub mod fast_open;
pub mod fin_wait_2;
pub mod handshake_ack;
pub mod keepalive;
pub mod listener;
pub mod no_socket;
mod output;
pub mod port_reuse;
pub mod request;
pub mod retransmission;
pub mod simultaneous_open;
mod stack;
mod state;
pub mod syn_ack_timer;
pub mod syn_queue;
pub mod teardown;
pub mod time_wait;
mod timer;
mod timestamps;
pub mod timetable;
mod window;

pub use active_open::Opens;
pub use counter::Counter;
pub use crowd::Crowd;
pub use effects::{Effects, TimerChange};
pub use stack::{Context, Elsewhere, Listener, Queued, Request, Socket, Stack};
pub use state::{Connection, Errno, FastOpened, HostId, TcpState, Tuple};
pub use time_wait::{Stage, TimeWait};
pub use timer::{Purpose, Timer};
pub use timestamps::RequestTimestamps;

use crate::wire::Segment;

/// A segment arrives. The socket is looked up as tcp_v4_rcv does: by four-tuple first, then a listener on the port.
pub fn segment_arrives(cx: &mut Context<'_>, tuple: Tuple, segment: &Segment) {
    match cx.stack.sockets.get(&tuple) {
        Some(Socket::Request(request)) => {
            let request = request.clone();
            request::segment_arrives(cx, tuple, &request, segment);
        }
        Some(Socket::Connection(connection)) => {
            let connection = connection.clone();
            connection_segment_arrives(cx, tuple, connection, segment);
        }
        Some(Socket::TimeWait(bucket)) => {
            let bucket = bucket.clone();
            time_wait::segment_arrives(cx, tuple, bucket, segment);
        }
        None => no_connection_segment_arrives(cx, tuple, segment),
    }
}

/// The socket's state decides, as in tcp_rcv_state_process.
fn connection_segment_arrives(
    cx: &mut Context<'_>,
    tuple: Tuple,
    connection: Connection,
    segment: &Segment,
) {
    match connection.state {
        TcpState::SynSent => active_open::segment_arrives(cx, tuple, connection, segment),
        TcpState::SynReceived if connection.fast_open == Some(FastOpened::Child) => {
            fast_open::segment_arrives(cx, tuple, connection, segment);
        }
        TcpState::SynReceived => simultaneous_open::segment_arrives(cx, tuple, connection, segment),
        TcpState::Established
        | TcpState::FinWait1
        | TcpState::FinWait2
        | TcpState::Closing
        | TcpState::CloseWait
        | TcpState::LastAck => {
            established::segment_arrives(cx, tuple, connection, segment);
        }
    }
}

/// No connection has this four-tuple: a listener on the port takes the segment, else nobody.
pub(crate) fn no_connection_segment_arrives(cx: &mut Context<'_>, tuple: Tuple, segment: &Segment) {
    let listening = cx
        .stack
        .listener
        .as_ref()
        .is_some_and(|listener| listener.port == tuple.local);
    if listening {
        listener::segment_arrives(cx, tuple, segment);
    } else {
        no_socket::segment_arrives(cx, tuple, segment);
    }
}

/// A timer fires.
pub fn timer_fires(cx: &mut Context<'_>, purpose: Purpose) {
    match purpose {
        Purpose::SynAgain(tuple) => retransmission::syn_timer_fires(cx, tuple),
        Purpose::SynAckAgain(tuple) => syn_ack_timer::fires(cx, tuple),
        Purpose::DataAgain(tuple) => retransmission::data_timer_fires(cx, tuple),
        Purpose::Keepalive(tuple) => keepalive::timer_fires(cx, tuple),
        Purpose::FinWait2Ends(tuple) => fin_wait_2::timer_fires(cx, tuple),
        Purpose::TimeWaitEnds(tuple) => time_wait::timer_fires(cx, tuple),
        Purpose::PortReusable(tuple) => port_reuse::timer_fires(cx, tuple),
        Purpose::AnswerSynAgain(tuple) => request::rate_limit_ends(cx, tuple),
        Purpose::FastOpenPlaceFree(tuple) => fast_open::place_is_free(cx, tuple),
        Purpose::ForgetCookies => cookie::window_ends(cx),
    }
}
