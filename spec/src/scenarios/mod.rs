//! Set-ups with names, by theme. Each says what happens and why its bounds suffice.

mod among_others;
mod assembled;
mod calibrated;
mod closing;
mod closing_times;
mod cookies;
mod fast_open;
mod handshake;
mod keepalive;
mod odd_segments;
mod overflow;
mod reconnect;
mod scenario;
mod slow_paths;
mod syn_queue;
mod teardown;
mod time_wait;
mod timestamps;

pub use among_others::{MOST_LOOKED_AT, MOST_OWN_QUEUED};
pub use assembled::{CLIENT_PORT, SERVER_PORT};
pub use calibrated::*;
pub use closing::*;
pub use closing_times::*;
pub use cookies::*;
pub use fast_open::*;
pub use handshake::*;
pub use keepalive::*;
pub use odd_segments::*;
pub use overflow::*;
pub use reconnect::*;
pub use scenario::{Roles, Scenario};
pub use slow_paths::*;
pub use syn_queue::*;
pub use teardown::*;
pub use time_wait::*;
pub use timestamps::*;

/// Every built-in scenario, in the order in which a newcomer should meet them.
#[must_use]
pub fn scenarios() -> Vec<Scenario> {
    vec![
        accept_overflow(),
        handshake(),
        ideal_handshake(),
        lossy_handshake(),
        nobody_listens(),
        impatient_client(),
        simultaneous_open(),
        simultaneous_open_again(),
        one_slot(),
        one_slot_recovers(),
        one_slot_aborting(),
        full_accept_queue(),
        retries_spent(),
        young_requests(),
        young_requests_hypothesis(),
        old_requests(),
        deferred_accept(),
        wide_backlog(),
        smaller_backlog_again(),
        raised_somaxconn(),
        syn_flood(),
        flood_of_one(),
        last_quarter(),
        last_quarter_proven(),
        last_quarter_with_cookies(),
        small_max_syn_backlog(),
        backlog_zero(),
        early_expiry(),
        half_full(),
        early_expiry_after_ack(),
        syn_flood_with_cookies(),
        cookies_always(),
        cookie_overflow(),
        cookie_overflow_recovers(),
        cookie_skips_octets(),
        listener_closes(),
        client_closes_early(),
        client_aborts(),
        server_speaks_first(),
        both_close(),
        orderly_close(),
        close_with_loss(),
        two_clients_close(),
        half_close(),
        never_closes(),
        close_unread(),
        close_early(),
        long_fin_timeout(),
        forged_close(),
        server_closes_first(),
        earlier_syn_in_time_wait(),
        earlier_syn_with_rfc1337(),
        time_wait_and_full_accept_queue(),
        no_time_wait_buckets(),
        server_closes_client_aborts(),
        newer_timestamp_in_time_wait(),
        reordered_close_with_timestamps(),
        reordered_handshake_with_timestamps(),
        overtaken_syn_with_timestamps(),
        overflowed_client_is_told_the_time(),
        forged_echo(),
        port_of_an_old_connection(),
        port_of_an_old_connection_default(),
        port_of_an_old_connection_loopback(),
        fast_open_first_contact(),
        fast_open_again(),
        fast_open_without_socket_option(),
        fast_open_unanswered(),
        fast_open_queue_full(),
        fast_open_other_syn(),
        fast_open_place_held(),
        keepalive(),
        overflowed_client_keeps_asking(),
        reconnect_in_window(),
        reconnect_later(),
        stale_peer(),
        forged_segments(),
        forged_numbers(),
        forged_handshake(),
        forged_acks(),
        forged_ack_beside_cookies(),
        unanswered_connect(),
        unanswered_syn_ack(),
        unanswered_syn_ack_under_pressure(),
        burst(),
        overflowed_client(),
        overflowed_client_sends(),
        overflowed_client_sends_late(),
        server_never_closes(),
        server_closes_late(),
        slow_close(),
        slow_close_with_rfc1337(),
        slow_handshake(),
        vanished_peer(),
        deferred_accept_idle(),
        fast_open_never_answered(),
    ]
}

/// The built-in scenario of this name.
#[must_use]
pub fn scenario(name: &str) -> Option<Scenario> {
    scenarios()
        .into_iter()
        .find(|scenario| scenario.name == name)
}
