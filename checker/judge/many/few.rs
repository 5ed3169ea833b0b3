//! Worlds of few clients that show what many come to: the others are connected already, or wait in the SYN queue.
//!
//! The run of many begins with the others: each connects, one after the other, and from then on is silent, as any client may be. What
//! follows is a run of this world. A listener with a backlog of hundreds is looked at with one of three: an accept queue is full when it holds
//! more than the backlog, so only how many slots are free matters, and few clients come to no limit of a SYN queue.

use halfopen_spec::kernel::{listener, syn_queue};
use halfopen_spec::policy::Profile;
use halfopen_spec::program::{Accepts, SynQueueBefore};
use halfopen_spec::properties::{Predicate, Property};
use halfopen_spec::scenarios::Scenario;
use halfopen_spec::wire::Port;
use std::fmt;

/// The largest backlog that is taken as it is.
const LARGEST: u32 = 3;

/// A world of few clients.
pub(super) struct Few {
    pub(super) scenario: Scenario,
    /// How many slots of the accept queue are free when it begins, if others are connected.
    free: Option<u32>,
    /// How many others are there already.
    there: u32,
    /// Whether the others' requests stay for as long as it takes: timers must not fire.
    pub(super) needs_patience: bool,
}

impl fmt::Display for Few {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (clients, there) = (self.scenario.clients, self.there);
        let noun = if clients == 1 { "client" } else { "clients" };
        match self.free {
            _ if self.needs_patience => write!(
                f,
                "{clients} {noun} when the requests of {there} others fill the SYN queue"
            ),
            Some(free) if there == 0 => write!(
                f,
                "{clients} {noun} at an accept queue with {free} of its slots free, the others not having begun"
            ),
            Some(free) => {
                let others = match there {
                    1 => "1 other is connected and waits".to_owned(),
                    _ => format!("{there} others are connected and wait"),
                };
                write!(
                    f,
                    "{clients} {noun} when {others} for accept(), {free} of the slots free (told with a backlog of {})",
                    self.scenario.backlog
                )
            }
            None => write!(f, "{clients} {noun}, the others not having begun"),
        }
    }
}

impl Few {
    /// Whether others wait in the accept queue when it begins.
    pub(super) fn has_others_queued(&self) -> bool {
        self.free.is_some() && self.there > 0
    }

    /// Whether this world can show it: others whose requests wait have segments under way.
    pub(super) fn can_show(&self, property: &Property) -> bool {
        let looks_at_all = matches!(property.predicate, Predicate::OneAmongOthers { .. });
        !(looks_at_all && self.needs_patience)
    }

    /// The worlds that are tried, the likeliest first.
    pub(super) fn worlds(scenario: &Scenario, profile: &Profile) -> Vec<Self> {
        let mut worlds = vec![Self::at_a_full_queue(scenario, profile, 2, 1)];
        worlds.push(Self::at_a_full_queue(scenario, profile, 1, 0));
        worlds.push(Self::without_others(scenario, 2));
        worlds.push(Self::at_a_full_queue(scenario, profile, 3, 2));
        worlds.push(Self::at_a_full_syn_queue(scenario, profile));
        worlds.into_iter().flatten().collect()
    }

    fn without_others(scenario: &Scenario, clients: u8) -> Option<Self> {
        let few = scenario.of_one_client().with(|s| s.clients = clients);
        Some(Self {
            scenario: few,
            free: None,
            there: 0,
            needs_patience: false,
        })
    }

    /// So many clients come when so many slots of the accept queue are free.
    fn at_a_full_queue(
        scenario: &Scenario,
        profile: &Profile,
        clients: u8,
        free: u32,
    ) -> Option<Self> {
        let kernel = scenario.apply_to(profile).kernel;
        let backlog = listener::effective_backlog(&kernel, scenario.backlog);
        let there = (backlog + 1)
            .checked_sub(free)?
            .checked_sub(u32::from(scenario.queued_before))?;
        let fits = there + u32::from(clients) <= scenario.all_clients();
        // Whoever accepts at once has nobody waiting.
        if !fits || (scenario.accept == Accepts::Always && there > 0) {
            return None;
        }
        let told = backlog.min(LARGEST);
        let queued = u8::try_from((told + 1).checked_sub(free)?).ok()?;
        let few = scenario.of_one_client().with(|s| {
            s.clients = clients;
            s.backlog = i64::from(told);
            s.queued_before = queued;
        });
        Some(Self {
            scenario: few,
            free: Some(free),
            there,
            needs_patience: false,
        })
    }

    /// A client comes when the others' requests fill the SYN queue; their timers, which may fire late, have fired once.
    fn at_a_full_syn_queue(scenario: &Scenario, profile: &Profile) -> Option<Self> {
        if scenario.syn_queue_before != SynQueueBefore::Requests(0) {
            return None;
        }
        let kernel = scenario.apply_to(profile).kernel;
        let listener = listener::new_listener(&kernel, Port(80), scenario.backlog, 0);
        let there = syn_queue::most_unproven_requests(&kernel, &listener);
        if there >= scenario.all_clients() || there > u32::from(u8::MAX) {
            return None;
        }
        let few = scenario.of_one_client();
        let fills = there == syn_queue::capacity(&kernel, &listener);
        // Each of the others' SYN,ACK timers fires once and has to keep the request.
        let stay = few.timers && kernel.sysctls.tcp_synack_retries > 0;
        (fills && stay).then(|| Self {
            scenario: few.with(|s| s.syn_queue_before = SynQueueBefore::Full),
            free: None,
            there,
            needs_patience: true,
        })
    }
}
