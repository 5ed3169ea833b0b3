//! How long TIME-WAIT lasts that an RST ends.

use super::measure::{Measure, Moment, When};
use crate::rule::Rule;
use crate::scenarios;

pub(super) const MEASURE: Measure = Measure {
    name: "assassination-time",
    sentence: "How long TIME-WAIT lasts when an RST ends it.",
    why: "On a path longer than the first repetition of FIN, TIME-WAIT ends itself: its second ACK finds nobody (RFC 1337).",
    begins: Moment {
        words: "TIME-WAIT begins",
        when: When::Applies(&[Rule::TimeWaitBegins]),
    },
    notes: Some(Moment {
        words: "a repeated FIN is answered",
        when: When::Applies(&[Rule::TimeWaitRestarts, Rule::TimeWaitAcknowledges]),
    }),
    ends: Moment {
        words: "an RST ends TIME-WAIT",
        when: When::Applies(&[Rule::TimeWaitAssassinated]),
    },
    example: scenarios::slow_close,
};
