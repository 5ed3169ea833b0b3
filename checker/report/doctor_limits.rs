//! A listener's limits, in numbers, each with what it rests on.

use crate::doctor::Listening;
use crate::doctor::last_quarter::{Tried, tried};
use halfopen_spec::kernel::listener::new_listener;
use halfopen_spec::kernel::syn_queue::{capacity, most_unproven_requests, pressed_from};
use halfopen_spec::kernel::timetable::{unanswered_syn_ack, unanswered_syn_ack_with};
use halfopen_spec::policy::Profile;
use halfopen_spec::wire::Port;

/// A listener's limits.
pub(super) struct LimitsOf {
    /// Connections that wait for accept().
    pub(super) accept_queue: u64,
    /// Requests in the SYN queue.
    pub(super) syn_queue: u32,
    /// Of them, those of peers that are not proven.
    pub(super) unproven: u32,
    /// Whether that number was tried; `None` where nothing is kept for proven peers.
    pub(super) unproven_tried: Option<Tried>,
    /// Seconds after which a request is forgotten that nobody answers.
    pub(super) forgotten_after: u64,
    /// Requests from which on the SYN queue is under pressure, and the seconds after which it may forget an old one then; `None` where that is
    /// not sooner, or so many do not fit.
    pub(super) forgotten_early: Option<(u32, u64)>,
}

/// A request keeps so many retries under the greatest pressure.
const LEAST_RETRIES: u8 = 2;

impl LimitsOf {
    pub(super) fn of(profile: &Profile, listener: &Listening) -> Self {
        let mut kernel = profile.kernel.clone();
        // The backlog was cut to somaxconn when listen() was called; the sysctl may have been lowered since.
        kernel.sysctls.somaxconn = i32::MAX;
        let port = Port(listener.at.port());
        let modelled = new_listener(&kernel, port, i64::from(listener.backlog), 0);
        let (syn_queue, unproven) = (
            capacity(&kernel, &modelled),
            most_unproven_requests(&kernel, &modelled),
        );
        let forgotten_after = unanswered_syn_ack(&kernel).ends.as_secs();
        let early = unanswered_syn_ack_with(&kernel, LEAST_RETRIES)
            .ends
            .as_secs();
        let pressed = pressed_from(&kernel, &modelled);
        let is_early = early < forgotten_after && pressed <= syn_queue;
        Self {
            accept_queue: u64::from(listener.backlog) + 1,
            syn_queue,
            unproven,
            unproven_tried: (unproven < syn_queue)
                .then(|| tried(profile, listener.backlog, unproven)),
            forgotten_after,
            forgotten_early: is_early.then_some((pressed, early)),
        }
    }

    /// What the last quarter of tcp_max_syn_backlog leaves, where it leaves less than everything.
    pub(super) fn last_quarter_in_words(&self) -> Option<String> {
        let unproven = self.unproven;
        let rests_on = match self.unproven_tried? {
            Tried::Confirmed => {
                "searched just now: one fewer and a SYN is admitted, as many and it is dropped"
            }
            Tried::Refuted => "COMPUTED, BUT A SEARCH SAYS OTHERWISE: please report this",
            Tried::TooMany => {
                "computed: too many to search; reports/claims/F.8.md has the rule searched with few"
            }
        };
        Some(format!(
            "{unproven} of these requests may be of peers that are not proven; the rest is the last quarter of tcp_max_syn_backlog ({rests_on})"
        ))
    }

    /// When a request is forgotten that nobody answers.
    pub(super) fn forgotten_in_words(&self) -> String {
        let after = self.forgotten_after;
        match self.forgotten_early {
            None => format!("a request is forgotten after {after} s"),
            Some((requests, early)) => format!(
                "a request is forgotten after {after} s; with {requests} or more in the SYN queue an old one may be from {early} s on (computed from the host's retries; reports/seconds.md, Survivors of a burst, has it searched with few)"
            ),
        }
    }
}
