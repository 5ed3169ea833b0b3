//! What some run reaches: the run is the result.

mod accept_queue_exceeds_backlog;
mod both_ends_established;
mod client_established_first;
mod client_established_server_forgot;
mod client_established_server_in_syn_received;
mod connect_refused;
mod connect_times_out;
mod cookie_ack_dropped;
mod cookie_below_max_syn_backlog;
mod cookie_connection_nothing_retained;
mod cookie_makes_child;
mod data_completes_handshake;
mod established_client_reset;
mod every_client_established_server_knows_fewer;
mod fin_completes_handshake;
mod first_syn_admitted_though_accept_queue_full;
mod half_open_at_rest;
mod handshake_ack_ignored;
mod late_ack_reset;
mod more_half_open_than_max_syn_backlog;
mod overflow_answered_with_rst;
mod overflow_reset;
mod refused_syn_admitted_when_repeated;
mod repeated_syn_ack_completes;
mod repeated_syn_answered;
mod repeated_syn_rate_limited;
mod repeated_syn_refused_again;
mod request_expires;
mod request_expires_early;
mod same_port_two_connections;
mod syn_ack_sent_again;
mod syn_admitted_though_accept_queue_full;
mod syn_answered_with_cookie;
mod syn_dropped_accept_queue_full;
mod syn_dropped_last_quarter;
mod syn_dropped_syn_queue_full;
mod syn_dropped_two_young;
mod syn_makes_request;

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
];
