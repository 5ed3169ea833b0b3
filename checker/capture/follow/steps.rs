//! What may happen next to a host that is followed, and whether the capture agrees.

use super::matching::Matcher;
use super::situation::{Situation, Window};
use super::watched::{Role, Watched};
use crate::capture::observed::Nanos;
use halfopen_spec::host::{Host, HostState, Input};
use halfopen_spec::kernel::{
    Context, Counter, Effects, HostId, Purpose, TimerChange, Tuple, retransmission,
};
use halfopen_spec::program::{Accepts, Act, SynQueueBefore};
use halfopen_spec::rule::Rule;
use halfopen_spec::wire::{Flags, Port, Segment, Seq};
use std::time::Duration;

/// How the capture was made, and what may have happened unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conditions {
    /// A segment takes up to this time between the host and the capture; zero at the host itself.
    pub latency: Nanos,
    /// Clocks and timers are as exact as this.
    pub tolerance: Nanos,
    /// When the program accepts.
    pub accepts: Accepts,
    /// Segments that may have been lost between the host and the capture.
    pub losses: u8,
    /// Segments that may have overtaken another one between the host and the capture.
    pub overtakings: u8,
    /// TCP_DEFER_ACCEPT of listeners in SYN,ACK timeouts; 0 is off.
    pub defer_accept: u8,
    /// What stood in the queues of a listener when the capture began.
    pub before: Before,
}

/// What a host remembers when the capture begins: in the queues of a listener of addresses that never speak again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    /// Connections that wait for accept().
    pub queued: Waiting,
    /// Requests in the SYN queue, which stay.
    pub requests: SynQueueBefore,
    /// Whether the metrics cache has a round-trip time for every peer.
    pub peers_cached: bool,
}

/// How many connections wait for accept() when the capture begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// So many.
    Connections(u8),
    /// As many as the accept queue holds.
    Full,
}

impl Before {
    /// Nothing.
    pub const EMPTY: Self = Self {
        queued: Waiting::Connections(0),
        requests: SynQueueBefore::Requests(0),
        peers_cached: false,
    };
}

impl Conditions {
    /// What was sent is captured after this time at the latest.
    pub(super) fn until_captured(&self) -> Nanos {
        self.latency + self.tolerance
    }

    /// At the host itself the capture shows segments in the order in which they came and went.
    fn in_order(&self) -> bool {
        self.latency == 0
    }
}

/// What makes a host take a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The segment of this event arrives.
    Arrives(usize),
    /// It is lost on the way.
    IsLost(usize),
    /// A timer fires.
    Fires(Purpose),
    /// A program calls.
    Calls(Act),
    /// A program sends so many small octets.
    Sends(Tuple, u8),
}

/// A step that was taken.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    pub(super) cause: Cause,
    pub(super) at: Window,
    pub(super) rules: Vec<Rule>,
    pub(super) counters: Vec<Counter>,
    /// What is sent, and the event that shows it.
    pub(super) sends: Vec<(Segment, Option<usize>)>,
}

/// The host, its conversations and the conditions.
pub(super) struct Stepper<'w> {
    pub(super) watched: &'w Watched,
    pub(super) host: Host,
    pub(super) conditions: Conditions,
}

/// The host that is followed.
const ME: HostId = HostId(0);
/// All the others.
pub(super) const PEER: HostId = HostId(1);

