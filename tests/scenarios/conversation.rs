//! The commands of a transcript, applied to one host with `Host::step`.
//!
//! - `profile linux-6.18 backlog=1 defer-accept=3 fast-open=2 tcp_syncookies=0 rst-in-syn-received=in-window`: a new host, with sysctls and
//!   policies; `no-listener` if it only connects, `peers-cached` if it has a round-trip time of every peer, `never-reads` if its
//!   programs leave unread what arrives, `keepalive` if they set SO_KEEPALIVE;
//! - `A > S 100:100(0)`, `A1..A20 > S 100:100(0)`: a segment arrives from each of these peers;
//! - `timer SYN-ACK A`, `timer SYN A`, `timer data A`, `timer rate-limit A`, `timer cookies`: time passes until this timer fires;
//! - `pass 63 s`: time passes, and every timer fires as early as it may; `wait 0.3 s`: time passes, and none has to;
//! - `connect A`, `connect-fast A 5` (with Fast Open and so many octets), `send A 5`, `shutdown A`, `close A`, `abort A`, `accept`, `listen 0`, `close-listener`: system calls;
//! - `sysctl tcp_syncookies=0`: the administrator writes; `tick`: the timestamp clock moves on. Timestamps are off unless the profile line
//!   has `tcp_timestamps=1`; then `loopback` makes all hosts one machine, and `kernel-chooses-port` leaves the port of connect() to the kernel.

use crate::clock::{Clock, seconds};
use crate::peer::{Peer, SERVER_PORT};
use crate::report::{Report, queues};
use crate::spelling;
use crate::transcript::Command;
use halfopen_spec::host::{Host, HostState, Input};
use halfopen_spec::kernel::{Effects, HostId, Purpose, Tuple};
use halfopen_spec::policy::{Sysctl, profile};
use halfopen_spec::program::{Accepts, Act, Connects, Ends, Listens, Program, SynQueueBefore};
use std::collections::BTreeSet;
use std::time::Duration;

/// A host, what it remembers, and its time.
struct Running {
    host: Host,
    state: HostState,
    clock: Clock,
    connected: BTreeSet<Peer>,
    reads: bool,
    keepalive: bool,
    binds: bool,
}

/// The host of a transcript, once a `profile` line has started one.
#[derive(Default)]
pub(crate) struct Conversation {
    running: Option<Running>,
}

impl Conversation {
    /// What the commands of one block do, in lines; several commands are repeated above their answers.
    pub(crate) fn block(&mut self, commands: &[Command]) -> Result<Vec<String>, (usize, String)> {
        let mut lines = Vec::new();
        let mut queues_said = None;
        for command in commands {
            let answer = self
                .command(&command.text)
                .map_err(|problem| (command.line, problem))?;
            let queues = self
                .running
                .as_ref()
                .and_then(|running| queues(&running.state));
            if commands.len() == 1 {
                let said = answer.last().map(|line| line.trim_start().to_owned());
                lines.extend(answer);
                lines.extend(queues.filter(|queues| said.as_ref() != Some(queues)));
                continue;
            }
            lines.push(command.text.clone());
            lines.extend(answer.iter().map(|line| format!("  {line}")));
            let new = command.text.starts_with("profile ");
            if queues != queues_said && !new {
                lines.extend(queues.iter().map(|line| format!("  {line}")));
            }
            queues_said = queues;
        }
        Ok(lines)
    }

    fn command(&mut self, text: &str) -> Result<Vec<String>, String> {
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        if verb == "profile" {
            return self.profile(rest);
        }
        let running = self
            .running
            .as_mut()
            .ok_or("no `profile` line comes before")?;
        if let Some((peers, segment)) = text.split_once(" > ") {
            return running.segments(peers, segment);
        }
        match verb {
            "timer" => running.timer(rest),
            "pass" => running.pass(duration(rest)?),
            "wait" => running.wait(duration(rest)?),
            "connect" => running.connect(Peer::parse(rest)?, None),
            "connect-fast" => running.connect_fast(rest),
            "send" => running.send(rest),
            "shutdown" => running.shut_down(rest),
            "close" => running.close(rest),
            "abort" => running.abort(rest),
            "accept" => Ok(running.act(Act::Accept)),
            "listen" => running.listen(rest),
            "close-listener" => Ok(running.act(Act::CloseListener)),
            "tick" => Ok(running.act(Act::ClockTicks)),
            "sysctl" => running.sysctl(rest),
            _ => Err(format!("`{verb}` is no command")),
        }
    }

