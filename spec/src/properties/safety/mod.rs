//! What no run may break.

mod accept_queue_within_limit;
mod acknowledged_fin_means_delivered;
mod both_ends_agree_on_isns;
mod ignored_ack_is_counted;
mod listen_drop_is_overflow;
mod no_child_without_handshake;
mod no_data_invented_or_skipped;
mod orphans_have_timers;
mod overflow_is_counted;
mod quiet_network_implies_agreement;
mod repeated_syn_ack_is_acknowledged;
mod syn_queue_within_capacity;

use super::property::Property;

/// Every property of this folder.
pub(super) const ALL: &[Property] = &[
    accept_queue_within_limit::PROPERTY,
    syn_queue_within_capacity::PROPERTY,
    both_ends_agree_on_isns::PROPERTY,
    no_child_without_handshake::PROPERTY,
    no_data_invented_or_skipped::PROPERTY,
    ignored_ack_is_counted::PROPERTY,
    overflow_is_counted::PROPERTY,
    listen_drop_is_overflow::PROPERTY,
    repeated_syn_ack_is_acknowledged::PROPERTY,
    quiet_network_implies_agreement::PROPERTY,
    acknowledged_fin_means_delivered::PROPERTY,
    orphans_have_timers::PROPERTY,
];
