//! Where one host stands: its sockets by peer, its queues slot by slot, its timers.

use super::words::actor_name;
use halfopen_spec::flooder::FIRST_FLOODED_PORT;
use halfopen_spec::host::{Host, HostState};
use halfopen_spec::kernel::{Listener, Socket, Tuple, syn_queue};
use halfopen_spec::model::{Node, NodeState, World, WorldState, armed_timers};
use std::collections::BTreeMap;

/// Where one host stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// For each peer the state of the connection with it, as RFC 9293 names it; a request is SYN-RECEIVED.
    pub sockets: BTreeMap<String, String>,
    /// What its program was told last: `ECONNRESET`.
    pub error: Option<String>,
    /// The SYN queue of a host that listens.
    pub syn_queue: Option<Queue>,
    /// Its accept queue.
    pub accept_queue: Option<Queue>,
    /// The timers that are armed, in words.
    pub timers: Vec<String>,
}

/// A queue with its occupants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Who is in it, oldest first, with what is worth knowing: `client 1, ACK ignored`. Crowds are summed up in one entry.
    pub occupants: Vec<String>,
    /// How many are in it.
    pub held: u32,
    /// How many it holds.
    pub slots: u32,
}

impl Queue {
    /// Whether there is no room.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.held >= self.slots
    }

    /// `2 of 2  [client 1][client 2]`, `1 of 129  [client 1] 128 free`
    #[must_use]
    pub fn drawn(&self) -> String {
        const DRAWN: u32 = 4;
        let taken = self.occupants.iter().map(|who| format!("[{who}]"));
        let free = self.slots.saturating_sub(self.held);
        let room = match free {
            0..=DRAWN => "[ ]".repeat(free as usize),
            free => format!(" {free} free"),
        };
        let full = if self.is_full() { " full" } else { "" };
        let taken: String = taken.collect();
        format!("{} of {}  {taken}{room}{full}", self.held, self.slots)
    }
}

impl Standing {
    /// The state of a host that has one connection, or what is left of it.
    #[must_use]
    pub fn state(&self) -> String {
        let states: Vec<String> = match &*self.sockets.values().collect::<Vec<_>>() {
            [only] => vec![(*only).clone()],
            _ => (self.sockets.iter())
                .map(|(peer, state)| format!("{peer} {state}"))
                .collect(),
        };
        match (states.is_empty(), &self.error) {
            (true, Some(error)) => format!("CLOSED ({error})"),
            (true, None) => "CLOSED".to_owned(),
            (false, _) => states.join(", "),
        }
    }

    /// Where a host of a world stands in this state; the attacker stands nowhere.
    #[must_use]
    pub fn of(world: &World, state: &WorldState, actor: usize) -> Self {
        let node = (&world.actors[actor], state.actor_states[actor].as_ref());
        let (Node::Host(host), NodeState::Host(memory)) = node else {
            return Self::default();
        };
        let stack = &memory.stack;
        let timers = armed_timers(state).into_iter();
        let own = timers.filter(|(owner, _)| *owner == host.id);
        let listener = stack.listener.as_ref();
        Self {
            sockets: sockets(world, memory),
            error: memory.program.error.map(|error| error.to_string()),
            syn_queue: listener.map(|listener| syn_queue_of(world, host, memory, listener)),
            accept_queue: listener.map(|listener| accept_queue_of(world, memory, listener)),
            timers: own
                .map(|(_, purpose)| match purpose.tuple() {
                    Some(tuple) => format!("{purpose} for {}", actor_name(world, tuple.peer)),
                    None => purpose.to_string(),
                })
                .collect(),
        }
    }
}

/// Connections and requests by peer. Addresses that never answer are left to the queues.
fn sockets(world: &World, memory: &HostState) -> BTreeMap<String, String> {
    let stack = &memory.stack;
    let named = stack
        .sockets
        .iter()
        .filter(|(tuple, _)| Some(tuple.peer) != world.cfg.flooder);
    let told = named.map(|(tuple, socket)| {
        let note = match socket {
            Socket::Request(request) if request.acked => ", ACK ignored",
            Socket::Connection(_) if stack.is_queued(*tuple) => ", waits for accept()",
            Socket::TimeWait(_) => ", mini-socket",
            Socket::Request(_) | Socket::Connection(_) => "",
        };
        let name = actor_name(world, tuple.peer);
        (name, format!("{}{note}", socket.state_name()))
    });
    told.collect()
}

fn syn_queue_of(world: &World, host: &Host, memory: &HostState, listener: &Listener) -> Queue {
    let stack = &memory.stack;
    let was_there =
        |tuple: &Tuple| Some(tuple.peer) == world.cfg.flooder && tuple.remote < FIRST_FLOODED_PORT;
    let (earlier, own): (Vec<_>, Vec<_>) =
        stack.requests().partition(|(tuple, _)| was_there(tuple));
    let mut occupants: Vec<String> = own
        .into_iter()
        .map(|(tuple, request)| {
            let name = actor_name(world, tuple.peer);
            match request.acked {
                true => format!("{name}, ACK ignored"),
                false => name,
            }
        })
        .collect();
    if !earlier.is_empty() {
        occupants.insert(0, format!("{} from before", earlier.len()));
    }
    Queue {
        occupants,
        held: syn_queue::length(stack),
        slots: syn_queue::capacity(&host.kernel_now(&memory.program), listener),
    }
}

fn accept_queue_of(world: &World, memory: &HostState, listener: &Listener) -> Queue {
    let occupants = listener.accept_queue.iter().map(|queued| {
        let name = actor_name(world, queued.tuple.peer);
        let state = memory.stack.connection(queued.tuple);
        let state = state.map(|connection| connection.state.to_string());
        match (queued.reset, state) {
            (true, _) => format!("{name}, reset"),
            (false, Some(state)) if state != "ESTABLISHED" => format!("{name}, {state}"),
            (false, _) => name,
        }
    });
    Queue {
        occupants: occupants.collect(),
        held: u32::try_from(listener.accept_queue.len()).unwrap_or(u32::MAX),
        // The kernel finds it full when it holds more than the backlog: it has one slot more.
        slots: listener.backlog.saturating_add(1),
    }
}
