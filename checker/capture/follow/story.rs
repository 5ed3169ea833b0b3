//! What came of following a host, in words: the steps that explain it, or the segment that nothing allows and what would have been allowed.

use super::search::Found;
use super::situation::{Situation, Trail, Window};
use super::steps::{Cause, Conditions, Stepper, Taken};
use super::watched::{Event, Watched};
use crate::capture::observed::Observed;
use crate::run::Standing;
use halfopen_spec::kernel::{Counter, Socket};
use halfopen_spec::policy::Kernel;
use halfopen_spec::program::Act;
use halfopen_spec::rule::Rule;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Instant;

/// What came of following a host.
pub enum Followed {
    /// It can have done what was seen, in this way.
    Fits(Story),
    /// It cannot.
    Diverges(Divergence),
    /// More ways were possible than are looked at, or time was up.
    NotLookedAt,
}

/// The steps of a host.
pub type Story = Vec<StoryStep>;

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryStep {
    /// When it was taken.
    pub at: Window,
    /// What happened, in words.
    pub what: String,
    /// The packet that the step begins with, if there is one; without one it is hidden.
    pub packet: Option<u64>,
    /// That packet as packetdrill spells it, its numbers counted from the initial ones.
    pub segment: Option<String>,
    /// Whether it never gets to the host.
    pub is_lost: bool,
    /// With whom.
    pub peer: Option<SocketAddr>,
    /// The rules that were applied.
    pub rules: Vec<Rule>,
    /// The counters that rose.
    pub counters: Vec<Counter>,
    /// What was sent.
    pub sends: Vec<StorySent>,
    /// Where the host stands afterwards, in words.
    pub after: String,
    /// Where it stands afterwards, socket by socket and slot by slot.
    pub stands: Standing,
}

/// A segment that a step sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorySent {
    /// In the model's numbers.
    pub in_model: String,
    /// The packet that shows it.
    pub packet: Option<u64>,
    /// That packet, its numbers counted from the initial ones.
    pub segment: Option<String>,
}

/// The first segment that no hypothesis allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// Its place among what the host was seen to do.
    pub event: usize,
    /// The segment; `None` if all were explained and something more had to come.
    pub packet: Option<Observed>,
    /// Whether the host sent it.
    pub is_sent: bool,
    /// How many hypotheses had come as far.
    pub survivors: usize,
    /// The rules by which they came to where they stand with this peer.
    pub because: Vec<Rule>,
    /// What they would have allowed next, each once.
    pub allowed: Vec<String>,
    /// How many settings differ from the profile's own.
    pub distance: usize,
}

/// Follows a host on a kernel, until some moment at the longest.
#[must_use]
pub fn follow(
    watched: &Watched,
    kernel: &Kernel,
    backlog: i64,
    conditions: Conditions,
    until: Option<Instant>,
) -> Followed {
    let stepper = Stepper::new(watched, kernel.clone(), backlog, conditions);
    match stepper.search(until) {
        Found::Fits(trail) => Followed::Fits(stepper.story(&trail)),
        Found::Diverges { event, survivors } => {
            Followed::Diverges(stepper.divergence(event, &survivors))
        }
        Found::NotLookedAt => Followed::NotLookedAt,
    }
}

