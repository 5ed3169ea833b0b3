//! How long CLOSE-WAIT lasts.

use super::measure::{Measure, Moment, When};
use crate::kernel::TcpState;
use crate::rule::Rule;
use crate::scenarios;
use crate::view::View;

pub(super) const MEASURE: Measure = Measure {
    name: "close-wait-time",
    sentence: "How long the server is in CLOSE-WAIT.",
    why: "It has no timer: it lasts as long as the application leaves it.",
    begins: Moment {
        words: "the other end's FIN arrives",
        when: When::Applies(&[Rule::FinArrives]),
    },
    notes: None,
    ends: Moment {
        words: "the server leaves CLOSE-WAIT",
        when: When::Ceases(some_child_is_in_close_wait),
    },
    example: scenarios::server_never_closes,
};

fn some_child_is_in_close_wait(view: &View<'_>) -> bool {
    view.server().is_some_and(|(_, server)| {
        let mut children = server.stack.connections();
        children.any(|(_, child)| child.state == TcpState::CloseWait)
    })
}
