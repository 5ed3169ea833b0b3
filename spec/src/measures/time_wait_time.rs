//! How long TIME-WAIT lasts.

use super::measure::{Measure, Moment, When};
use crate::rule::Rule;
use crate::scenarios;

pub(super) const MEASURE: Measure = Measure {
    name: "time-wait-time",
    sentence: "How long an end is in TIME-WAIT.",
    why: "So long the four-tuple, and some memory, are taken.",
    begins: Moment {
        words: "TIME-WAIT begins",
        when: When::Applies(&[Rule::TimeWaitBegins]),
    },
    notes: None,
    ends: Moment {
        words: "TIME-WAIT ends",
        when: When::Applies(&[Rule::TimeWaitEnds]),
    },
    example: scenarios::server_closes_late,
};
