//! A case as a run of whole hosts: what the kernel meets is what clients with programs of their own send, so that `check --replay` shows both ends.
//!
//! Not every case is one: no host sends most of the odd segments. The search goes from one thing that happens to the kernel to the
//! next, and lets the clients do what leads there.

use super::as_scenario::scenario_of;
use super::case::Case;
use super::walk::Walk;
use crate::run::Run;
use halfopen_spec::host::Input;
use halfopen_spec::kernel::HostId;
use halfopen_spec::model::{World, WorldAction, WorldState, explain};
use halfopen_spec::policy::Profile;
use halfopen_spec::scenarios::Scenario;
use stateright::Model;
use stateright::actor::ActorModelAction;
use std::collections::HashSet;

/// A case as a run.
#[derive(Clone, Debug)]
pub struct AsRun {
    /// Who takes part, and what they may do.
    pub scenario: Scenario,
    /// The run, for `check --replay`.
    pub replay: String,
}

/// The kernel's number among the hosts of the scenario.
const KERNEL: HostId = HostId(0);
/// Steps of the clients between two of the kernel.
const MOST_STEPS: usize = 6;
/// States that are looked at between two steps of the kernel.
const MOST_STATES: usize = 4_000;
/// Ways of getting so far that are followed.
const MOST_WAYS: usize = 40;

/// Where a way has led, and by which steps.
#[derive(Clone)]
struct Way {
    state: WorldState,
    actions: Vec<WorldAction>,
}

/// The case up to its first `steps` moves as a run; `None` where no client sends its segments.
#[must_use]
pub fn as_run(case: &Case, steps: usize, profile: &Profile) -> Option<AsRun> {
    let case = Case {
        setup: case.setup.clone(),
        moves: case.moves.iter().take(steps).copied().collect(),
    };
    let inputs = Walk::inputs(&case, profile)?;
    let scenario = scenario_of(&case, profile)?;
    let world = scenario.world(profile);
    let state = world.init_states().into_iter().next()?;
    let mut ways = vec![Way {
        state,
        actions: Vec::new(),
    }];
    for input in &inputs {
        ways = ways_to(&world, ways, input);
    }
    let way = ways.into_iter().next()?;
    let replay = Run::of(&world, &way.actions)?.replay;
    Some(AsRun { scenario, replay })
}

/// The shortest ways that end with this happening to the kernel.
fn ways_to(world: &World, from: Vec<Way>, input: &Input) -> Vec<Way> {
    let mut seen: HashSet<WorldState> = from.iter().map(|way| way.state.clone()).collect();
    let mut level = from;
    for _ in 0..=MOST_STEPS {
        let (mut arrived, mut next_level) = (Vec::new(), Vec::new());
        for way in &level {
            let mut possible = Vec::new();
            world.actions(&way.state, &mut possible);
            for action in possible {
                let concerns_kernel = explain(world, &way.state, &action);
                let wanted = match concerns_kernel.actor {
                    // Nothing has to be lost: a segment that nobody needs stays under way.
                    None => continue,
                    Some(KERNEL) if concerns_kernel.input.as_ref() == Some(input) => true,
                    Some(KERNEL) => continue,
                    Some(_) => false,
                };
                let Some(way) = way.and(world, action) else {
                    continue;
                };
                if wanted {
                    arrived.push(way);
                } else if seen.len() < MOST_STATES && seen.insert(way.state.clone()) {
                    next_level.push(way);
                }
            }
        }
        if !arrived.is_empty() {
            arrived.truncate(MOST_WAYS);
            return arrived;
        }
        level = next_level;
    }
    Vec::new()
}

impl Way {
    fn and(&self, world: &World, action: WorldAction) -> Option<Self> {
        debug_assert!(!matches!(action, ActorModelAction::Crash(_)));
        let state = world.next_state(&self.state, action.clone())?;
        let mut actions = self.actions.clone();
        actions.push(action);
        Some(Self { state, actions })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::replayed;
    use halfopen_spec::policy::{DEFAULT_PROFILE, profile};

    fn run_of(text: &str) -> Option<AsRun> {
        let case: Case = text.parse().expect("it is well formed");
        let profile = profile(DEFAULT_PROFILE).expect("a built-in profile");
        as_run(&case, case.moves.len(), &profile)
    }

    #[test]
    fn an_overflow_is_a_run_of_clients_that_ends_with_the_same_rule() {
        let run =
            run_of("listen=1 listen-again=0: A syn, B syn, A ack, listen-again, B ack, B data");
        let run = run.expect("clients do all that");
        let profile = profile(DEFAULT_PROFILE).expect("a built-in profile");
        let told = replayed(&run.scenario.world(&profile), &run.replay).expect("it was made so");
        let last = told.steps.last().expect("it has steps");
        let rules: Vec<&str> = last.rules.iter().map(|rule| rule.source().id).collect();
        assert_eq!(rules, ["H4"]);
    }

    #[test]
    fn teardown_and_timers_are_runs_too() {
        for text in [
            "listen=8: A syn, A ack, accept, A data, close A, A ack, A fin, wait",
            "listen=8 tcp_synack_retries=1: A syn, wait, wait, A ack",
        ] {
            assert!(run_of(text).is_some(), "{text}");
        }
    }

    #[test]
    fn no_client_sends_what_no_host_sends() {
        assert!(run_of("listen=8: A syn, A rst-in-window").is_none());
    }
}