    /// A new host starts, and listens unless told otherwise.
    fn profile(&mut self, text: &str) -> Result<Vec<String>, String> {
        let mut words = text.split_whitespace();
        let name = words.next().ok_or("no profile is named")?;
        let mut profile = profile(name).ok_or_else(|| format!("no profile `{name}`"))?;
        profile.kernel = profile.kernel.without_timestamps();
        let mut listens = Listens {
            port: SERVER_PORT,
            backlog: 128,
            defer_accept: 0,
            accepts: Accepts::Never,
            sends: 0,
            ends: Ends::Never,
            reads: true,
            fast_open: 0,
            keepalive: false,
            may_close: true,
            listens_again: None,
            queued_before: 0,
            syn_queue_before: SynQueueBefore::Requests(0),
        };
        let (mut listener, mut peers_cached) = (true, false);
        let (mut binds, mut loopback) = (true, false);
        for word in words {
            match word.split_once('=') {
                None if word == "no-listener" => listener = false,
                None if word == "peers-cached" => peers_cached = true,
                None if word == "keepalive" => listens.keepalive = true,
                None if word == "never-reads" => listens.reads = false,
                None if word == "loopback" => loopback = true,
                None if word == "kernel-chooses-port" => binds = false,
                None => return Err(format!("`{word}` is neither a flag nor key=value")),
                Some(("backlog", value)) => listens.backlog = number(value)?,
                Some(("defer-accept", value)) => listens.defer_accept = number(value)?,
                Some(("fast-open", value)) => listens.fast_open = number(value)?,
                Some((key, value)) => match Sysctl::named(key) {
                    Ok(sysctl) => {
                        profile
                            .set_sysctl(sysctl, number(value)?)
                            .map_err(|error| format!("{error:?}"))?;
                    }
                    Err(_) => profile
                        .set_policy(key, value)
                        .map_err(|error| format!("{error:?}"))?,
                },
            }
        }
        let (reads, keepalive) = (listens.reads, listens.keepalive);
        let host = Host {
            id: HostId(0),
            name: "host".to_owned(),
            kernel: profile.kernel,
            isn_step: 10_000,
            peers_cached,
            loopback,
            timers: true,
            earlier_peers: HostId(27),
            program: Program {
                listens: listener.then_some(listens),
                clock_ticks: u8::MAX,
                ..Program::default()
            },
        };
        let (state, effects) = host.start();
        let mut report = Report::default();
        report.add(&HostState::default(), &effects, &state);
        let mut lines = if listener {
            report.lines()
        } else {
            vec!["nobody listens".to_owned()]
        };
        lines.extend(
            state
                .stack
                .listener
                .as_ref()
                .map(|listener| format!("backlog {}", listener.backlog)),
        );
        let (clock, connected) = (Clock::default(), BTreeSet::new());
        self.running = Some(Running {
            host,
            state,
            clock,
            connected,
            reads,
            keepalive,
            binds,
        });
        Ok(lines)
    }
}

impl Running {
    /// One step of the host.
    fn step(&mut self, input: &Input, report: &mut Report) {
        let (after, mut effects): (HostState, Effects) = self.host.step(&self.state, input);
        effects.timers.retain(|change| self.clock.matters(change));
        report.add(&self.state, &effects, &after);
        self.clock.note(&effects.timers);
        self.state = after;
    }

    fn act(&mut self, act: Act) -> Vec<String> {
        let mut report = Report::default();
        self.step(&Input::Act(act), &mut report);
        report.lines()
    }

    fn tuple(&self, peer: Peer) -> Tuple {
        if self.connected.contains(&peer) {
            peer.is_connected_to()
        } else {
            peer.connects_to_us()
        }
    }

    fn segments(&mut self, peers: &str, text: &str) -> Result<Vec<String>, String> {
        let mut report = Report::default();
        for peer in Peer::parse_range(peers)? {
            let tuple = self.tuple(peer);
            let segment = spelling::segment(tuple, text)?;
            self.step(
                &Input::Segment {
                    from: tuple.peer,
                    segment,
                },
                &mut report,
            );
        }
        Ok(report.lines())
    }

    fn timer(&mut self, name: &str) -> Result<Vec<String>, String> {
        let purpose = self.clock.fire(name)?;
        let mut report = Report::default();
        self.step(&Input::Timer(purpose), &mut report);
        let mut lines = vec![self.at()];
        lines.extend(report.lines());
        Ok(lines)
    }

