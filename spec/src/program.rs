//! What programs do with TCP: which system calls they may make, and when.
//!
//! A program's next call is a nondeterministic choice, never a timer: whatever it may do, it may do at any moment.

use crate::kernel::{
    Connection, Crowd, Errno, HostId, Opens, Stack, TcpState, Tuple, accept_queue,
};
use crate::policy::Sysctl;
use crate::wire::Port;

/// When a server calls accept().
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Accepts {
    /// Never: it is busy, or hangs.
    Never,
    /// At any moment, or not at all.
    AnyTime,
    /// As soon as a connection waits.
    Always,
}

/// How a program leaves a connection that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ends {
    /// It keeps it.
    Never,
    /// It may call close() at any moment once it is connected.
    Close,
    /// It may call close() at any moment, in SYN-SENT too.
    CloseEarly,
    /// It may call shutdown(SHUT_WR) at any moment, and close() after that.
    ShutDown,
    /// It may close with SO_LINGER of zero seconds at any moment.
    Abort,
}

/// A call that programs make in the end, if from some moment on they may make it all the time. Other calls may never be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Duty {
    /// connect()
    Connect,
    /// send()
    Send,
    /// close() of a connection, with or without SO_LINGER, and shutdown() before it
    Close,
    /// accept()
    Accept,
}

/// What a flood has put into the SYN queue before the run begins. It keeps its requests alive: they do not expire during the run,
/// and they are no longer young.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SynQueueBefore {
    /// So many requests.
    Requests(u8),
    /// As many as the SYN queue holds, whatever this kernel's capacity is.
    Full,
}

/// A program that listens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Listens {
    /// The port.
    pub port: Port,
    /// The backlog given to listen().
    pub backlog: i64,
    /// TCP_DEFER_ACCEPT in SYN,ACK timeouts; 0 is off.
    pub defer_accept: u8,
    /// When it accepts.
    pub accepts: Accepts,
    /// Octets that it may send on each accepted connection; 0 is none.
    pub sends: u8,
    /// How it may leave each accepted connection.
    pub ends: Ends,
    /// Whether it reads what arrives on accepted connections, as soon as it does.
    pub reads: bool,
    /// TCP_FASTOPEN: how many children of Fast Open may wait for their handshake ACK; 0 is off.
    pub fast_open: u8,
    /// Whether it sets SO_KEEPALIVE on the listener, which accepted connections inherit.
    pub keepalive: bool,
    /// Whether it may close the listener.
    pub may_close: bool,
    /// The backlog of a second listen(), which it may call once.
    pub listens_again: Option<i64>,
    /// Connections that wait in the accept queue when the run begins, of addresses that never speak again.
    pub queued_before: u8,
    /// Requests in the SYN queue when the run begins, of addresses that never answer.
    pub syn_queue_before: SynQueueBefore,
}

/// A program that connects.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Connects {
    /// From where to where.
    pub tuple: Tuple,
    /// How often it may call connect(), always from the same port.
    pub times: u8,
    /// Octets that it may send once connected; 0 is none.
    pub sends: u8,
    /// How it may leave.
    pub ends: Ends,
    /// Whether it reads what arrives, as soon as it does.
    pub reads: bool,
    /// Whether it sets SO_KEEPALIVE before connect().
    pub keepalive: bool,
    /// Whether it binds its port before connect(); otherwise the kernel chooses, and has no other (ip_local_port_range).
    pub binds: bool,
    /// Whether it connects with Fast Open (MSG_FASTOPEN): its data goes with the SYN if it has a cookie, and otherwise the SYN asks for one.
    pub fast_open: bool,
}

/// Everything that runs on one host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Program {
    /// A server.
    pub listens: Option<Listens>,
    /// A client.
    pub connects: Option<Connects>,
    /// Sysctls that the administrator may write once, all together.
    pub writes: Vec<(Sysctl, i64)>,
    /// How often the host's timestamp clock may move on.
    pub clock_ticks: u8,
    /// Clients that are not looked at one by one; nobody when there are none.
    pub others: Others,
}

/// What clients that are not looked at one by one may do at a listener ([`crate::kernel::crowd`]).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Others {
    /// What they may hold.
    pub crowds: Vec<Crowd>,
    /// Whether they may be sent cookies.
    pub get_cookies: bool,
}

/// What the programs of a host remember.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct ProgramState {
    /// How often connect() was called.
    pub connects: u8,
    /// The error of the last connection that failed.
    pub error: Option<Errno>,
    /// Whether the administrator has written the sysctls.
    pub sysctls_written: bool,
    /// Whether listen() was called a second time.
    pub listened_again: bool,
}

/// A system call, or what someone outside the kernel does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub enum Act {
    /// connect()
    Connect,
    /// send()
    Send(Tuple),
    /// shutdown(SHUT_WR)
    ShutDown(Tuple),
    /// close() of a connection
    Close(Tuple),
    /// close() of a connection with SO_LINGER of zero seconds
    Abort(Tuple),
    /// accept()
    Accept,
    /// listen() once more
    ListenAgain,
    /// close() of the listener
    CloseListener,
    /// The administrator writes sysctls
    WriteSysctls,
    /// The timestamp clock moves on
    ClockTicks,
    /// Clients that are not looked at come and go: they hold this now
    Others(Crowd),
    /// One of them is sent a cookie
    CookieToAnother,
    /// A SYN from the address of this number, which never answers
    Flood(u8),
    /// A forged segment from that address
    Forge(u8, crate::flooder::Forgery),
}

