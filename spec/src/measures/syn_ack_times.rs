//! The SYN,ACKs of a request that nobody acknowledges.

use super::measure::{Measure, Moment, When};
use crate::rule::Rule;
use crate::scenarios;

pub(super) const MEASURE: Measure = Measure {
    name: "syn-ack-times",
    sentence: "When SYN,ACK is sent again after a SYN made a request, and when the request is forgotten.",
    why: "How long a client's half-open connection takes a place in the SYN queue.",
    begins: Moment {
        words: "a SYN makes a request",
        when: When::Applies(&[Rule::SynMakesRequest]),
    },
    notes: Some(Moment {
        words: "SYN,ACK is sent again",
        when: When::Applies(&[Rule::SynAckSentAgain]),
    }),
    ends: Moment {
        words: "the request is forgotten",
        when: When::Applies(&[Rule::RequestExpires, Rule::RequestExpiresEarly]),
    },
    example: scenarios::unanswered_syn_ack,
};
