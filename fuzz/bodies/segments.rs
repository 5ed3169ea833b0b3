//! Segments, timers and calls, in any order, against a server and its clients on any kernel: no panic, and the invariant holds.
//!
//! Any segment: numbers near those that the sockets expect, any flags, acknowledgements of what was never sent. What no peer of a scenario
//! would send is sent here.

use arbitrary::{Result, Unstructured};
use halfopen_spec::host::{Host, HostState, Input};
use halfopen_spec::invariant::{broken, timers};
use halfopen_spec::kernel::{Effects, HostId, Socket, Tuple};
use halfopen_spec::model::Node;
use halfopen_spec::policy::{Policies, Profile, Sysctl, profiles};
use halfopen_spec::program::{Accepts, Ends, SynQueueBefore};
use halfopen_spec::rule::Rule;
use halfopen_spec::scenarios::{CLIENT_PORT, Roles, SERVER_PORT, Scenario};
use halfopen_spec::wire::{FastOpen, Flags, Segment, Seq, Timestamps, TsVal};
use std::collections::BTreeSet;

/// More steps than any input needs to reach what it can.
const MOST_STEPS: usize = 200;

/// A kernel, a scenario, and what happens, read off the octets; the rules that were applied.
pub fn applied(data: &[u8]) -> BTreeSet<Rule> {
    let mut octets = Unstructured::new(data);
    let mut rules = BTreeSet::new();
    // What the octets do not say any more is how an input ends.
    let _ended = play(&mut octets, &mut rules);
    rules
}

fn play(octets: &mut Unstructured<'_>, rules: &mut BTreeSet<Rule>) -> Result<()> {
    let profile = kernel(octets)?;
    let scenario = set_up(octets)?;
    let mut hosts: Vec<Standing> = scenario
        .world(&profile)
        .actors
        .into_iter()
        .filter_map(|node| match node {
            Node::Host(host) => Some(Standing::of(host)),
            Node::Flooder(_) => None,
        })
        .collect();
    let mut under_way: Vec<(HostId, HostId, Segment)> = Vec::new();
    for _ in 0..MOST_STEPS {
        if octets.is_empty() {
            break;
        }
        let at = octets.choose_index(hosts.len())?;
        let (id, input) = {
            let host = &hosts[at];
            let waiting: Vec<usize> = (0..under_way.len())
                .filter(|place| under_way[*place].1 == host.host.id)
                .collect();
            let input = match octets.int_in_range(0..=7)? {
                0..=2 if !waiting.is_empty() => {
                    let place = waiting[octets.choose_index(waiting.len())?];
                    // Most segments arrive once, some again.
                    let (from, _, segment) = match octets.ratio(1, 4)? {
                        true => under_way[place].clone(),
                        false => under_way.remove(place),
                    };
                    Some(Input::Segment { from, segment })
                }
                0..=3 => Some(host.any_segment(octets)?),
                4 | 5 => host.timer(octets)?,
                _ => host.act(octets)?,
            };
            (host.host.id, input)
        };
        if let Some(input) = input {
            let effects = hosts[at].step(&input);
            rules.extend(effects.rules);
            let sent = effects.segments.into_iter();
            under_way.extend(sent.map(|(to, segment)| (id, to, segment)));
            // Old ones are lost.
            let surplus = under_way.len().saturating_sub(16);
            under_way.drain(..surplus);
        }
    }
    Ok(())
}

/// A built-in kernel with some policies and sysctls changed.
fn kernel(octets: &mut Unstructured<'_>) -> Result<Profile> {
    let mut profile = octets.choose(&profiles())?.clone();
    for _ in 0..octets.int_in_range(0..=3)? {
        let policy = octets.choose(Policies::TABLE)?;
        let value = octets.choose(policy.values)?;
        profile
            .set_policy(policy.name, value.name)
            .expect("both are in the table");
    }
    for _ in 0..octets.int_in_range(0..=4)? {
        let sysctl = *octets.choose(Sysctl::ALL)?;
        let value = match octets.int_in_range(0..=3)? {
            0 => *sysctl.range().end(),
            1 => *sysctl.range().start(),
            _ => octets.int_in_range(0..=8)?,
        };
        // What this kernel lacks or refuses stays as it is.
        let _refused = profile.set_sysctl(sysctl, value);
    }
    Ok(profile)
}

fn set_up(octets: &mut Unstructured<'_>) -> Result<Scenario> {
    let mut s = Scenario::new("fuzzed", "Anything.", "Small.");
    s.roles = *octets.choose(&[
        Roles::ClientsAndListener,
        Roles::ClientsAndListener,
        Roles::ClientsOnly,
        Roles::BothConnect,
    ])?;
    s.clients = match s.roles {
        Roles::BothConnect => 1,
        Roles::ClientsAndListener | Roles::ClientsOnly | Roles::NobodyAnswers => {
            octets.int_in_range(1..=3)?
        }
    };
    s.connects = octets.int_in_range(1..=3)?;
    s.client_sends = *octets.choose(&[0, 1, 255])?;
    s.client_ends = ends(octets)?;
    s.client_reads = octets.arbitrary()?;
    s.client_keepalive = octets.arbitrary()?;
    s.client_binds = octets.arbitrary()?;
    s.client_fast_open = octets.arbitrary()?;
    s.backlog = *octets.choose(&[0, 1, 2, -1, 65_535, 65_536, i64::MAX])?;
    s.accept = *octets.choose(&[Accepts::Never, Accepts::AnyTime, Accepts::Always])?;
    s.server_sends = *octets.choose(&[0, 1, 255])?;
    s.server_ends = ends(octets)?;
    s.server_reads = octets.arbitrary()?;
    s.server_keepalive = octets.arbitrary()?;
    s.fast_open = *octets.choose(&[0, 1, 255])?;
    s.close_listener = octets.arbitrary()?;
    s.defer_accept = *octets.choose(&[0, 1, 2, 255])?;
    s.listen_again = *octets.choose(&[None, Some(0), Some(3)])?;
    s.queued_before = octets.int_in_range(0..=2)?;
    s.syn_queue_before = SynQueueBefore::Requests(octets.int_in_range(0..=3)?);
    s.client_ticks = octets.int_in_range(0..=2)?;
    s.server_ticks = octets.int_in_range(0..=2)?;
    s.loopback = octets.arbitrary()?;
    s.peers_cached = octets.arbitrary()?;
    s.isn_step = *octets.choose(&[100, 10_000, u32::MAX / 2, u32::MAX])?;
    if octets.arbitrary()? {
        let sysctl = *octets.choose(Sysctl::ALL)?;
        s.writes = vec![(sysctl, octets.int_in_range(0..=8)?)];
    }
    if octets.arbitrary()? {
        s = s.sysctl(Sysctl::TcpTimestamps, 1);
    }
    if octets.arbitrary()? {
        s = s.sysctl(Sysctl::TcpFastopen, octets.int_in_range(0..=0x7ff)?);
    }
    Ok(s)
}

