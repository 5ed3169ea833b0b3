//! A run as a packetdrill script: one host is the kernel under test, what the other end sends is injected.
//!
//! packetdrill counts sequence numbers from each end's initial one, and knows one connection. Where a timer sends, the script waits as
//! long as the timer may take.

use super::{NotExported, times};
use halfopen_spec::clock::Clock;
use halfopen_spec::host::{Host, Input};
use halfopen_spec::kernel::listener::tuple_of;
use halfopen_spec::kernel::{Effects, HostId, Tuple};
use halfopen_spec::model::{Node, World, WorldAction, WorldState, explain};
use halfopen_spec::policy::Sysctl;
use halfopen_spec::program::{Act, SynQueueBefore};
use halfopen_spec::rule::Rule;
use halfopen_spec::wire::{Segment, Seq};
use stateright::Model;
use std::time::Duration;

/// The script. The host under test is the one that listens, or else the first that connects.
///
/// # Errors
///
/// When the run has no times, or more than one connection.
pub fn packetdrill(
    title: &str,
    world: &World,
    clock: Clock,
    actions: &[WorldAction],
) -> Result<String, NotExported> {
    let at = times(world, clock, actions)?;
    let host = under_test(world)?;
    let mut script = Script {
        world,
        host,
        lines: Vec::new(),
        ends: None,
        before: Duration::ZERO,
        unseen: Duration::ZERO,
        is_accepted: false,
        unread: 0,
    };
    script.set_up(title);
    let Some(mut state) = world.init_states().into_iter().next() else {
        return Ok(script.lines.join("\n"));
    };
    for (number, (action, at)) in actions.iter().zip(at).enumerate() {
        script.step(number + 1, &state, action, at)?;
        let Some(next) = world.next_state(&state, action.clone()) else {
            break;
        };
        state = next;
    }
    Ok(script.lines.join("\n") + "\n")
}

fn under_test(world: &World) -> Result<&Host, NotExported> {
    let host = |id: HostId| match world.actors.get(usize::from(id.0)) {
        Some(Node::Host(host)) => Some(host),
        Some(Node::Flooder(_)) | None => None,
    };
    let first = world.cfg.server.or(world.cfg.clients.first().copied());
    let host = first.and_then(host);
    let host = host.ok_or_else(|| not_one("no host to test"))?;
    if let Some(listens) = &host.program.listens {
        if listens.queued_before > 0 {
            return Err(not_one("connections that were there before it begins"));
        }
        if listens.syn_queue_before != SynQueueBefore::Requests(0) {
            return Err(not_one("requests that were there before it begins"));
        }
    }
    Ok(host)
}

fn not_one(found: &str) -> NotExported {
    NotExported::NotOneConnection {
        found: found.to_owned(),
    }
}

struct Script<'w> {
    world: &'w World,
    host: &'w Host,
    lines: Vec<String>,
    /// The four-tuple, the initial number of the host under test, and that of its peer.
    ends: Option<Ends>,
    /// When the last line was.
    before: Duration,
    /// How much later a timer may have fired of which nobody saw anything: the next line waits for it.
    unseen: Duration,
    is_accepted: bool,
    /// Octets that have arrived and are not read.
    unread: u8,
}

#[derive(Clone, Copy)]
struct Ends {
    tuple: Tuple,
    own: Option<Seq>,
    other: Option<Seq>,
}

/// The listener, or the socket that connects.
const SOCKET: u8 = 3;
/// What accept() returns.
const ACCEPTED: u8 = 4;

