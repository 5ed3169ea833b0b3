//! The SYN that follows the ACK of a stale peer.

use super::measure::{Measure, Moment, When};
use crate::rule::Rule;
use crate::scenarios;

pub(super) const MEASURE: Measure = Measure {
    name: "syn-after-bad-ack",
    sentence: "When the SYN is sent again after an ACK of something it never sent.",
    why: "How fast a half-open connection is discovered and replaced (RFC 9293 §3.5.1).",
    begins: Moment {
        words: "such an ACK is answered with RST",
        when: When::Applies(&[Rule::BadAckResetAndSynAgain]),
    },
    notes: None,
    ends: Moment {
        words: "SYN is sent again",
        when: When::Applies(&[Rule::SynSentAgain]),
    },
    example: scenarios::stale_peer,
};
