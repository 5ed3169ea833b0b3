//! Segments carry timestamps: old connections are told from new ones, and sometimes a living one is mistaken.

use super::Scenario;
use crate::flooder::Forgery;
use crate::policy::Sysctl;
use crate::program::Accepts;

/// Lets segments carry timestamps, and the client's clock move on once.
fn with_timestamps(scenario: Scenario) -> Scenario {
    scenario
        .sysctl(Sysctl::TcpTimestamps, 1)
        .with(|s| s.client_ticks = 1)
}

/// The new SYN has no later number, but perhaps a later timestamp.
#[must_use]
pub fn newer_timestamp_in_time_wait() -> Scenario {
    with_timestamps(super::earlier_syn_in_time_wait())
        .with(|s| {
            s.name = "newer-timestamp-in-time-wait".to_owned();
            s.summary = "Both ends may close, and the client connects again from the same port, with an initial number that is not later, and with timestamps.".to_owned();
            s.bounds = "2 connects, 1 tick of the client's clock: the second SYN's timestamp is newer, or equal. No timer fires, so that TIME-WAIT lasts.".to_owned();
        })
        .about(&[
            "new-syn-accepted-for-its-timestamp",
            "old-syn-acknowledged-by-time-wait",
            "port-reused",
        ])
}

/// Segments overtake each other while both ends close.
#[must_use]
pub fn reordered_close_with_timestamps() -> Scenario {
    with_timestamps(super::both_close())
        .with(|s| {
            s.name = "reordered-close-with-timestamps".to_owned();
            s.summary = "A client sends, each end may close at any moment, and segments with timestamps overtake each other.".to_owned();
            s.bounds = "1 client, 1 piece of data, 1 tick of the client's clock: what was sent before it can arrive after what was sent later. No timer fires.".to_owned();
            s.client_sends = 5;
            s.network.reorder = true;
            s.timers = false;
        })
        .about(&["time-wait-refuses-older", "paws-refuses"])
}

/// A client repeats its SYN, and its handshake ACK overtakes it.
#[must_use]
pub fn overtaken_syn_with_timestamps() -> Scenario {
    with_timestamps(super::handshake())
        .with(|s| {
            s.name = "overtaken-syn-with-timestamps".to_owned();
            s.summary = "A client repeats its SYN, and its handshake ACK, with timestamps, may arrive before the repetition.".to_owned();
            s.bounds = "1 client, 1 repetition of SYN, 1 tick of the client's clock: the ACK is newer than both SYNs, or not.".to_owned();
            s.accept = Accepts::Never;
        })
        .about(&["paws-refuses"])
}

/// A client with SO_KEEPALIVE is told a newer timestamp by a request that has no room.
#[must_use]
pub fn overflowed_client_is_told_the_time() -> Scenario {
    with_timestamps(super::overflowed_client_keeps_asking())
        .with(|s| {
            s.name = "overflowed-client-is-told-the-time".to_owned();
            s.summary = "A client with SO_KEEPALIVE and timestamps connects, and the accept queue may be full when its handshake ACK arrives; it asks, may send, and the server accepts at any moment.".to_owned();
            s.bounds = "1 client, 1 piece of data, 1 tick of the server's clock; 1 connection waits, and listen() may be called again with a backlog of 0, which 1 exceeds. One probe may stay unanswered.".to_owned();
            s.backlog = 1;
            s.queued_before = 1;
            s.listen_again = Some(0);
            s.accept = Accepts::AnyTime;
            s.client_sends = 5;
            s.client_ticks = 0;
            s.server_ticks = 1;
        })
        .about(&["request-refuses-echo", "request-refuses-echo-despite-room"])
}

/// An attacker guesses the timestamp that it has to echo, and guesses wrong.
#[must_use]
pub fn forged_echo() -> Scenario {
    with_timestamps(super::forged_handshake())
        .with(|s| {
            s.name = "forged-echo".to_owned();
            s.summary = "An address that never answers sends a SYN with timestamps, and guesses the handshake ACK with a wrong echo, and with the right one.".to_owned();
            s.client_ticks = 0;
            s.forgeries = vec![Forgery::WrongEcho, Forgery::HandshakeAck];
        })
        .about(&["request-refuses-echo"])
}

/// An ACK of a connection that is half-open at the server arrives after a newer one.
#[must_use]
pub fn reordered_handshake_with_timestamps() -> Scenario {
    with_timestamps(super::one_slot())
        .with(|s| {
            s.name = "reordered-handshake-with-timestamps".to_owned();
            s.summary = "A client connects while the accept queue is full, and sends; its segments with timestamps overtake each other.".to_owned();
            s.bounds = "1 client, 1 piece of data, 1 tick of the client's clock; backlog 2, with which 2 connections wait, and then 1, which 2 exceed. No timer fires.".to_owned();
            s.clients = 1;
            s.backlog = 2;
            s.queued_before = 2;
            s.listen_again = Some(1);
            s.client_sends = 5;
            s.network.reorder = true;
            s.timers = false;
        })
        .about(&["request-refuses-older"])
}

/// The client closed first and connects again; the kernel chooses its port, and there is one.
#[must_use]
pub fn port_of_an_old_connection() -> Scenario {
    with_timestamps(super::server_closes_first())
        .with(|s| {
            s.name = "port-of-an-old-connection".to_owned();
            s.summary = "Both ends may close, and the client connects again; the kernel chooses its port and has no other. With timestamps and tcp_tw_reuse = 1.".to_owned();
            s.bounds = "2 connects: the second can find the old connection in TIME-WAIT, or in FIN-WAIT-2 without a program, at any moment; it is young for a second.".to_owned();
            s.client_binds = false;
            s.client_ticks = 0;
            s.timers = true;
        })
        .sysctl(Sysctl::TcpTwReuse, 1)
        .calibrated()
        .about(&["port-reused", "port-too-young"])
        .measuring(&["young-port-time"])
}

/// The same with the default of the newer kernels, between two machines.
#[must_use]
pub fn port_of_an_old_connection_default() -> Scenario {
    port_of_an_old_connection()
        .with(|s| {
            s.name = "port-of-an-old-connection-default".to_owned();
            s.summary = "Both ends may close, and the client connects again; the kernel chooses its port and has no other. With timestamps and tcp_tw_reuse = 2.".to_owned();
        })
        .sysctl(Sysctl::TcpTwReuse, 2)
        .about(&["port-too-young", "port-reused"])
        .measuring(&[])
}

/// The same on one machine.
#[must_use]
pub fn port_of_an_old_connection_loopback() -> Scenario {
    port_of_an_old_connection_default()
        .with(|s| {
            s.name = "port-of-an-old-connection-loopback".to_owned();
            s.summary = "Both ends are on one machine and may close, and the client connects again; the kernel chooses its port and has no other. With timestamps and tcp_tw_reuse = 2.".to_owned();
            s.loopback = true;
        })
        .about(&["port-reused", "port-too-young"])
}
