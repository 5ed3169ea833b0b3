//! What some run reaches: the run is the result.

mod accept_queue_exceeds_backlog;
mod address_not_available;
mod both_ends_established;
mod client_established_first;
mod client_established_server_forgot;
mod client_established_server_in_syn_received;
mod close_resets_unread;
mod close_wait_at_rest;
mod connect_refused;
mod connect_times_out;
mod cookie_ack_dropped;
mod cookie_below_max_syn_backlog;
mod cookie_connection_nothing_retained;
mod cookie_makes_child;
mod data_before_handshake;
mod data_completes_handshake;
mod established_client_reset;
mod every_client_established_server_knows_fewer;
mod fast_open_child_reset;
mod fast_open_completes;
mod fast_open_cookie_given;
mod fast_open_data_repeated;
mod fast_open_gives_up;
mod fast_open_refused;
mod fast_open_resets_other_syn;
mod fin_completes_handshake;
mod fin_wait_2_forgotten;
mod fin_wait_2_receives;
mod fin_wait_2_reset;
mod first_syn_admitted_though_accept_queue_full;
mod half_open_at_rest;
mod handshake_ack_ignored;
mod keepalive_gives_up;
mod last_fin_acknowledged;
mod late_ack_reset;
mod listener_close_sends;
mod more_half_open_than_max_syn_backlog;
mod new_syn_accepted_for_its_timestamp;
mod new_syn_accepted_in_time_wait;
mod odd_ack_challenged;
mod odd_ack_ignored;
mod old_syn_acknowledged_by_time_wait;
mod orphan_given_up;
mod orphan_reset_by_data;
mod overflow_answered_with_rst;
mod overflow_reset;
mod paws_refuses;
mod payload_after_fin_ignored;
mod port_reused;
mod port_too_young;
mod probe_answered_by_request;
mod queued_reset_by_listener_close;
mod refused_syn_admitted_when_repeated;
mod repeated_syn_ack_completes;
mod repeated_syn_answered;
mod repeated_syn_rate_limited;
mod repeated_syn_refused_again;
mod request_expires;
mod request_expires_early;
mod request_refuses_echo;
mod request_refuses_echo_despite_room;
mod request_refuses_older;
mod same_port_two_connections;
mod simultaneous_close;
mod stale_connection_discovered;
mod syn_ack_sent_again;
mod syn_admitted_though_accept_queue_full;
mod syn_answered_with_cookie;
mod syn_dropped_accept_queue_full;
mod syn_dropped_last_quarter;
mod syn_dropped_syn_queue_full;
mod syn_dropped_two_young;
mod syn_makes_request;
mod time_wait_assassinated;
mod time_wait_begins;
mod time_wait_destroyed_syn_dropped;
mod time_wait_refused;
mod time_wait_refuses_older;
mod time_wait_survives_rst;

use super::property::Property;

/// Every property of this folder.
pub(super) const ALL: &[Property] = &[
    syn_dropped_syn_queue_full::PROPERTY,
    syn_dropped_accept_queue_full::PROPERTY,
    syn_dropped_two_young::PROPERTY,
    syn_dropped_last_quarter::PROPERTY,
    syn_admitted_though_accept_queue_full::PROPERTY,
    syn_makes_request::PROPERTY,
    syn_answered_with_cookie::PROPERTY,
    handshake_ack_ignored::PROPERTY,
    overflow_reset::PROPERTY,
    data_completes_handshake::PROPERTY,
    fin_completes_handshake::PROPERTY,
    repeated_syn_answered::PROPERTY,
    repeated_syn_rate_limited::PROPERTY,
    request_expires::PROPERTY,
    request_expires_early::PROPERTY,
    syn_ack_sent_again::PROPERTY,
    cookie_ack_dropped::PROPERTY,
    cookie_makes_child::PROPERTY,
    client_established_first::PROPERTY,
    client_established_server_forgot::PROPERTY,
    client_established_server_in_syn_received::PROPERTY,
    repeated_syn_ack_completes::PROPERTY,
    cookie_connection_nothing_retained::PROPERTY,
    connect_times_out::PROPERTY,
    connect_refused::PROPERTY,
    established_client_reset::PROPERTY,
    half_open_at_rest::PROPERTY,
    every_client_established_server_knows_fewer::PROPERTY,
    refused_syn_admitted_when_repeated::PROPERTY,
    repeated_syn_refused_again::PROPERTY,
    first_syn_admitted_though_accept_queue_full::PROPERTY,
    overflow_answered_with_rst::PROPERTY,
    cookie_below_max_syn_backlog::PROPERTY,
    more_half_open_than_max_syn_backlog::PROPERTY,
    accept_queue_exceeds_backlog::PROPERTY,
    both_ends_established::PROPERTY,
    late_ack_reset::PROPERTY,
    same_port_two_connections::PROPERTY,
    simultaneous_close::PROPERTY,
    time_wait_begins::PROPERTY,
    last_fin_acknowledged::PROPERTY,
    orphan_given_up::PROPERTY,
    orphan_reset_by_data::PROPERTY,
    fin_wait_2_forgotten::PROPERTY,
    fin_wait_2_reset::PROPERTY,
    close_resets_unread::PROPERTY,
    payload_after_fin_ignored::PROPERTY,
    time_wait_assassinated::PROPERTY,
    time_wait_survives_rst::PROPERTY,
    time_wait_refused::PROPERTY,
    new_syn_accepted_in_time_wait::PROPERTY,
    time_wait_destroyed_syn_dropped::PROPERTY,
    old_syn_acknowledged_by_time_wait::PROPERTY,
    fin_wait_2_receives::PROPERTY,
    close_wait_at_rest::PROPERTY,
    stale_connection_discovered::PROPERTY,
    keepalive_gives_up::PROPERTY,
    probe_answered_by_request::PROPERTY,
    address_not_available::PROPERTY,
    fast_open_cookie_given::PROPERTY,
    fast_open_completes::PROPERTY,
    fast_open_gives_up::PROPERTY,
    fast_open_refused::PROPERTY,
    fast_open_data_repeated::PROPERTY,
    fast_open_child_reset::PROPERTY,
    fast_open_resets_other_syn::PROPERTY,
    data_before_handshake::PROPERTY,
    odd_ack_challenged::PROPERTY,
    odd_ack_ignored::PROPERTY,
    new_syn_accepted_for_its_timestamp::PROPERTY,
    time_wait_refuses_older::PROPERTY,
    paws_refuses::PROPERTY,
    request_refuses_older::PROPERTY,
    request_refuses_echo::PROPERTY,
    request_refuses_echo_despite_room::PROPERTY,
    port_reused::PROPERTY,
    port_too_young::PROPERTY,
    queued_reset_by_listener_close::PROPERTY,
    listener_close_sends::PROPERTY,
];
