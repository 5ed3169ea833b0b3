//! The model's side of a case: one host, driven step by step, with the times within which each of its timers fires.

use super::case::{Call, Case, Move, Peer};
use super::segments::{Kind, segment};
use super::setup::{OCTETS, Setup};
use halfopen_spec::host::{Host, HostState, Input};
use halfopen_spec::kernel::{Connection, Effects, Purpose, Socket, TcpState, TimerChange, Tuple};
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
    setup: Arc<Setup>,
    /// What the host remembers.
    pub state: HostState,
    /// When each armed timer fires.
    pub timers: BTreeMap<Purpose, Window>,
    /// The last initial number that the host chose for each connection.
    chosen: BTreeMap<Tuple, Seq>,
    /// Connections on which the kernel has octets beyond a gap; the model has not.
    gaps: BTreeSet<Tuple>,
    /// Connections whose handshake gave no round-trip time: their first retransmission comes later than the model says.
    unsampled: BTreeSet<Tuple>,
    /// Connections that a program holds.
    held: BTreeSet<Tuple>,
    connects: u8,
}

/// What the specification leaves out of a connection, so that nothing can be compared.
fn is_left_out(kind: Kind, connection: &Connection, gap: bool) -> bool {
    let closing = matches!(connection.state, TcpState::FinWait1 | TcpState::FinWait2);
    let content = matches!(kind, Kind::Data | Kind::Fin | Kind::DataFin | Kind::GapData);
    let received = connection.received_octets() >= u32::from(OCTETS);
    // Closing beyond FIN-WAIT-2 and CLOSE-WAIT.
    closing && !matches!(kind, Kind::Ack | Kind::Data)
        || connection.state == TcpState::CloseWait && content
        // Reassembly.
        || gap && content
        || kind == Kind::OldData && !received
        // An ACK of the initial number completes a simultaneous open without acknowledging its SYN.
        || kind == Kind::OldAck && connection.state == TcpState::SynReceived
}

/// What only passes inside the kernel when it fires: nothing shows it.
#[must_use]
pub fn is_invisible(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::AnswerSynAgain(_) | Purpose::ForgetCookies)
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
                Some(Input::Segment {
                    from: tuple.peer,
                    segment: segment(kind, &self.state, tuple, chosen),
                })
            }
            Move::Call(call) => self.act(call).map(Input::Act),
            Move::Wait | Move::Pause => None,
        }
    }

    fn act(&self, call: Call) -> Option<Act> {
        let tuple = |peer: Peer| self.setup.tuple(peer);
        let listener = self.state.stack.listener.as_ref();
        match call {
            Call::Connect => self.may_connect().then_some(Act::Connect),
            Call::Accept => {
                let waits = listener.is_some_and(|listener| !listener.accept_queue.is_empty());
                waits.then_some(Act::Accept)
            }
            Call::Send(peer) => {
                let may = self.may_send(tuple(peer)) && self.nothing_is_in_flight(tuple(peer));
                may.then(|| Act::Send(tuple(peer)))
            }
            Call::Close(peer) => self.may_close(tuple(peer)).then(|| Act::Close(tuple(peer))),
            Call::Abort(peer) => self.may_send(tuple(peer)).then(|| Act::Abort(tuple(peer))),
            Call::ListenAgain => (listener.is_some() && self.setup.listen_again.is_some())
                .then_some(Act::ListenAgain),
            Call::CloseListener => listener.is_some().then_some(Act::CloseListener),
            Call::WriteSysctls => {
                let open = !self.setup.writes.is_empty() && !self.state.program.sysctls_written;
                open.then_some(Act::WriteSysctls)
            }
        }
    }

    fn may_connect(&self) -> bool {
        let tuple = self.setup.tuple(Peer(1));
        self.setup.connects && self.connects < 2 && !self.state.stack.sockets.contains_key(&tuple)
    }

    fn may_send(&self, tuple: Tuple) -> bool {
        let state = self.state.stack.connection(tuple).map(|held| held.state);
        self.held.contains(&tuple)
            && !self.unsampled.contains(&tuple)
            && matches!(state, Some(TcpState::Established | TcpState::CloseWait))
    }

    /// One piece of data at a time: what Nagle's algorithm holds back is not modelled.
    fn nothing_is_in_flight(&self, tuple: Tuple) -> bool {
        let connection = self.state.stack.connection(tuple);
        connection.is_some_and(|connection| connection.snd_una == connection.snd_nxt)
    }

    fn may_close(&self, tuple: Tuple) -> bool {
        // Data and FIN in flight together may be sent again as one segment, and the congestion window may hold the FIN back: not modelled.
        let connection = self.state.stack.connection(tuple);
        let established = connection.is_some_and(|one| one.state == TcpState::Established);
        self.may_send(tuple) && self.nothing_is_in_flight(tuple) && established
    }

    /// Whether the model says all that there is to say about this move, here.
    #[must_use]
    pub fn is_modelled(&self, next: Move) -> bool {
        let Move::Segment(peer, kind) = next else {
            return true;
        };
        let tuple = self.setup.tuple(peer);
        match self.state.stack.sockets.get(&tuple) {
            // Answered only now and then, as long as tcp_invalid_ratelimit is what it is by default.
            Some(Socket::Request(request)) => {
                let chosen = self.chosen.get(&tuple).copied();
                let sent = segment(kind, &self.state, tuple, chosen);
                let repeated = sent.is_pure_syn() && sent.seq == request.irs;
                !repeated || self.setup.rate_limit || !request.answered_syn
            }
            Some(Socket::Connection(connection)) => {
                // Challenge ACKs are limited too, which the specification leaves out.
                let limited = self.setup.rate_limit && kind != Kind::Ack;
                !limited && !is_left_out(kind, connection, self.gaps.contains(&tuple))
            }
            // So are ACKs that answer segments outside the window of a mini-socket.
            Some(Socket::TimeWait(_)) => !self.setup.rate_limit,
            None => true,
        }
    }

    /// What this side remembers beyond the model's state, as text.
    #[must_use]
    pub fn marks(&self) -> String {
        format!(
            "{:?} {:?} {:?} {:?} {}",
            self.chosen, self.gaps, self.unsampled, self.held, self.connects
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

    /// The timers that fire next: the earliest, and all that may fire at the same time.
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
            if window.from > end {
                break;
            }
            end = end.max(window.to);
            group.push((purpose, window));
        }
        group
    }
}

