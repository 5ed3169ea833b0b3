//! The SYN,ACKs of a Fast Open child that nobody acknowledges.

use super::measure::{Measure, Moment, When};
use crate::rule::Rule;
use crate::scenarios;

pub(super) const MEASURE: Measure = Measure {
    name: "fast-open-times",
    sentence: "When SYN,ACK of a child of Fast Open is sent again, and when the child is given up.",
    why: "Once more often than for a request, so that its program may wait twice as long.",
    begins: Moment {
        words: "a SYN makes a child",
        when: When::Applies(&[Rule::FastOpenMakesChild]),
    },
    notes: Some(Moment {
        words: "SYN,ACK is sent again",
        when: When::Applies(&[Rule::FastOpenSynAckAgain]),
    }),
    ends: Moment {
        words: "the child is given up",
        when: When::Applies(&[Rule::FastOpenGivesUp]),
    },
    example: scenarios::fast_open_never_answered,
};
