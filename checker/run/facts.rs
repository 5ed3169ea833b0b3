//! A state as facts that people compare, and as the lines that `ss` would show.

use super::words::actor_name;
use halfopen_spec::host::{Host, HostState};
use halfopen_spec::kernel::{Connection, HostId, Socket, TcpState, Tuple};
use halfopen_spec::model::{Node, NodeState, World, WorldState};
use halfopen_spec::rule::Rule;
use std::collections::BTreeMap;

/// Facts by their names, for example `client 1` → `SYN-SENT`.
pub type Facts = BTreeMap<String, String>;

/// The facts of a state.
#[must_use]
pub fn facts(world: &World, state: &WorldState) -> Facts {
    let mut facts = Facts::new();
    for (node, memory) in world.actors.iter().zip(&state.actor_states) {
        if let (Node::Host(host), NodeState::Host(memory)) = (node, memory.as_ref()) {
            host_facts(world, host, memory, &mut facts);
        }
    }
    facts
}

fn host_facts(world: &World, host: &Host, memory: &HostState, facts: &mut Facts) {
    if let Some(connects) = &host.program.connects {
        let end = match memory.stack.time_wait(connects.tuple) {
            Some(bucket) => bucket.stage.to_string(),
            None => end_of(memory.stack.connection(connects.tuple), memory),
        };
        facts.insert(host.name.clone(), end);
    }
    if host.program.listens.is_none() {
        return;
    }
    let queue: Vec<String> = memory
        .stack
        .requests()
        .filter(|(tuple, _)| {
            Some(tuple.peer) != world.cfg.flooder
                || world.cfg.flooder.is_some_and(|_| is_flooded(*tuple))
        })
        .map(|(tuple, request)| {
            let mut notes = Vec::new();
            if request.timeouts > 0 {
                notes.push(format!(
                    "{} firing{}",
                    request.timeouts,
                    if request.timeouts == 1 { "" } else { "s" }
                ));
            }
            if request.acked {
                notes.push("ACK ignored".to_owned());
            }
            with_notes(&actor_name(world, tuple.peer), &notes)
        })
        .collect();
    facts.insert("SYN queue".to_owned(), list(&queue));
    if let Some(listener) = &memory.stack.listener {
        let waiting: Vec<String> = listener
            .accept_queue
            .iter()
            .map(|queued| {
                let mut notes = Vec::new();
                if queued.reset {
                    notes.push("reset".to_owned());
                } else if let Some(child) = memory.stack.connection(queued.tuple) {
                    notes.extend(child_notes(child));
                }
                with_notes(&actor_name(world, queued.tuple.peer), &notes)
            })
            .collect();
        facts.insert("accept queue".to_owned(), list(&waiting));
    }
    for (tuple, socket) in &memory.stack.sockets {
        let notes = match socket {
            Socket::Connection(child) if !memory.stack.is_queued(*tuple) => received(child),
            Socket::TimeWait(_) => Vec::new(),
            Socket::Request(_) | Socket::Connection(_) => continue,
        };
        let peer = actor_name(world, tuple.peer);
        let name = format!("{}'s connection with {peer}", host.name);
        facts.insert(name, with_notes(&socket.state_name(), &notes));
    }
}

/// Requests of the flood that was there before the run have low ports and say nothing; those of the run have high ones.
fn is_flooded(tuple: Tuple) -> bool {
    tuple.remote >= halfopen_spec::flooder::FIRST_FLOODED_PORT
}

fn end_of(connection: Option<&Connection>, memory: &HostState) -> String {
    match (connection, memory.program.error, memory.program.connects) {
        (Some(connection), _, _) => {
            with_notes(&connection.state.to_string(), &received(connection))
        }
        (None, Some(error), _) => format!("CLOSED ({error})"),
        (None, None, _) => "CLOSED".to_owned(),
    }
}

fn received(connection: &Connection) -> Vec<String> {
    match connection.received_octets() {
        0 => Vec::new(),
        octets => vec![format!("{octets} octets received")],
    }
}

fn child_notes(child: &Connection) -> Vec<String> {
    let mut notes = received(child);
    if child.state != TcpState::Established {
        notes.insert(0, child.state.to_string());
    }
    notes
}

fn with_notes(name: &str, notes: &[String]) -> String {
    if notes.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({})", notes.join(", "))
    }
}

fn list(items: &[String]) -> String {
    if items.is_empty() {
        "empty".to_owned()
    } else {
        items.join(", ")
    }
}

/// The facts that differ, as `name: before → after`.
#[must_use]
pub fn differences(before: &Facts, after: &Facts) -> Vec<String> {
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names
        .into_iter()
        .filter_map(|name| {
            let old = before.get(name).map_or("none", String::as_str);
            let new = after.get(name).map_or("none", String::as_str);
            (old != new).then(|| format!("{name}: {old} → {new}"))
        })
        .collect()
}

/// Why a client is still in SYN-SENT.
fn never_beyond(connection: &Connection, dropped: Option<&Rule>) -> String {
    match (connection.state, dropped) {
        (TcpState::SynSent, Some(rule)) => format!(
            "  never got beyond: its SYN was dropped ({})",
            rule.source().id
        ),
        _ => String::new(),
    }
}

/// What `ss -tan` would show on each host, one line a socket.
#[must_use]
pub fn listing(world: &World, state: &WorldState, dropped: &BTreeMap<HostId, Rule>) -> Vec<String> {
    let mut lines = Vec::new();
    for (node, memory) in world.actors.iter().zip(&state.actor_states) {
        if let (Node::Host(host), NodeState::Host(memory)) = (node, memory.as_ref()) {
            host_listing(world, host, memory, dropped, &mut lines);
        }
    }
    lines
}

fn host_listing(
    world: &World,
    host: &Host,
    memory: &HostState,
    dropped: &BTreeMap<HostId, Rule>,
    lines: &mut Vec<String>,
) {
    let name = &host.name;
    if let Some(listener) = &memory.stack.listener {
        lines.push(format!(
            "{name:<9} LISTEN       Recv-Q {} Send-Q {}  *:{}",
            listener.accept_queue.len(),
            listener.backlog,
            listener.port
        ));
    }
    for (tuple, socket) in &memory.stack.sockets {
        if Some(tuple.peer) == world.cfg.flooder {
            continue;
        }
        let note = match socket {
            Socket::Request(request) if request.acked => "  its ACK was ignored".to_owned(),
            Socket::Request(_) => String::new(),
            Socket::Connection(_) if memory.stack.is_queued(*tuple) => {
                "  waits for accept()".to_owned()
            }
            Socket::Connection(connection) => never_beyond(connection, dropped.get(&host.id)),
            Socket::TimeWait(_) => "  mini-socket".to_owned(),
        };
        lines.push(format!(
            "{name:<9} {:<12} {}{note}",
            socket.state_name(),
            actor_name(world, tuple.peer)
        ));
    }
    if host.program.connects.is_some() && memory.stack.sockets.is_empty() {
        let end = end_of(None, memory);
        let note = if memory.program.connects == 0 {
            "  never called connect()"
        } else {
            ""
        };
        lines.push(format!("{name:<9} {end}{note}"));
    }
}
