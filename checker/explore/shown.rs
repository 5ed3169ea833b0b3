//! A state and an action as the page shows them. stateright formats both without the model, so they carry the names with them.

use super::queue::Queue;
use crate::run::facts::listing;
use crate::run::words::{actor_name, event};
use halfopen_spec::flooder::FIRST_FLOODED_PORT;
use halfopen_spec::host::{Host, HostState};
use halfopen_spec::kernel::{HostId, Purpose, Queued, Request, Tuple, syn_queue};
use halfopen_spec::model::{World, WorldAction, WorldState, armed_timers};
use halfopen_spec::view::{View, in_flight};
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A state of the world; equal and hashed as the world's own.
#[derive(Clone)]
pub struct Shown {
    pub(super) world: Arc<World>,
    pub(super) state: WorldState,
}

/// A step of the world.
#[derive(Clone)]
pub struct Happening {
    pub(super) world: Arc<World>,
    pub(super) action: WorldAction,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
    }
}

impl Hash for Shown {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.state.hash(hasher);
    }
}

impl PartialEq for Happening {
    fn eq(&self, other: &Self) -> bool {
        self.action == other.action
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines().join("\n"))
    }
}

impl fmt::Debug for Happening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Who does what: `client 1 receives S. 300:300(0) ack 101 from server`.
impl fmt::Display for Happening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = event(&self.world, &self.action);
        let name = |id: HostId| actor_name(&self.world, id);
        match &self.action {
            WorldAction::Deliver { dst, .. } => write!(f, "{} {what}", name((*dst).into())),
            WorldAction::SelectRandom { actor, .. } => {
                write!(f, "{} {what}", name((*actor).into()))
            }
            WorldAction::Timeout(id, _) => write!(f, "{}: {what}", name((*id).into())),
            WorldAction::Crash(id) | WorldAction::Recover(id) => {
                write!(f, "{} {what}", name((*id).into()))
            }
            WorldAction::Drop(_) => write!(f, "the network {what}"),
        }
    }
}

impl Shown {
    /// Each end as `ss` would show it, the queues slot by slot, armed timers, and segments in flight.
    pub(super) fn lines(&self) -> Vec<String> {
        let world = &self.world;
        let mut lines = listing(world, &self.state, &BTreeMap::new());
        lines.extend(self.queues().iter().map(Queue::to_string));
        let timers = self.timers();
        let timers = timers
            .iter()
            .map(|(owner, timer)| format!("{owner}: {timer}"));
        lines.extend(labelled("timers armed", timers.collect(), "none"));
        let segments = self.segments();
        let segments = segments.iter();
        let segments = segments.map(|(from, to, segment)| format!("{from} → {to}: {segment}"));
        lines.extend(labelled("in flight", segments.collect(), "nothing"));
        lines
    }

    /// The queues of the server.
    pub(super) fn queues(&self) -> Vec<Queue> {
        let server = View::of(&self.world, &self.state).server();
        server.map_or(Vec::new(), |(host, memory)| self.queues_of(host, memory))
    }

    /// Armed timers, each with its owner.
    pub(super) fn timers(&self) -> Vec<(String, String)> {
        let timers = armed_timers(&self.state).into_iter();
        timers
            .map(|(owner, purpose)| (actor_name(&self.world, owner), self.armed(purpose)))
            .collect()
    }

    fn queues_of(&self, host: &Host, memory: &HostState) -> Vec<Queue> {
        let Some(listener) = &memory.stack.listener else {
            return Vec::new();
        };
        let kernel = host.kernel_now(&memory.program);
        let mut requests: Vec<String> = Vec::new();
        let mut earlier = 0_usize;
        for (tuple, request) in memory.stack.requests() {
            if self.was_there_before(tuple) {
                earlier += 1;
            } else {
                requests.push(self.half_open(tuple, request));
            }
        }
        if earlier > 0 {
            requests.insert(0, format!("{earlier} from before the run"));
        }
        let held = syn_queue::length(&memory.stack);
        let children = listener
            .accept_queue
            .iter()
            .map(|child| self.waiting(*child));
        let waiting = listener.accept_queue.len().try_into().unwrap_or(u32::MAX);
        vec![
            Queue {
                name: "SYN queue",
                occupants: requests,
                held,
                slots: syn_queue::capacity(&kernel, listener),
            },
            // The kernel finds it full when it holds more than the backlog: it has one slot more.
            Queue {
                name: "accept queue",
                occupants: children.collect(),
                held: waiting,
                slots: listener.backlog.saturating_add(1),
            },
        ]
    }

    /// Requests of the flood that filled the SYN queue before the run have low ports.
    fn was_there_before(&self, tuple: Tuple) -> bool {
        Some(tuple.peer) == self.world.cfg.flooder && tuple.remote < FIRST_FLOODED_PORT
    }

    fn half_open(&self, tuple: Tuple, request: &Request) -> String {
        let name = actor_name(&self.world, tuple.peer);
        let age = match request.timeouts {
            0 => ", young".to_owned(),
            1 => ", 1 timeout".to_owned(),
            more => format!(", {more} timeouts"),
        };
        let acked = if request.acked { ", ACK ignored" } else { "" };
        format!("{name}{age}{acked}")
    }

    fn waiting(&self, child: Queued) -> String {
        let name = actor_name(&self.world, child.tuple.peer);
        if child.reset {
            format!("{name}, reset")
        } else {
            name
        }
    }

    fn armed(&self, purpose: Purpose) -> String {
        match purpose {
            Purpose::SynAgain(tuple)
            | Purpose::SynAckAgain(tuple)
            | Purpose::DataAgain(tuple)
            | Purpose::Keepalive(tuple)
            | Purpose::FinWait2Ends(tuple)
            | Purpose::TimeWaitEnds(tuple)
            | Purpose::PortReusable(tuple)
            | Purpose::AnswerSynAgain(tuple)
            | Purpose::FastOpenPlaceFree(tuple) => {
                format!("{purpose} for {}", actor_name(&self.world, tuple.peer))
            }
            Purpose::ForgetCookies => purpose.to_string(),
        }
    }

    /// Segments in flight: from whom, to whom, which.
    pub(super) fn segments(&self) -> Vec<(String, String, String)> {
        let world = &self.world;
        let mut segments: Vec<_> = in_flight(&self.state)
            .into_iter()
            .map(|(from, to, segment)| {
                let (from, to) = (actor_name(world, from), actor_name(world, to));
                (from, to, segment.to_string())
            })
            .collect();
        // Where segments may overtake each other their order says nothing, and a fixed one is easier to compare.
        if world.cfg.network.reorder || world.cfg.network.duplicate {
            segments.sort();
        }
        segments
    }
}

/// Lines under a label, which the first of them shares.
fn labelled(label: &str, lines: Vec<String>, none: &str) -> Vec<String> {
    if lines.is_empty() {
        return vec![format!("{label:<13} {none}")];
    }
    let labels = std::iter::once(label).chain(std::iter::repeat(""));
    labels
        .zip(lines)
        .map(|(label, line)| format!("{label:<13} {line}"))
        .collect()
}