impl Act {
    /// What a program owes that has to make this call in the end.
    #[must_use]
    pub const fn duty(self) -> Option<Duty> {
        match self {
            Self::Connect => Some(Duty::Connect),
            Self::Send(_) => Some(Duty::Send),
            Self::ShutDown(_) | Self::Close(_) | Self::Abort(_) => Some(Duty::Close),
            Self::Accept => Some(Duty::Accept),
            Self::ListenAgain
            | Self::CloseListener
            | Self::WriteSysctls
            | Self::ClockTicks
            | Self::Others(_)
            | Self::CookieToAnother
            | Self::Flood(_)
            | Self::Forge(..) => None,
        }
    }
}

impl Program {
    /// The calls that may be made now, in a fixed order.
    #[must_use]
    pub fn acts(&self, state: &ProgramState, stack: &Stack) -> Vec<Act> {
        let mut acts = Vec::new();
        if let Some(connects) = &self.connects {
            connects.acts(state, stack, &mut acts);
        }
        if let Some(listens) = &self.listens {
            listens.acts(state, stack, &mut acts);
        }
        if !self.writes.is_empty() && !state.sysctls_written {
            acts.push(Act::WriteSysctls);
        }
        if stack.ticks < self.clock_ticks {
            acts.push(Act::ClockTicks);
        }
        self.others_act(stack, &mut acts);
        acts
    }

    /// Whoever never calls accept() takes nobody out of the queue; whoever always does leaves nobody in it. Others never hold more of it than the
    /// children here leave room for.
    fn others_act(&self, stack: &Stack, acts: &mut Vec<Act>) {
        let (Some(listener), Some(listens)) = (&stack.listener, &self.listens) else {
            return;
        };
        let now = Crowd {
            queued: listener.queued_elsewhere,
            requests: stack.elsewhere,
        };
        let here = accept_queue::length(listener).saturating_sub(now.queued);
        let room = listener.backlog.saturating_add(1).saturating_sub(here);
        let accepted = |next: &Crowd| match listens.accepts {
            Accepts::Never => next.queued >= now.queued,
            Accepts::AnyTime => true,
            Accepts::Always => next.queued == 0,
        };
        let may_hold = |next: &Crowd| next.queued <= room && accepted(next);
        let next = self.others.crowds.iter().filter(|next| **next != now);
        acts.extend(
            next.filter(|next| may_hold(next))
                .map(|next| Act::Others(*next)),
        );
        if self.others.get_cookies {
            acts.push(Act::CookieToAnother);
        }
    }
}

impl Program {
    /// Whether the program that holds this connection reads what arrives on it.
    #[must_use]
    pub fn reads(&self, tuple: Tuple) -> bool {
        let listens = self.listens.as_ref();
        match listens.filter(|listens| listens.port == tuple.local) {
            Some(listens) => listens.reads,
            None => self.connects.as_ref().is_none_or(|connects| connects.reads),
        }
    }
}

impl Connects {
    /// How it calls connect().
    #[must_use]
    pub fn opens(&self) -> Opens {
        Opens {
            keepalive: self.keepalive,
            bound: self.binds,
            fast_open: self.fast_open.then_some(self.sends),
        }
    }

    fn acts(&self, state: &ProgramState, stack: &Stack, acts: &mut Vec<Act>) {
        let Some(connection) = stack.connection(self.tuple) else {
            if state.connects < self.times {
                acts.push(Act::Connect);
            }
            return;
        };
        if self.sends > 0 && connection.may_send() && connection.sent_octets() == 0 {
            acts.push(Act::Send(self.tuple));
        }
        acts.extend(self.ends.act(self.tuple, connection));
    }
}

impl Ends {
    /// The call by which a program may leave this connection now.
    fn act(self, tuple: Tuple, connection: &Connection) -> Option<Act> {
        use TcpState::{CloseWait, Closing, Established, FinWait1, FinWait2, LastAck};
        match (self, connection.state) {
            _ if connection.orphan => None,
            (Self::Close | Self::CloseEarly, Established | CloseWait)
            | (Self::CloseEarly, TcpState::SynSent)
            | (Self::ShutDown, FinWait1 | FinWait2 | Closing | LastAck) => Some(Act::Close(tuple)),
            (Self::Abort, Established | CloseWait) => Some(Act::Abort(tuple)),
            (Self::ShutDown, Established | CloseWait) => Some(Act::ShutDown(tuple)),
            (Self::Never | Self::Close | Self::CloseEarly | Self::ShutDown | Self::Abort, _) => {
                None
            }
        }
    }
}

impl Listens {
    fn acts(&self, state: &ProgramState, stack: &Stack, acts: &mut Vec<Act>) {
        let accepted = stack
            .connections()
            .filter(|(tuple, _)| tuple.local == self.port && !stack.is_queued(*tuple));
        for (tuple, connection) in accepted {
            if self.sends > 0 && connection.may_send() && connection.sent_octets() == 0 {
                acts.push(Act::Send(tuple));
            }
            acts.extend(self.ends.act(tuple, connection));
        }
        let Some(listener) = &stack.listener else {
            return;
        };
        if self.accepts == Accepts::AnyTime && !listener.accept_queue.is_empty() {
            acts.push(Act::Accept);
        }
        if self.listens_again.is_some() && !state.listened_again {
            acts.push(Act::ListenAgain);
        }
        if self.may_close {
            acts.push(Act::CloseListener);
        }
    }
}

/// The address of a peer that was connected before the run begins.
#[must_use]
pub fn earlier_peer(host: HostId, number: u8, port: Port) -> Tuple {
    Tuple {
        peer: host,
        local: port,
        remote: Port(50_000 + u16::from(number)),
    }
}

/// The address of a peer whose request is in the SYN queue before the run begins; each number has a port of its own.
#[must_use]
pub fn flooding_peer(host: HostId, number: u16, port: Port) -> Tuple {
    Tuple {
        peer: host,
        local: port,
        remote: Port(number.wrapping_add(40_000)),
    }
}
