//! The model's side of a case: one host, driven step by step, with the times within which each of its timers fires.

use super::case::{Move, Peer};
use super::clocks::Clocks;
use super::segments::segment;
use super::setup::Setup;
use halfopen_spec::host::{Host, HostState, Input};
use halfopen_spec::kernel::{Effects, Purpose, TimerChange, Tuple};
use halfopen_spec::policy::Profile;
use halfopen_spec::program::Act;
use halfopen_spec::wire::Seq;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// Between two moments, in time since the case began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Window {
    /// Not before.
    pub from: Duration,
    /// Not after.
    pub to: Duration,
}

impl Window {
    /// At this moment.
    #[must_use]
    pub const fn at(moment: Duration) -> Self {
        Self {
            from: moment,
            to: moment,
        }
    }
}

/// The model's host in the course of a case.
#[derive(Clone, Debug)]
pub struct Rehearsal {
    host: Arc<Host>,
    pub(super) setup: Arc<Setup>,
    /// What the host remembers.
    pub state: HostState,
    /// When each armed timer fires.
    pub timers: BTreeMap<Purpose, Window>,
    /// The last initial number that the host chose for each connection.
    pub(super) chosen: BTreeMap<Tuple, Seq>,
    /// Connections on which the kernel has octets beyond a gap; the model has not.
    pub(super) gaps: BTreeSet<Tuple>,
    /// Connections whose handshake gave no round-trip time: their first retransmission comes later than the model says.
    pub(super) unsampled: BTreeSet<Tuple>,
    /// Connections that a program holds.
    pub(super) held: BTreeSet<Tuple>,
    pub(super) connects: u8,
    /// The timestamps of the peers, and what they heard of the kernel\'s.
    pub(super) clocks: Clocks,
}

/// Before this long no timer may fire while something else is done.
pub const ROOM: Duration = Duration::from_millis(150);

/// What only passes inside the kernel when it fires: nothing shows it.
#[must_use]
pub fn is_invisible(purpose: Purpose) -> bool {
    matches!(
        purpose,
        Purpose::AnswerSynAgain(_)
            | Purpose::ForgetCookies
            | Purpose::PortReusable(_)
            | Purpose::FastOpenPlaceFree(_)
    )
}

impl Rehearsal {
    /// The host when the case begins, and what its start puts out.
    ///
    /// # Errors
    ///
    /// When the profile cannot be set up like this.
    pub fn of(setup: &Setup, profile: &Profile) -> Result<(Self, Effects), String> {
        let host = setup.host(profile)?;
        let (state, effects) = host.start();
        let rehearsal = Self {
            host: Arc::new(host),
            setup: Arc::new(setup.clone()),
            state,
            timers: BTreeMap::new(),
            chosen: BTreeMap::new(),
            gaps: BTreeSet::new(),
            unsampled: BTreeSet::new(),
            held: BTreeSet::new(),
            connects: 0,
            clocks: Clocks::default(),
        };
        Ok((rehearsal, effects))
    }

    /// The host that is driven.
    #[must_use]
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// The set-up of the case.
    #[must_use]
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// What a move is for the model; `None` for waiting, and for a call that is impossible now.
    #[must_use]
    pub fn input(&self, next: Move) -> Option<Input> {
        match next {
            Move::Segment(peer, kind) => {
                let tuple = self.setup.tuple(peer);
                let chosen = self.chosen.get(&tuple).copied();
                let segment = segment(kind, &self.state, tuple, chosen);
                Some(Input::Segment {
                    from: tuple.peer,
                    segment: self.stamped(segment, kind, tuple),
                })
            }
            Move::Call(call) => self.act(call).map(Input::Act),
            Move::Wait | Move::Pause => None,
        }
    }

    /// What this side remembers beyond the model's state, as text.
    #[must_use]
    pub fn marks(&self) -> String {
        format!(
            "{:?} {:?} {:?} {:?} {:?} {}",
            self.clocks.order(&self.state.stack),
            self.chosen,
            self.gaps,
            self.unsampled,
            self.held,
            self.connects
        )
    }

    /// A move begins: what programs are told from now on is told in this move.
    pub fn begin_move(&mut self) {
        self.state.program.error = None;
        self.clock_moves_on();
    }

