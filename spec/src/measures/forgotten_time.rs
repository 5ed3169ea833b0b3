//! How long a client does not know that it was forgotten.

use super::half_open_time::some_client_is_half_open;
use super::measure::{Measure, Moment, When};
use crate::rule::Rule;
use crate::scenarios;

pub(super) const MEASURE: Measure = Measure {
    name: "forgotten-time",
    sentence: "How long clients are ESTABLISHED after the server forgot the first of them.",
    why: "Article 002 asks when such a client is ever released.",
    begins: Moment {
        words: "the server forgets a request",
        when: When::Applies(&[Rule::RequestExpires, Rule::RequestExpiresEarly]),
    },
    notes: None,
    ends: Moment {
        words: "no client believes in its connection any more",
        when: When::Ceases(some_client_is_half_open),
    },
    example: scenarios::overflowed_client_sends_late,
};
