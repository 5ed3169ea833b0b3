//! What is true of a host in every state that it can reach, whatever its peers, its programs and the network do.
//!
//! A rule that breaks a clause is wrong, not surprising: the clauses say what a kernel's memory can look like at all. They are looked at
//! after every step of a host in debug builds, over every built-in scenario by `tests/invariant/`, and by the fuzzer (`fuzz/`).

mod accept_queue;
mod limits;
mod programs;
mod sequence;
mod syn_queue;
pub mod timers;

use crate::host::{Host, HostState};
use crate::kernel::{Connection, Tuple};
use crate::model::{World, WorldState};
use crate::policy::Kernel;
use crate::view::View;
use std::fmt;

/// One thing that is always true of a host.
#[derive(Clone, Copy)]
pub struct Clause {
    /// Its name.
    pub name: &'static str,
    /// What is true.
    pub sentence: &'static str,
    /// Where the kernel or RFC 9293 says so.
    pub source: &'static str,
    /// Whether it is true of a host that shows one peer alone, too ([`crate::peers`]).
    of_parts: bool,
    /// What of the state is otherwise; `None` while the clause holds.
    broken: fn(&Host, &HostState) -> Option<String>,
}

/// A clause that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The clause's name.
    pub clause: &'static str,
    /// What was found instead.
    pub found: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.clause, self.found)
    }
}

/// Every clause about what a host remembers; [`timers`] has those about what is armed.
#[must_use]
pub fn clauses() -> Vec<Clause> {
    [
        sequence::CLAUSES,
        accept_queue::CLAUSES,
        syn_queue::CLAUSES,
        programs::CLAUSES,
        limits::CLAUSES,
    ]
    .concat()
}

/// The first clause that a host's memory breaks.
#[must_use]
pub fn broken(host: &Host, state: &HostState) -> Option<Broken> {
    first_broken(host, state, &clauses())
}

/// The same of a host that perhaps shows one peer alone: a child of another peer may wait for accept(), and its socket is not shown.
#[must_use]
pub fn broken_in_part(host: &Host, state: &HostState) -> Option<Broken> {
    let mut clauses = clauses();
    clauses.retain(|clause| clause.of_parts);
    first_broken(host, state, &clauses)
}

fn first_broken(host: &Host, state: &HostState, clauses: &[Clause]) -> Option<Broken> {
    clauses.iter().find_map(|clause| {
        let found = (clause.broken)(host, state)?;
        Some(Broken {
            clause: clause.name,
            found,
        })
    })
}

/// The first clause that a whole state breaks, its armed timers included.
#[must_use]
pub fn broken_in(world: &World, state: &WorldState) -> Option<Broken> {
    let view = View::of(world, state);
    view.hosts().find_map(|(host, memory)| {
        broken(host, memory).or_else(|| timers::broken_in(host, memory, state))
    })
}

/// The kernel as it was when the run began, and as it is now: a limit may be lowered while something is above it.
fn kernels(host: &Host, state: &HostState) -> [Kernel; 2] {
    [host.kernel.clone(), host.kernel_now(&state.program)]
}

/// The first connection of which this says something.
fn connection_is(
    state: &HostState,
    wrong: impl Fn(Tuple, &Connection) -> Option<String>,
) -> Option<String> {
    let mut connections = state.stack.connections();
    connections.find_map(|(tuple, connection)| {
        wrong(tuple, connection).map(|found| format!("{found} in {connection:?}"))
    })
}
