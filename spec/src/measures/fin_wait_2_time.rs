//! How long FIN-WAIT-2 lasts that no program holds.

use super::measure::{Measure, Moment, When};
use crate::rule::Rule;
use crate::scenarios;

pub(super) const MEASURE: Measure = Measure {
    name: "fin-wait-2-time",
    sentence: "How long FIN-WAIT-2 lasts that no program holds, when the other end never closes.",
    why: "tcp_fin_timeout says 60 s; above 60 s it says something else than it does.",
    begins: Moment {
        words: "the FIN is acknowledged",
        when: When::Applies(&[Rule::FinAcknowledged]),
    },
    notes: None,
    ends: Moment {
        words: "FIN-WAIT-2 is forgotten",
        when: When::Applies(&[Rule::OrphanInFinWait2Ends]),
    },
    example: scenarios::server_never_closes,
};
