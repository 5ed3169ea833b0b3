//! A host: a kernel and its programs, and what one input makes of them.

mod actor;

use crate::kernel::{
    Connection, Context, Effects, HostId, Purpose, Queued, Request, Socket, Stack, TcpState, Tuple,
    accept_queue, active_open, cookie, fast_open, listener, retransmission, segment_arrives,
    syn_queue, teardown, timer_fires,
};
use crate::policy::Kernel;
use crate::program::{
    Accepts, Act, Listens, Program, ProgramState, SynQueueBefore, earlier_peer, flooding_peer,
};
use crate::rule::Rule;
use crate::wire::{Segment, Seq};

pub(crate) use actor::NEXT_ACT;

/// One computer: a kernel, its TCP and its programs. A client is a host whose program connects, a server one whose program listens.
#[derive(Clone, Debug)]
pub struct Host {
    /// Its number among the model's actors.
    pub id: HostId,
    /// How people call it: `server`, `client 1`.
    pub name: String,
    /// Policies and sysctls when the run begins.
    pub kernel: Kernel,
    /// How far apart the initial sequence numbers of successive incarnations lie.
    pub isn_step: u32,
    /// Whether its metrics cache has a round-trip time for every peer (tcp_metrics).
    pub peers_cached: bool,
    /// Whether both ends are on one machine and speak through the loopback interface.
    pub loopback: bool,
    /// Whether its timers ever fire.
    pub timers: bool,
    /// The silent host to which the connections queued before the run belong.
    pub earlier_peers: HostId,
    /// What its programs may do.
    pub program: Program,
}

/// Everything that a host remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct HostState {
    /// What its TCP remembers.
    pub stack: Stack,
    /// What its programs remember.
    pub program: ProgramState,
}

/// What can happen to a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A segment arrives.
    Segment {
        /// The host that sent it.
        from: HostId,
        /// The segment.
        segment: Segment,
    },
    /// A timer fires.
    Timer(Purpose),
    /// A program, or the administrator, does something.
    Act(Act),
}

impl Host {
    /// The host when the run begins, with its listener open.
    #[must_use]
    pub fn start(&self) -> (HostState, Effects) {
        let mut state = HostState::default();
        let mut out = Effects::default();
        if let Some(listens) = &self.program.listens {
            let kernel = self.kernel.clone();
            let mut errors = Vec::new();
            let mut cx = self.context(&kernel, &mut state.stack, &mut out, &mut errors);
            listener::listen(&mut cx, listens.port, listens.backlog, listens.defer_accept);
            if let Some(listener) = &mut cx.stack.listener {
                listener.keepalive = listens.keepalive;
                listener.fast_open =
                    fast_open::queue_limit(&kernel, listens.fast_open, listener.backlog);
            }
            for number in 0..listens.queued_before {
                let tuple = earlier_peer(self.earlier_peers, number, listens.port);
                queue_earlier_connection(&mut state.stack, tuple);
            }
            self.flood_before(&mut state.stack, listens);
        }
        (state, out)
    }

    fn flood_before(&self, stack: &mut Stack, listens: &Listens) {
        let capacity = stack
            .listener
            .as_ref()
            .map_or(0, |listener| syn_queue::capacity(&self.kernel, listener));
        let requests = match listens.syn_queue_before {
            SynQueueBefore::Requests(requests) => u32::from(requests),
            SynQueueBefore::Full => capacity,
        };
        // One address has so many ports and no more.
        for number in 0..u16::try_from(requests).unwrap_or(u16::MAX) {
            let request = Request {
                irs: Seq(100),
                iss: Seq(300),
                timeouts: 1,
                acked: false,
                answered_syn: false,
                timestamps: None,
            };
            let tuple = flooding_peer(self.earlier_peers, number, listens.port);
            stack.sockets.insert(tuple, Socket::Request(request));
        }
    }

    /// What an input does: the whole behaviour of a host, as a pure function.
    ///
    /// ```
    /// use halfopen_spec::host::Input;
    /// use halfopen_spec::kernel::HostId;
    /// use halfopen_spec::model::Node;
    /// use halfopen_spec::policy::profile;
    /// use halfopen_spec::rule::Rule;
    /// use halfopen_spec::scenarios::{CLIENT_PORT, SERVER_PORT, handshake};
    /// use halfopen_spec::wire::{Flags, Segment, Seq};
    ///
    /// let world = handshake().world(&profile("linux-6.18").expect("a built-in profile"));
    /// let Node::Host(server) = &world.actors[0] else { unreachable!() };
    /// let syn = Segment {
    ///     source: CLIENT_PORT,
    ///     destination: SERVER_PORT,
    ///     flags: Flags { syn: true, ..Flags::default() },
    ///     seq: Seq(100),
    ///     ack: None,
    ///     payload: 0,
    ///     timestamps: None,
    ///     fast_open: None,
    /// };
    /// let (listening, _) = server.start();
    /// let (after, effects) = server.step(&listening, &Input::Segment { from: HostId(1), segment: syn });
    ///
    /// assert_eq!(after.stack.requests().count(), 1);
    /// assert_eq!(effects.segments[0].1.to_string(), "S. 300:300(0) ack 101");
    /// assert_eq!(effects.rules, [Rule::SynMakesRequest]);
    /// ```
    #[must_use]
    pub fn step(&self, before: &HostState, input: &Input) -> (HostState, Effects) {
        let mut after = before.clone();
        let mut out = Effects::default();
        let mut errors = Vec::new();
        let kernel = self.kernel_now(&before.program);
        let mut cx = self.context(&kernel, &mut after.stack, &mut out, &mut errors);
        match input {
            Input::Segment { from, segment } => {
                segment_arrives(&mut cx, listener::tuple_of(segment, *from), segment)
            }
            Input::Timer(purpose) => timer_fires(&mut cx, *purpose),
            Input::Act(act) => self.act(&mut cx, &mut after.program, *act),
        }
        if self
            .program
            .listens
            .as_ref()
            .is_some_and(|listens| listens.accepts == Accepts::Always)
        {
            accept_all(&mut cx);
        }
        self.read_all(&mut after.stack);
        if let Some((_, error)) = errors.last() {
            after.program.error = Some(*error);
        }
        (after, out)
    }

