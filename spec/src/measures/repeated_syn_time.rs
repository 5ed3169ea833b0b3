//! How long a repeated SYN is not answered again.

use super::measure::{Measure, Moment, When};
use crate::rule::Rule;
use crate::scenarios;

pub(super) const MEASURE: Measure = Measure {
    name: "repeated-syn-time",
    sentence: "How long no further SYN is answered after a repeated one was.",
    why: "A client that repeats its SYN more often hears nothing meanwhile (tcp_invalid_ratelimit).",
    begins: Moment {
        words: "a repeated SYN is answered",
        when: When::Applies(&[Rule::RepeatedSynAnswered]),
    },
    notes: None,
    ends: Moment {
        words: "the next one would be",
        when: When::Applies(&[Rule::RateLimitEnds]),
    },
    example: scenarios::slow_handshake,
};
