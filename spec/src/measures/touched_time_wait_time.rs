//! How long TIME-WAIT lasts after its time began again.

use super::measure::{Measure, Moment, When};
use crate::rule::Rule;
use crate::scenarios;

pub(super) const MEASURE: Measure = Measure {
    name: "touched-time-wait-time",
    sentence: "How long TIME-WAIT lasts after a segment started its time again.",
    why: "An end that repeats its FIN keeps the other one in TIME-WAIT.",
    begins: Moment {
        words: "a repeated FIN starts TIME-WAIT again",
        when: When::Applies(&[Rule::TimeWaitRestarts, Rule::TimeWaitAcknowledges]),
    },
    notes: None,
    ends: Moment {
        words: "TIME-WAIT ends",
        when: When::Applies(&[Rule::TimeWaitEnds]),
    },
    example: scenarios::slow_close_with_rfc1337,
};
