//! The SYNs of a connect() that nobody answers.

use super::measure::{Measure, Moment, When};
use crate::rule::Rule;
use crate::scenarios;

pub(super) const MEASURE: Measure = Measure {
    name: "syn-times",
    sentence: "When SYN is sent again after connect(), and when connect() fails.",
    why: "How long a program waits for a server that is not there.",
    begins: Moment {
        words: "connect() sends SYN",
        when: When::Applies(&[Rule::Connect]),
    },
    notes: Some(Moment {
        words: "SYN is sent again",
        when: When::Applies(&[Rule::SynSentAgain]),
    }),
    ends: Moment {
        words: "connect() fails",
        when: When::Applies(&[Rule::ConnectTimesOut]),
    },
    example: scenarios::unanswered_connect,
};
