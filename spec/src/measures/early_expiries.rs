//! The requests that a SYN queue under pressure forgets early.

use super::measure::{Measure, Moment, When};
use crate::rule::Rule;
use crate::scenarios;

pub(super) const MEASURE: Measure = Measure {
    name: "early-expiries",
    sentence: "When requests are forgotten early because the SYN queue is under pressure, and how many, until the first is forgotten for its retries.",
    why: "Of a burst of SYNs, only so many requests live as long as tcp_synack_retries promise.",
    begins: Moment {
        words: "the run begins",
        when: When::Start,
    },
    notes: Some(Moment {
        words: "a request is forgotten early",
        when: When::Applies(&[Rule::RequestExpiresEarly]),
    }),
    ends: Moment {
        words: "a request is forgotten for its retries",
        when: When::Applies(&[Rule::RequestExpires]),
    },
    example: scenarios::burst,
};
