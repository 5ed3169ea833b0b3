//! The SYN,ACK that ends TCP_DEFER_ACCEPT.

use super::measure::{Measure, Moment, When};
use crate::rule::Rule;
use crate::scenarios;

pub(super) const MEASURE: Measure = Measure {
    name: "deferred-syn-ack-time",
    sentence: "When SYN,ACK is sent again to a client whose bare ACK was seen, with TCP_DEFER_ACCEPT.",
    why: "Its ACK is the one that completes the handshake of a client that sends nothing.",
    begins: Moment {
        words: "a SYN makes a request",
        when: When::Applies(&[Rule::SynMakesRequest]),
    },
    notes: None,
    ends: Moment {
        words: "SYN,ACK is sent again",
        when: When::Applies(&[Rule::SynAckSentAgain]),
    },
    example: scenarios::deferred_accept_idle,
};