    /// One paragraph for each moment at which something fires.
    fn pass(&mut self, time: Duration) -> Result<Vec<String>, String> {
        let end = self.clock.now() + time;
        let mut lines = Vec::new();
        let mut next = self.clock.next_until(end);
        while let Some(purpose) = next {
            let moment = self.clock.now();
            let mut report = Report::default();
            let mut firing: Option<Purpose> = Some(purpose);
            while let Some(purpose) = firing {
                self.step(&Input::Timer(purpose), &mut report);
                firing = self.clock.next_until(moment);
            }
            lines.push(self.at());
            lines.extend(report.lines().iter().map(|line| format!("  {line}")));
            lines.extend(queues(&self.state).map(|line| format!("  {line}")));
            next = self.clock.next_until(end);
        }
        if self.clock.now() < end {
            self.clock.advance(end)?;
            lines.push(self.at());
        }
        Ok(lines)
    }

    fn wait(&mut self, time: Duration) -> Result<Vec<String>, String> {
        self.clock.advance(self.clock.now() + time)?;
        Ok(vec![self.at()])
    }

    fn at(&self) -> String {
        format!("at {} s", seconds(self.clock.now()))
    }

    fn connect_fast(&mut self, text: &str) -> Result<Vec<String>, String> {
        let (peer, octets) = text
            .split_once(' ')
            .ok_or("`connect-fast A 5` names a peer and octets")?;
        self.connect(Peer::parse(peer)?, Some(number(octets)?))
    }

    fn connect(&mut self, peer: Peer, octets: Option<u8>) -> Result<Vec<String>, String> {
        self.connected.insert(peer);
        self.host.program.connects = Some(Connects {
            tuple: peer.is_connected_to(),
            times: u8::MAX,
            sends: octets.unwrap_or(0),
            ends: Ends::Never,
            reads: self.reads,
            keepalive: self.keepalive,
            binds: self.binds,
            fast_open: octets.is_some(),
        });
        Ok(self.act(Act::Connect))
    }

    fn send(&mut self, text: &str) -> Result<Vec<String>, String> {
        let (peer, octets) = text
            .split_once(' ')
            .ok_or("`send A 5` names a peer and octets")?;
        let octets = number(octets)?;
        if let Some(connects) = &mut self.host.program.connects {
            connects.sends = octets;
        }
        if let Some(listens) = &mut self.host.program.listens {
            listens.sends = octets;
        }
        Ok(self.act(Act::Send(self.tuple(Peer::parse(peer)?))))
    }

    fn shut_down(&mut self, peer: &str) -> Result<Vec<String>, String> {
        Ok(self.act(Act::ShutDown(self.tuple(Peer::parse(peer)?))))
    }

    fn close(&mut self, peer: &str) -> Result<Vec<String>, String> {
        Ok(self.act(Act::Close(self.tuple(Peer::parse(peer)?))))
    }

    fn abort(&mut self, peer: &str) -> Result<Vec<String>, String> {
        Ok(self.act(Act::Abort(self.tuple(Peer::parse(peer)?))))
    }

    fn listen(&mut self, backlog: &str) -> Result<Vec<String>, String> {
        let listens = self.host.program.listens.as_mut().ok_or("nobody listens")?;
        listens.listens_again = Some(number(backlog)?);
        let mut lines = self.act(Act::ListenAgain);
        let listener = self.state.stack.listener.as_ref();
        lines.extend(listener.map(|listener| format!("backlog {}", listener.backlog)));
        Ok(lines)
    }

    fn sysctl(&mut self, text: &str) -> Result<Vec<String>, String> {
        let (name, value) = text
            .split_once('=')
            .ok_or("`sysctl name=value` names a sysctl")?;
        let sysctl = Sysctl::named(name).map_err(|error| format!("{error:?}"))?;
        let value = number(value)?;
        self.host
            .kernel
            .sysctls
            .clone()
            .set(sysctl, value)
            .map_err(|error| format!("{error:?}"))?;
        self.host.program.writes.push((sysctl, value));
        Ok(self.act(Act::WriteSysctls))
    }
}

fn number<N: std::str::FromStr>(text: &str) -> Result<N, String> {
    text.parse()
        .map_err(|_| format!("`{text}` is no number in range"))
}

/// Reads `63 s` or `0.3 s`.
fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is no time such as `0.3 s`");
    let seconds: f64 = text
        .strip_suffix(" s")
        .ok_or_else(wrong)?
        .parse()
        .map_err(|_| wrong())?;
    Duration::try_from_secs_f64(seconds).map_err(|_| wrong())
}
