//! How long a port in TIME-WAIT is not given again.

use super::measure::{Measure, Moment, When};
use crate::rule::Rule;
use crate::scenarios;

pub(super) const MEASURE: Measure = Measure {
    name: "young-port-time",
    sentence: "How long a port in TIME-WAIT is too young for tcp_tw_reuse.",
    why: "A client that connects faster runs out of ports.",
    begins: Moment {
        words: "TIME-WAIT begins",
        when: When::Applies(&[Rule::TimeWaitBegins]),
    },
    notes: None,
    ends: Moment {
        words: "the port is old enough",
        when: When::Applies(&[Rule::PortIsReusable]),
    },
    example: scenarios::port_of_an_old_connection,
};