impl Stepper<'_> {
    /// The four-tuple of a conversation, by which the model knows it: the remote port is the conversation's number.
    pub(super) fn tuple(&self, conversation: usize) -> Tuple {
        let number = u16::try_from(conversation + 1).expect("a judged capture is small");
        match self.watched.role {
            Role::Listens | Role::Nobody => Tuple {
                peer: PEER,
                local: Port(80),
                remote: Port(number),
            },
            Role::Connects => Tuple {
                peer: PEER,
                local: Port(1024),
                remote: Port(number),
            },
        }
    }

    pub(super) fn conversation(tuple: Tuple) -> usize {
        usize::from(tuple.remote.0) - 1
    }

    /// Everything that may happen next, whether or not the capture agrees.
    pub(super) fn causes(&self, now: &Situation) -> Vec<Cause> {
        let mut causes = Vec::new();
        let first_input = now.first_input(self.watched);
        for conversation in 0..self.watched.conversations.len() {
            if let Some(event) = now.next_input(self.watched, conversation)
                && (!self.conditions.in_order() || Some(event) == first_input)
            {
                causes.push(Cause::Arrives(event));
                if now.lost < self.conditions.losses {
                    causes.push(Cause::IsLost(event));
                }
                if self.may_overtake(now) {
                    let under_way = self.watched.events[event].at + self.conditions.latency;
                    let later = now.later_inputs(self.watched, conversation).into_iter();
                    let overtaking =
                        later.filter(|later| self.watched.events[*later].at <= under_way);
                    causes.extend(overtaking.map(Cause::Arrives));
                }
            }
            if let Some(event) = now.next_output(self.watched, conversation) {
                self.append_calls(now, conversation, event, &mut causes);
            }
        }
        causes.extend(now.timers.keys().map(|purpose| Cause::Fires(*purpose)));
        if self.accept_may_matter(now) {
            causes.push(Cause::Calls(Act::Accept));
        }
        causes
    }

    /// At the host itself the capture shows what came and went first.
    pub(super) fn may_overtake(&self, now: &Situation) -> bool {
        !self.conditions.in_order() && now.overtaking < self.conditions.overtakings
    }

    /// The time at which a cause can come about, whatever else is pending.
    pub(super) fn window(&self, now: &Situation, cause: &Cause) -> Window {
        match cause {
            Cause::Arrives(event) | Cause::IsLost(event) => {
                let at = self.watched.events[*event].at;
                Window {
                    least: at,
                    most: at + self.conditions.latency,
                }
            }
            Cause::Fires(purpose) => now.timers[purpose],
            Cause::Calls(_) | Cause::Sends(..) => Window::ANY,
        }
    }

    /// Takes a step, if the capture agrees.
    pub(super) fn take(&self, now: &Situation, cause: &Cause) -> Option<(Situation, Taken)> {
        let window = self.window(now, cause).within(Window {
            least: now.clock.least,
            most: Window::ANY.most,
        })?;
        let mut next = now.clone();
        let effects = self.apply(&mut next, cause);
        let mut matcher = Matcher {
            stepper: self,
            situation: &mut next,
            window,
            sends: Vec::new(),
        };
        // What goes to addresses that were there before the capture is not followed.
        let to_peers = effects.segments.iter().filter(|(to, _)| *to == PEER);
        for (_, segment) in to_peers {
            matcher.emitted(segment, &effects.rules)?;
        }
        let (window, sends) = (matcher.window, matcher.sends);
        let window = window.within(Window {
            least: Window::ANY.least,
            most: self.deadline(&next),
        })?;
        next.clock = window;
        self.set_timers(&mut next, &effects, window);
        let taken = Taken {
            cause: cause.clone(),
            at: window,
            rules: effects.rules,
            counters: effects.counters,
            sends,
        };
        Some((next, taken))
    }

    /// What a cause would lead to if the capture did not matter, in words; `None` for what nobody would see.
    pub(super) fn would_do(&self, now: &Situation, cause: &Cause) -> Option<String> {
        let mut next = now.clone();
        let effects = self.apply(&mut next, cause);
        let rule = effects.rules.first()?.source();
        let (_, segment) = effects.segments.first()?;
        let kind = match (segment.flags.syn, segment.flags.rst, segment.flags.fin) {
            (_, true, _) => "RST",
            (true, _, _) if segment.ack.is_some() => "SYN,ACK",
            (true, _, _) => "SYN",
            (false, _, true) => "FIN",
            (false, _, false) if segment.payload > 0 => "data",
            (false, _, false) => "ACK",
        };
        let window = self.window(now, cause);
        let when = match window == Window::ANY {
            true => "at any moment".to_owned(),
            false => {
                let seconds = |at: Nanos| at as f64 / 1e9;
                let (least, most) = (seconds(window.least.max(0)), seconds(window.most));
                format!("between {least:.3} s and {most:.3} s")
            }
        };
        Some(format!("{kind} {when} ({} {})", rule.id, rule.sentence))
    }

    /// What the cause does to the host; what fires or arrives is no longer pending.
    fn apply(&self, next: &mut Situation, cause: &Cause) -> Effects {
        match cause {
            Cause::IsLost(event) => {
                next.deal_with_input(self.watched, *event);
                next.lost += 1;
                Effects::default()
            }
            Cause::Arrives(event) => {
                let segment = self.segment(next, *event);
                let conversation = self.watched.events[*event].conversation;
                if next.next_input(self.watched, conversation) != Some(*event) {
                    next.overtaking += 1;
                }
                next.deal_with_input(self.watched, *event);
                let from = PEER;
                self.step(&mut next.state, &Input::Segment { from, segment })
            }
            Cause::Fires(purpose) => {
                next.timers.remove(purpose);
                self.step(&mut next.state, &Input::Timer(*purpose))
            }
            Cause::Calls(act) => self.step(&mut next.state, &Input::Act(*act)),
            Cause::Sends(tuple, octets) => {
                let (mut out, mut errors) = (Effects::default(), Vec::new());
                let mut cx = Context {
                    kernel: &self.host.kernel,
                    me: ME,
                    isn_step: self.host.isn_step,
                    peers_cached: self.host.peers_cached,
                    loopback: self.host.loopback,
                    stack: &mut next.state.stack,
                    out: &mut out,
                    errors: &mut errors,
                };
                retransmission::send(&mut cx, *tuple, *octets);
                out
            }
        }
    }

    fn step(&self, state: &mut HostState, input: &Input) -> Effects {
        let (after, effects) = self.host.step(state, input);
        *state = after;
        effects
    }

    /// The latest moment at which nothing else is overdue.
    pub(super) fn deadline(&self, now: &Situation) -> Nanos {
        let timers = now.timers.values().map(|window| window.most);
        let conversations = 0..self.watched.conversations.len();
        let talks = conversations.flat_map(|conversation| {
            let input = now.next_input(self.watched, conversation);
            let output = now.next_output(self.watched, conversation);
            let arrives =
                input.map(|event| self.watched.events[event].at + self.conditions.latency);
            let is_seen = output.map(|event| self.watched.events[event].at);
            [arrives, is_seen].into_iter().flatten()
        });
        timers.chain(talks).min().unwrap_or(Window::ANY.most)
    }

    fn set_timers(&self, next: &mut Situation, effects: &Effects, now: Window) {
        for change in &effects.timers {
            match change {
                TimerChange::Arm(timer, after) => {
                    let window = self.firing(timer.purpose, after, now);
                    next.timers.insert(timer.purpose, window);
                }
                TimerChange::Cancel(timer) => {
                    next.timers.remove(&timer.purpose);
                }
            }
        }
    }

    /// Retransmission of data follows the round-trip time, which the specification does not know: it may take much longer.
    fn firing(&self, purpose: Purpose, after: &std::ops::Range<Duration>, now: Window) -> Window {
        let (least, most) = (nanos(after.start), nanos(after.end));
        let tolerance = self.conditions.tolerance;
        let (least, slack) = match matches!(purpose, Purpose::DataAgain(_)) {
            // A tail loss probe comes before the first doubling.
            true => (
                least.min((least / 2).max(TAIL_LOSS_PROBE)),
                3 * most + 1_000_000_000,
            ),
            false => (least, 0),
        };
        Window {
            least: now.least + least - tolerance,
            most: now.most + most + slack + tolerance,
        }
    }

    /// The segment of an input as the model knows it.
    fn segment(&self, now: &Situation, event: usize) -> Segment {
        let event = &self.watched.events[event];
        let tuple = self.tuple(event.conversation);
        let unknown = Seq(0x4000_0000);
        let seq = self.foreign(event.conversation, event.seq);
        let ack = event.ack.map(|ack| {
            let own = self.own(now, event.conversation, ack);
            own.unwrap_or(unknown)
        });
        Segment {
            source: tuple.remote,
            destination: tuple.local,
            flags: Flags {
                syn: event.bits.syn,
                fin: event.bits.fin,
                rst: event.bits.rst,
            },
            seq,
            ack,
            payload: event.payload,
            timestamps: None,
            fast_open: None,
        }
    }
}

/// The first repetition on a short path.
const TAIL_LOSS_PROBE: Nanos = 200_000_000;

fn nanos(time: Duration) -> Nanos {
    Nanos::try_from(time.as_nanos()).unwrap_or(Window::ANY.most)
}