/// A case gone through in the model alone, timers as early as they may: what is applied at each step, and how long it takes.
#[derive(Clone, Debug)]
pub struct Walk {
    /// Where the host stands.
    pub rehearsal: Rehearsal,
    /// When.
    pub now: Duration,
}

/// How long a pause is.
pub const PAUSE: Duration = Duration::from_secs(5);

/// How long a step without waiting takes in a rehearsal.
const BEAT: Duration = Duration::from_millis(5);

/// Before this long no timer may fire while something else is done.
pub const ROOM: Duration = Duration::from_millis(150);

impl Walk {
    /// The beginning of a case.
    ///
    /// # Errors
    ///
    /// When the profile cannot be set up like this.
    pub fn begin(setup: &Setup, profile: &Profile) -> Result<(Self, Effects), String> {
        let (rehearsal, effects) = Rehearsal::of(setup, profile)?;
        let now = Duration::ZERO;
        Ok((Self { rehearsal, now }, effects))
    }

    /// What a move does; `None` if it cannot be made now.
    pub fn take(&mut self, next: Move) -> Option<Vec<Effects>> {
        match next {
            Move::Wait => return self.wait(),
            Move::Pause => return self.pause(),
            Move::Segment(..) | Move::Call(_) => {}
        }
        let soon = self
            .rehearsal
            .timers
            .iter()
            .any(|(purpose, window)| !is_invisible(*purpose) && window.from < self.now + ROOM);
        let input = self.rehearsal.input(next)?;
        if soon || !self.rehearsal.is_modelled(next) {
            return None;
        }
        self.now += BEAT;
        Some(vec![self.rehearsal.step(&input, Window::at(self.now))])
    }

    fn wait(&mut self) -> Option<Vec<Effects>> {
        let group = self.rehearsal.next_group();
        if group.is_empty() {
            return None;
        }
        let mut effects = Vec::new();
        for (purpose, window) in group {
            self.now = self.now.max(window.from);
            if self.rehearsal.timers.contains_key(&purpose) {
                let at = Window::at(self.now);
                effects.push(self.rehearsal.step(&Input::Timer(purpose), at));
            }
            if is_invisible(purpose) {
                self.now = self.now.max(window.to);
            }
        }
        Some(effects)
    }

    /// Time passes, and nothing is seen of it: no timer may show something, or be about to.
    fn pause(&mut self) -> Option<Vec<Effects>> {
        let end = self.now + PAUSE;
        let over = self.rehearsal.over_by(end)?;
        self.now = end;
        let fire = |(purpose, window)| self.rehearsal.step(&Input::Timer(purpose), window);
        Some(over.into_iter().map(fire).collect())
    }

    /// Goes through a whole case: what each step puts out; an error names the step that is impossible.
    ///
    /// # Errors
    ///
    /// When the profile cannot be set up like this, or a move cannot be made.
    pub fn through(case: &Case, profile: &Profile) -> Result<(Self, Vec<Vec<Effects>>), String> {
        let (mut walk, start) = Self::begin(&case.setup, profile)?;
        let mut steps = vec![vec![start]];
        for next in &case.moves {
            let effects = walk.take(*next);
            steps.push(effects.ok_or_else(|| format!("`{next}` is impossible here"))?);
        }
        Ok((walk, steps))
    }
}