    /// The programs read what has arrived. What waits for accept() counts as read as well, when the program will read it: nobody
    /// can close it before, and so accept() looks at no connection.
    fn read_all(&self, stack: &mut Stack) {
        let waiting: Vec<Tuple> = stack
            .connections()
            .filter(|(tuple, connection)| connection.unread && self.program.reads(*tuple))
            .map(|(tuple, _)| tuple)
            .collect();
        for tuple in waiting {
            if let Some(Socket::Connection(connection)) = stack.sockets.get_mut(&tuple) {
                connection.unread = false;
            }
        }
    }

    /// The kernel with the sysctls that hold now.
    #[must_use]
    pub fn kernel_now(&self, program: &ProgramState) -> Kernel {
        let mut kernel = self.kernel.clone();
        if program.sysctls_written {
            for (sysctl, value) in &self.program.writes {
                // A value out of range is refused, and the old one stays (EINVAL). Scenario files are checked before.
                let _refused = kernel.sysctls.set(*sysctl, *value);
            }
        }
        kernel
    }

    fn context<'a>(
        &self,
        kernel: &'a Kernel,
        stack: &'a mut Stack,
        out: &'a mut Effects,
        errors: &'a mut Vec<(Tuple, crate::kernel::Errno)>,
    ) -> Context<'a> {
        Context {
            kernel,
            me: self.id,
            isn_step: self.isn_step,
            peers_cached: self.peers_cached,
            loopback: self.loopback,
            stack,
            out,
            errors,
        }
    }

    fn act(&self, cx: &mut Context<'_>, program: &mut ProgramState, act: Act) {
        match act {
            Act::Connect => {
                if let Some(connects) = &self.program.connects {
                    program.connects = program.connects.saturating_add(1);
                    program.error = None;
                    active_open::connect(cx, connects.tuple, connects.opens());
                }
            }
            Act::Send(tuple) => retransmission::send(cx, tuple, self.octets_to_send(tuple)),
            Act::ShutDown(tuple) => teardown::shut_down(cx, tuple),
            Act::Close(tuple) => teardown::close(cx, tuple),
            Act::Abort(tuple) => teardown::abort(cx, tuple),
            Act::Accept => accept_queue::accept(cx),
            Act::ListenAgain => {
                program.listened_again = true;
                if let Some(backlog) = self
                    .program
                    .listens
                    .as_ref()
                    .and_then(|listens| listens.listens_again)
                {
                    listener::listen_again(cx, backlog);
                }
            }
            Act::CloseListener => listener::close(cx),
            Act::WriteSysctls => {
                program.sysctls_written = true;
                cx.out.rules.push(Rule::SysctlsWritten);
            }
            Act::ClockTicks => {
                cx.stack.ticks = cx.stack.ticks.saturating_add(1);
                cx.out.rules.push(Rule::ClockTicks);
            }
            Act::Others(crowd) => {
                cx.stack.elsewhere = crowd.requests;
                if let Some(listener) = &mut cx.stack.listener {
                    listener.queued_elsewhere = crowd.queued;
                }
            }
            Act::CookieToAnother => cookie::is_sent_elsewhere(cx),
            Act::Flood(_) | Act::Forge(..) => {}
        }
    }

    fn octets_to_send(&self, tuple: Tuple) -> u8 {
        let client = self
            .program
            .connects
            .as_ref()
            .filter(|connects| connects.tuple == tuple);
        let server = self.program.listens.as_ref();
        client
            .map(|connects| connects.sends)
            .or(server.map(|listens| listens.sends))
            .unwrap_or(0)
    }
}

/// accept() until nothing waits.
fn accept_all(cx: &mut Context<'_>) {
    while cx
        .stack
        .listener
        .as_ref()
        .is_some_and(|listener| !listener.accept_queue.is_empty())
    {
        accept_queue::accept(cx);
    }
}

fn queue_earlier_connection(stack: &mut Stack, tuple: Tuple) {
    let (iss, irs) = (Seq(300), Seq(100));
    let connection = Connection {
        state: TcpState::Established,
        iss,
        irs,
        snd_una: iss.plus(1),
        snd_nxt: iss.plus(1),
        rcv_nxt: irs.plus(1),
        retransmits: 0,
        orphan: false,
        unread: false,
        keepalive: None,
        ts_recent: None,
        fast_open: None,
    };
    stack.sockets.insert(tuple, Socket::Connection(connection));
    if let Some(listener) = &mut stack.listener {
        listener.accept_queue.push(Queued {
            tuple,
            reset: false,
        });
    }
}