    /// What this side remembers beyond the model's state, to be compared.
    #[must_use]
    pub fn memory(&self) -> impl Ord + std::hash::Hash + '_ {
        (
            &self.chosen,
            &self.gaps,
            &self.unsampled,
            &self.held,
            self.connects,
        )
    }

    /// The host takes a step at some moment of this window.
    pub fn step(&mut self, input: &Input, at: Window) -> Effects {
        let (after, effects) = self.host.step(&self.state, input);
        if let Input::Timer(purpose) = input {
            self.timers.remove(purpose);
        }
        for change in &effects.timers {
            match change {
                TimerChange::Arm(timer, after) => {
                    let window = Window {
                        from: at.from + after.start,
                        to: at.to + after.end,
                    };
                    self.timers.insert(timer.purpose, window);
                }
                TimerChange::Cancel(timer) => {
                    self.timers.remove(&timer.purpose);
                }
            }
        }
        self.note(input, &effects);
        self.clocks.note(&self.state.stack, input, &effects);
        self.held
            .retain(|tuple| after.stack.connection(*tuple).is_some());
        self.state = after;
        effects
    }

    /// Remembers what the model itself has no need to remember.
    fn note(&mut self, input: &Input, effects: &Effects) {
        for (peer, sent) in &effects.segments {
            let tuple = Tuple {
                peer: *peer,
                local: sent.source,
                remote: sent.destination,
            };
            if sent.flags.syn {
                let repeated = self.chosen.insert(tuple, sent.seq) == Some(sent.seq)
                    && self.state.stack.sockets.contains_key(&tuple);
                if repeated {
                    self.unsampled.insert(tuple);
                } else {
                    self.unsampled.remove(&tuple);
                    self.gaps.remove(&tuple);
                }
            }
        }
        match input {
            Input::Act(Act::Connect) => {
                self.connects += 1;
                self.held.insert(self.setup.tuple(Peer(1)));
            }
            Input::Act(Act::Accept) => {
                let listener = self.state.stack.listener.as_ref();
                let oldest = listener.and_then(|listener| listener.accept_queue.first());
                self.held.extend(oldest.map(|oldest| oldest.tuple));
            }
            Input::Act(Act::Close(tuple) | Act::Abort(tuple)) => {
                self.held.remove(tuple);
            }
            Input::Segment { from, segment } => {
                let tuple = halfopen_spec::kernel::listener::tuple_of(segment, *from);
                let connection = self.state.stack.connection(tuple);
                let rcv_nxt = connection.map_or(segment.seq, |connection| connection.rcv_nxt);
                let request = self.state.stack.request(tuple);
                let rcv_nxt = request.map_or(rcv_nxt, |request| request.rcv_nxt());
                let within = (1..1000).contains(&segment.seq.since(rcv_nxt));
                if segment.payload > 0 && within {
                    self.gaps.insert(tuple);
                }
            }
            Input::Act(_) | Input::Timer(_) => {}
        }
    }

    /// The timers that have surely fired by then; `None` if one of them shows something, or if one may have fired or not.
    #[must_use]
    pub fn over_by(&self, end: Duration) -> Option<Vec<(Purpose, Window)>> {
        let mut over: Vec<(Purpose, Window)> = Vec::new();
        for (purpose, window) in &self.timers {
            if window.from > end + ROOM {
                continue;
            }
            if !is_invisible(*purpose) || window.to > end {
                return None;
            }
            over.push((*purpose, *window));
        }
        Some(over)
    }

    /// The timers that fire next: the earliest, and all that may fire at the same time, or so soon after that a machine that is late
    /// mixes them up.
    #[must_use]
    pub fn next_group(&self) -> Vec<(Purpose, Window)> {
        let mut timers: Vec<_> = self
            .timers
            .iter()
            .map(|(purpose, w)| (*purpose, *w))
            .collect();
        timers.sort_by_key(|(_, window)| (window.from, window.to));
        let mut end = timers
            .first()
            .map_or(Duration::ZERO, |(_, window)| window.to);
        let mut group = Vec::new();
        for (purpose, window) in timers {
            if window.from > end + ROOM {
                break;
            }
            end = end.max(window.to);
            group.push((purpose, window));
        }
        group
    }
}