impl Stepper<'_> {
    fn story(&self, trail: &Rc<Trail>) -> Story {
        let mut steps = Vec::new();
        let mut at = Some(trail);
        while let Some(trail) = at {
            steps.push(self.told(&trail.step, &trail.after));
            at = trail.before.as_ref();
        }
        steps.reverse();
        steps
    }

    fn told(&self, taken: &Taken, after: &Situation) -> StoryStep {
        let number = |event: usize| self.watched.events[event].observed.number;
        let packet = match &taken.cause {
            Cause::Arrives(event) | Cause::IsLost(event) => Some(number(*event)),
            Cause::Fires(_) | Cause::Calls(_) | Cause::Sends(..) => None,
        };
        let sends = taken.sends.iter();
        StoryStep {
            at: taken.at,
            what: self.cause_in_words(&taken.cause),
            packet,
            segment: match &taken.cause {
                Cause::Arrives(event) | Cause::IsLost(event) => Some(self.relative(*event)),
                Cause::Fires(_) | Cause::Calls(_) | Cause::Sends(..) => None,
            },
            is_lost: matches!(taken.cause, Cause::IsLost(_)),
            // A call of connect() says by its SYN to whom.
            peer: self.peer_of(&taken.cause).or_else(|| {
                let seen = taken.sends.iter().find_map(|(_, event)| *event)?;
                let conversation = self.watched.events[seen].conversation;
                Some(self.watched.conversations[conversation].peer)
            }),
            rules: taken.rules.clone(),
            counters: taken.counters.clone(),
            sends: sends
                .map(|(segment, event)| StorySent {
                    in_model: segment.to_string(),
                    packet: event.map(number),
                    segment: event.map(|event| self.relative(event)),
                })
                .collect(),
            after: self.standing(after, self.conversation_of(&taken.cause)),
            stands: self.stands(after),
        }
    }

    fn conversation_of(&self, cause: &Cause) -> Option<usize> {
        match cause {
            Cause::Arrives(event) | Cause::IsLost(event) => {
                Some(self.watched.events[*event].conversation)
            }
            Cause::Fires(purpose) => purpose.tuple().map(Self::conversation),
            Cause::Calls(
                Act::Close(tuple) | Act::Abort(tuple) | Act::ShutDown(tuple) | Act::Send(tuple),
            )
            | Cause::Sends(tuple, _) => Some(Self::conversation(*tuple)),
            Cause::Calls(_) => None,
        }
    }

    fn peer_of(&self, cause: &Cause) -> Option<SocketAddr> {
        let conversation = self.conversation_of(cause)?;
        Some(self.watched.conversations[conversation].peer)
    }

    fn cause_in_words(&self, cause: &Cause) -> String {
        match cause {
            Cause::Arrives(event) => {
                let event = &self.watched.events[*event];
                format!("receives {}", event.observed.kind())
            }
            Cause::IsLost(event) => {
                let event = &self.watched.events[*event];
                format!("never gets the {}", event.observed.kind())
            }
            Cause::Fires(purpose) => format!("{purpose} fires"),
            Cause::Calls(Act::Connect) => "calls connect()".to_owned(),
            Cause::Calls(Act::Accept) => "calls accept()".to_owned(),
            Cause::Calls(Act::CloseListener) => "closes its listener".to_owned(),
            Cause::Calls(Act::Close(_)) => "calls close()".to_owned(),
            Cause::Calls(Act::ShutDown(_)) => "calls shutdown(SHUT_WR)".to_owned(),
            Cause::Calls(Act::Abort(_)) => "closes with SO_LINGER 0".to_owned(),
            Cause::Calls(_) => "calls".to_owned(),
            Cause::Sends(..) => "sends data".to_owned(),
        }
    }

    /// Queues and the state of this connection, as far as the host has them.
    fn standing(&self, now: &Situation, conversation: Option<usize>) -> String {
        let mut words = Vec::new();
        let stack = &now.state.stack;
        if let Some(conversation) = conversation {
            let tuple = self.tuple(conversation);
            let state = match stack.sockets.get(&tuple) {
                Some(Socket::Request(request)) if request.acked => {
                    "SYN-RECEIVED, its ACK ignored".to_owned()
                }
                Some(Socket::Request(_)) => "SYN-RECEIVED".to_owned(),
                Some(Socket::Connection(_)) if stack.is_queued(tuple) => {
                    "ESTABLISHED, waits for accept()".to_owned()
                }
                Some(socket @ (Socket::Connection(_) | Socket::TimeWait(_))) => socket.state_name(),
                None => "nothing remembered".to_owned(),
            };
            words.push(state);
        }
        if let Some(listener) = &stack.listener {
            words.push(format!(
                "accept queue {} (limit {}), SYN queue {}",
                listener.accept_queue.len(),
                listener.backlog,
                stack.requests().count()
            ));
        }
        words.join(" · ")
    }

    /// All hypotheses that came as far say why they go no further.
    fn divergence(&self, event: usize, survivors: &[Option<Rc<Trail>>]) -> Divergence {
        let missing = self.watched.events.get(event);
        let conversation = missing.map(|event| event.conversation);
        let (mut because, mut allowed) = (Vec::new(), Vec::new());
        for survivor in survivors {
            for rule in self.last_rules(survivor.as_ref(), conversation) {
                if !because.contains(&rule) {
                    because.push(rule);
                }
            }
            for line in self.allowed(survivor.as_ref(), missing) {
                if !allowed.contains(&line) && allowed.len() < 6 {
                    allowed.push(line);
                }
            }
        }
        Divergence {
            event,
            packet: missing.map(|event| event.observed.clone()),
            is_sent: missing.is_some_and(|event| event.is_output),
            survivors: survivors.len(),
            because,
            allowed,
            distance: 0,
        }
    }

    /// The rules of the last step that concerned this conversation.
    fn last_rules(&self, mut trail: Option<&Rc<Trail>>, conversation: Option<usize>) -> Vec<Rule> {
        while let Some(at) = trail {
            let about = self.conversation_of(&at.step.cause);
            if conversation.is_none() || about == conversation {
                return at.step.rules.clone();
            }
            trail = at.before.as_ref();
        }
        Vec::new()
    }

    /// What a hypothesis would do next, if the capture did not matter: what concerns this conversation, and what is overdue by then.
    fn allowed(&self, trail: Option<&Rc<Trail>>, missing: Option<&Event>) -> Vec<String> {
        let initial;
        let now = match trail {
            Some(trail) => &*trail.after,
            None => {
                initial = self.initial();
                &initial
            }
        };
        let at = missing.map_or(self.watched.ended, |event| event.at);
        let causes = self.causes(now);
        let told = causes.iter().filter(|cause| {
            let about = self.conversation_of(cause);
            let is_call = matches!(cause, Cause::Calls(_) | Cause::Sends(..));
            let concerns_it = missing.is_none_or(|event| about == Some(event.conversation));
            !is_call && (concerns_it || self.window(now, cause).most < at)
        });
        told.filter_map(|cause| self.would_do(now, cause)).collect()
    }
}
