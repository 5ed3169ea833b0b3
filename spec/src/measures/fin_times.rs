//! The FINs that nobody acknowledges.

use super::measure::{Measure, Moment, When};
use crate::rule::Rule;
use crate::scenarios;

pub(super) const MEASURE: Measure = Measure {
    name: "fin-times",
    sentence: "When FIN is sent again after close() or shutdown(), and when it is given up.",
    why: "What tcp_orphan_retries means.",
    begins: Moment {
        words: "FIN is sent",
        when: When::Applies(&[Rule::FinSent, Rule::ShutDown]),
    },
    notes: Some(Moment {
        words: "FIN is sent again",
        when: When::Applies(&[Rule::DataSentAgain]),
    }),
    ends: Moment {
        words: "the connection is given up",
        when: When::Applies(&[Rule::ConnectionTimesOut]),
    },
    example: scenarios::vanished_peer,
};