impl Script<'_> {
    fn set_up(&mut self, title: &str) {
        let name = &self.host.name;
        self.lines.push(format!("// {title}"));
        self.lines.push(format!(
            "// The kernel under test is the {name}; what the other end sends is injected. It writes sysctls: play it in a network of its own,"
        ));
        self.lines.push(
            "// as root: unshare --net sh -c 'ip link set lo up; packetdrill FILE.pkt'".to_owned(),
        );
        self.lines.push("--tolerance_usecs=50000".to_owned());
        let sysctls = Sysctl::ALL.iter().map(|sysctl| {
            let value = self.host.kernel.sysctls.get(*sysctl);
            // A kernel that lacks one goes on without it.
            format!("sysctl -q -e {}={value}", sysctl.name())
        });
        let sysctls: Vec<String> = sysctls.collect();
        self.lines.push(format!("`{}`", sysctls.join("\n")));
        self.lines.push(format!(
            "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = {SOCKET}"
        ));
        if let Some(listens) = &self.host.program.listens {
            let backlog = listens.backlog;
            self.now(&format!(
                "setsockopt({SOCKET}, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0"
            ));
            self.now(&format!("bind({SOCKET}, ..., ...) = 0"));
            self.now(&format!("listen({SOCKET}, {backlog}) = 0"));
        } else {
            self.now(&format!("fcntl({SOCKET}, F_GETFL) = 0x2 (flags O_RDWR)"));
            self.now(&format!("fcntl({SOCKET}, F_SETFL, O_RDWR|O_NONBLOCK) = 0"));
        }
    }

    /// A line that follows the one before at once.
    fn now(&mut self, what: &str) {
        self.lines.push(format!("+0 {what}"));
    }

    /// A line at this time.
    fn at(&mut self, at: Duration, what: &str) {
        let after = at.saturating_sub(self.before) + std::mem::take(&mut self.unseen);
        self.before = self.before.max(at);
        self.lines.push(format!("+{} {what}", seconds(after)));
    }

    fn step(
        &mut self,
        number: usize,
        before: &WorldState,
        action: &WorldAction,
        at: Duration,
    ) -> Result<(), NotExported> {
        let explained = explain(self.world, before, action);
        if explained.actor != Some(self.host.id) {
            return Ok(());
        }
        let rules: Vec<&str> = (explained.effects.rules.iter())
            .map(|rule| rule.source().sentence)
            .collect();
        self.lines.push(format!("// {number} {}", rules.join(" ")));
        let mut late = Duration::ZERO;
        match &explained.input {
            Some(Input::Segment { from, segment }) => self.arrives(*from, segment, at)?,
            Some(Input::Act(act)) => self.calls(*act, at),
            Some(Input::Timer(_)) => {
                // The timer wheel is late by up to an eighth (kernel/time/timer.c).
                late = at.saturating_sub(self.before) / 8;
            }
            None => {}
        }
        self.sends(&explained.effects, at, late)?;
        if explained.effects.segments.is_empty() {
            self.unseen += late;
        }
        if let Some(Input::Segment { segment, .. }) = &explained.input
            && explained.effects.rules.contains(&Rule::DataDelivered)
        {
            self.unread += segment.payload;
        }
        self.accepts_and_reads(&explained.effects);
        Ok(())
    }

    /// Binds the one connection, and its initial numbers.
    fn bind(&mut self, tuple: Tuple) -> Result<(), NotExported> {
        match self.ends {
            None => {
                self.ends = Some(Ends {
                    tuple,
                    own: None,
                    other: None,
                });
                Ok(())
            }
            Some(ends) if ends.tuple == tuple => Ok(()),
            Some(_) => Err(not_one("connections with several peers")),
        }
    }

    fn arrives(
        &mut self,
        from: HostId,
        segment: &Segment,
        at: Duration,
    ) -> Result<(), NotExported> {
        self.bind(tuple_of(segment, from))?;
        if segment.flags.syn {
            self.is_first(false, segment.seq)?;
        }
        let text = self.spelled(segment, false);
        let options = match segment.flags.syn {
            true => " <mss 1460>",
            false => "",
        };
        self.at(at, &format!("< {text} win 64240{options}"));
        Ok(())
    }

    /// An initial number is the first of its direction, or that again.
    fn is_first(&mut self, is_own: bool, seq: Seq) -> Result<(), NotExported> {
        let Some(ends) = &mut self.ends else {
            return Ok(());
        };
        let known = if is_own {
            &mut ends.own
        } else {
            &mut ends.other
        };
        match known {
            None => *known = Some(seq),
            Some(first) if *first == seq => {}
            Some(_) => return Err(not_one("two connections, one after the other")),
        }
        Ok(())
    }

    fn sends(
        &mut self,
        effects: &Effects,
        at: Duration,
        late: Duration,
    ) -> Result<(), NotExported> {
        for (to, segment) in &effects.segments {
            self.bind(Tuple {
                peer: *to,
                local: segment.source,
                remote: segment.destination,
            })?;
            if segment.flags.syn {
                self.is_first(true, segment.seq)?;
            }
            let text = self.spelled(segment, true);
            let options = if segment.flags.syn { " <...>" } else { "" };
            let after = at.saturating_sub(self.before);
            self.before = self.before.max(at);
            self.lines.push(match late.is_zero() {
                true => format!("+{} > {text}{options}", seconds(after)),
                false => format!(
                    "+{}~+{} > {text}{options}",
                    seconds(after),
                    seconds(after + late)
                ),
            });
        }
        Ok(())
    }

    /// The segment with its numbers counted from the initial ones.
    fn spelled(&self, segment: &Segment, is_own: bool) -> String {
        let ends = self.ends;
        let (own, other) = (ends.and_then(|e| e.own), ends.and_then(|e| e.other));
        let (sent, acked) = if is_own { (own, other) } else { (other, own) };
        let since = |number: Seq, first: Option<Seq>| match first {
            Some(first) if number != Seq(0) => Seq(number.0.wrapping_sub(first.0)),
            Some(_) | None => number,
        };
        let relative = Segment {
            seq: since(segment.seq, sent),
            ack: segment.ack.map(|ack| since(ack, acked)),
            ..segment.clone()
        };
        relative.to_string()
    }

    fn calls(&mut self, act: Act, at: Duration) {
        let socket = match self.host.program.listens {
            Some(_) => ACCEPTED,
            None => SOCKET,
        };
        match act {
            Act::Connect => self.at(
                at,
                &format!(
                    "connect({SOCKET}, ..., ...) = -1 EINPROGRESS (Operation now in progress)"
                ),
            ),
            Act::Send(tuple) => {
                let octets = self.octets(tuple);
                self.at(at, &format!("write({socket}, ..., {octets}) = {octets}"));
            }
            Act::ShutDown(_) => self.at(at, &format!("shutdown({socket}, SHUT_WR) = 0")),
            Act::Close(_) => self.at(at, &format!("close({socket}) = 0")),
            Act::Abort(_) => {
                self.at(
                    at,
                    &format!(
                        "setsockopt({socket}, SOL_SOCKET, SO_LINGER, {{onoff=1, linger=0}}, 8) = 0"
                    ),
                );
                self.now(&format!("close({socket}) = 0"));
            }
            Act::Accept => self.at(at, &format!("accept({SOCKET}, ..., ...) = {ACCEPTED}")),
            Act::ListenAgain => {
                let listens = self.host.program.listens.as_ref();
                let backlog = listens
                    .and_then(|listens| listens.listens_again)
                    .unwrap_or(0);
                self.at(at, &format!("listen({SOCKET}, {backlog}) = 0"));
            }
            Act::CloseListener => self.at(at, &format!("close({SOCKET}) = 0")),
            Act::WriteSysctls => {
                for (sysctl, value) in self.host.program.writes.clone() {
                    self.at(at, &format!("`sysctl -q {}={value}`", sysctl.name()));
                }
            }
            Act::ClockTicks
            | Act::Others(_)
            | Act::CookieToAnother
            | Act::Flood(_)
            | Act::Forge(..) => {}
        }
        self.is_accepted |= act == Act::Accept;
    }

    fn octets(&self, tuple: Tuple) -> u8 {
        let connects = self.host.program.connects.as_ref();
        let connects = connects.filter(|connects| connects.tuple == tuple);
        let listens = self.host.program.listens.as_ref();
        connects
            .map(|connects| connects.sends)
            .or(listens.map(|listens| listens.sends))
            .unwrap_or(0)
    }

    /// A program that accepts at once does so after the step; what has arrived is read as soon as somebody holds the connection.
    fn accepts_and_reads(&mut self, effects: &Effects) {
        let accepts = effects.rules.contains(&Rule::AcceptReturnsOldest);
        if accepts && !self.is_accepted {
            self.now(&format!("accept({SOCKET}, ..., ...) = {ACCEPTED}"));
            self.is_accepted = true;
        }
        let (socket, reads) = match &self.host.program.listens {
            Some(listens) => (ACCEPTED, listens.reads && self.is_accepted),
            None => (SOCKET, true),
        };
        if reads && self.unread > 0 {
            let octets = std::mem::take(&mut self.unread);
            self.now(&format!("read({socket}, ..., 1000) = {octets}"));
        }
    }
}

/// Seconds with as many digits as they need: `0`, `1`, `3.5`.
fn seconds(time: Duration) -> String {
    let mut text = format!("{}.{:06}", time.as_secs(), time.subsec_micros());
    while text.ends_with('0') {
        text.pop();
    }
    if text.ends_with('.') {
        text.pop();
    }
    text
}
