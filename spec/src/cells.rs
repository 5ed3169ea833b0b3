//! What a host does in each state with each event: every cell of the table, from the rules themselves.
//!
//! A state is reached by a script of inputs, and an event is one input more; the table says nothing that [`Host::step`] does not.

mod events;
mod states;

pub use events::{Event, events};
pub use states::{State, states};

use crate::host::{Host, HostState, Input};
use crate::kernel::{Effects, Socket, Tuple};
use crate::policy::Profile;
use crate::rule::Rule;

/// What happens in a state when an event comes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The rules that are applied, in order.
    pub rules: Vec<Rule>,
    /// The segments that are sent, without ports.
    pub sent: Vec<String>,
    /// The state after, when it is another.
    pub becomes: Option<String>,
}

/// What a host with this kernel does in this state with this event; `None` where the event cannot be.
#[must_use]
pub fn cell(profile: &Profile, state: &State, event: &Event) -> Option<Cell> {
    let (host, before) = state.reached(profile)?;
    let input = event.input(&before, state.tuple)?;
    let (after, effects) = host.step(&before, &input);
    let (old, new) = (
        name(&before, state.tuple, &host),
        name(&after, state.tuple, &host),
    );
    Some(Cell {
        rules: effects.rules.clone(),
        sent: sent(&effects, state.tuple),
        becomes: (old != new).then_some(new),
    })
}

fn sent(effects: &Effects, tuple: Tuple) -> Vec<String> {
    let ours = effects.segments.iter().filter(|(to, _)| *to == tuple.peer);
    ours.map(|(_, segment)| segment.to_string()).collect()
}

/// The state of this four-tuple on a host.
fn name(state: &HostState, tuple: Tuple, host: &Host) -> String {
    match state.stack.sockets.get(&tuple) {
        Some(socket @ Socket::TimeWait(_)) => format!("{} (mini-socket)", socket.state_name()),
        Some(Socket::Connection(connection)) if connection.orphan => {
            format!("{} (orphan)", connection.state)
        }
        Some(socket) => socket.state_name(),
        None if host.program.listens.is_some() && state.stack.listener.is_some() => {
            "LISTEN".to_owned()
        }
        None => "CLOSED".to_owned(),
    }
}

/// A script's inputs, one after the other.
fn run(host: &Host, inputs: &[Input]) -> HostState {
    let (start, _) = host.start();
    inputs
        .iter()
        .fold(start, |state, input| host.step(&state, input).0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::profiles;

    #[test]
    fn every_state_is_the_one_that_it_is_called() {
        for profile in profiles() {
            for state in states() {
                let Some((host, reached)) = state.reached(&profile) else {
                    continue;
                };
                let name = name(&reached, state.tuple, &host);
                assert!(
                    state.name.starts_with(&*name),
                    "{} is {name} on {}",
                    state.name,
                    profile.name
                );
            }
        }
    }

    #[test]
    fn every_state_has_most_events() {
        let newest = profiles().pop().expect("there are profiles");
        for state in states() {
            let cells = events()
                .iter()
                .filter(|event| cell(&newest, &state, event).is_some())
                .count();
            assert!(cells >= 8, "{}: {cells}", state.name);
        }
    }
}