fn ends(octets: &mut Unstructured<'_>) -> Result<Ends> {
    let ends = [
        Ends::Never,
        Ends::Close,
        Ends::CloseEarly,
        Ends::ShutDown,
        Ends::Abort,
    ];
    octets.choose(&ends).copied()
}

/// A host, and what it remembers now.
struct Standing {
    host: Host,
    state: HostState,
}

impl Standing {
    fn of(host: Host) -> Self {
        let (state, _) = host.start();
        assert_eq!(broken(&host, &state), None, "at the beginning");
        Self { host, state }
    }

    /// Takes a step, and looks at the invariant.
    fn step(&mut self, input: &Input) -> Effects {
        let (after, effects) = self.host.step(&self.state, input);
        if let Some(broken) = broken(&self.host, &after)
            .or_else(|| timers::broken_by_step(&self.host, &self.state, input, (&after, &effects)))
        {
            panic!(
                "{broken}\nafter {input:?}\nby {:?}\nin {:?}\nof {:?}",
                effects.rules, self.state, self.host.program
            );
        }
        self.state = after;
        effects
    }

    fn timer(&self, octets: &mut Unstructured<'_>) -> Result<Option<Input>> {
        let armed: Vec<_> = timers::must_run(&self.host, &self.state)
            .into_iter()
            .collect();
        match &*armed {
            [] => Ok(None),
            armed => Ok(Some(Input::Timer(*octets.choose(armed)?))),
        }
    }

    fn act(&self, octets: &mut Unstructured<'_>) -> Result<Option<Input>> {
        let acts = self
            .host
            .program
            .acts(&self.state.program, &self.state.stack);
        match &*acts {
            [] => Ok(None),
            acts => Ok(Some(Input::Act(*octets.choose(acts)?))),
        }
    }

    /// A segment for one of its sockets, or for nobody.
    fn any_segment(&self, octets: &mut Unstructured<'_>) -> Result<Input> {
        // The peers that were there before the run never speak again: that is what they are there for.
        let speaks = |tuple: &&Tuple| tuple.peer != self.host.earlier_peers;
        let sockets = self.state.stack.sockets.keys().filter(speaks);
        let mut tuples: Vec<Tuple> = sockets.copied().collect();
        tuples.push(Tuple {
            peer: HostId(octets.int_in_range(0..=4)?),
            local: *octets.choose(&[SERVER_PORT, CLIENT_PORT])?,
            remote: *octets.choose(&[CLIENT_PORT, SERVER_PORT])?,
        });
        let tuple = *octets.choose(&tuples)?;
        let (theirs, ours) = match self.state.stack.sockets.get(&tuple) {
            Some(Socket::Request(request)) => (request.rcv_nxt(), request.iss),
            Some(Socket::Connection(connection)) => (connection.rcv_nxt, connection.snd_una),
            Some(Socket::TimeWait(bucket)) => (bucket.rcv_nxt, bucket.snd_nxt),
            None => (Seq(100), Seq(300)),
        };
        let (seq, ack) = (near(octets, theirs)?, near(octets, ours)?);
        let segment = Segment {
            source: tuple.remote,
            destination: tuple.local,
            flags: Flags {
                syn: octets.ratio(1, 3)?,
                fin: octets.ratio(1, 4)?,
                rst: octets.ratio(1, 6)?,
            },
            seq,
            ack: octets.ratio(3, 4)?.then_some(ack),
            payload: *octets.choose(&[0, 0, 0, 1, 5, 255])?,
            timestamps: if octets.ratio(1, 3)? {
                Some(Timestamps {
                    val: TsVal(octets.int_in_range(0..=4)?),
                    ecr: TsVal(octets.int_in_range(0..=4)?),
                })
            } else {
                None
            },
            fast_open: *octets.choose(&[
                None,
                None,
                Some(FastOpen::Request),
                Some(FastOpen::Cookie),
            ])?,
        };
        Ok(Input::Segment {
            from: tuple.peer,
            segment,
        })
    }
}

/// A number at, around, or far from another.
fn near(octets: &mut Unstructured<'_>, number: Seq) -> Result<Seq> {
    let by = *octets.choose(&[
        0_i32,
        0,
        1,
        -1,
        2,
        -2,
        5,
        999,
        1000,
        1001,
        -1001,
        1_000_006,
        i32::MAX,
        i32::MIN,
    ])?;
    Ok(number.plus(by.cast_unsigned()))
}
