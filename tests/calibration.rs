//! The engines count a specification of somebody else's as TLC counted it.
//!
//! The TLA+ specification of TCP in github.com/tlaplus/Examples comes with the figures that TLC found;
//! they stand in `specifications/tcp/manifest.json` and are not ours.
//!
//! What is counted where:
//!
//! - TLC counts as generated the initial states and then every successor of every state that it expands,
//!   seen before or not, also where the configuration refuses the step or the state that it leads to.
//! - stateright counts the initial states and the successors too, but not what `next_state` or
//!   `within_boundary` refuses, so what is refused has to be added to its `state_count`.
//! - A state that is refused is neither distinct nor expanded, for either of them.
//! - Both give the depth in states, an initial state having depth 1.  A depth-first search reaches
//!   states by longer ways, so stateright's DFS has no depth to compare.

#[path = "calibration/one_actor.rs"]
mod one_actor;
#[path = "calibration/tla_steps.rs"]
mod tla_steps;
#[path = "calibration/tla_tcp.rs"]
mod tla_tcp;

use halfopen::search::{
    ActionOf, Fairness, Limits, NoLabels, Obligation, Question, explore, explore_obligations, plain,
};
use one_actor::{Follower, Next};
use stateright::actor::{ActorModelAction, ActorModelState};
use stateright::{Checker, Model};
use std::collections::{BTreeSet, HashSet, VecDeque};
use tla_steps::{Cause, PUBLISHED, Segment, State};
use tla_tcp::{
    INVARIANT, Peers, Specification, both_or_none_are_established_when_nothing_is_under_way,
};

/// The manifest calls them `distinctStates`, `totalStates` and `stateDepth`.
#[derive(Debug, PartialEq, Eq)]
struct Figures {
    distinct: usize,
    generated: usize,
    depth: usize,
}

const MANIFEST: Figures = Figures {
    distinct: 1_182,
    generated: 6_322,
    depth: 14,
};

/// What a breadth-first search meets.
struct Found {
    figures: Figures,
    distinct: HashSet<Peers>,
    /// How many successors the configuration refuses.
    refused: usize,
    /// The states that were refused, which TLC may hold against an invariant before it drops them.
    outside: Vec<Peers>,
}

/// Counts as TLC does.
fn search(model: &Specification) -> Found {
    let mut found = Found {
        figures: Figures {
            distinct: 0,
            generated: 0,
            depth: 0,
        },
        distinct: HashSet::new(),
        refused: 0,
        outside: Vec::new(),
    };
    let mut queue = VecDeque::new();
    for state in model.init_states() {
        found.figures.generated += 1;
        if found.distinct.insert(state.clone()) {
            queue.push_back((state, 1));
        }
    }
    while let Some((before, depth)) = queue.pop_front() {
        found.figures.depth = depth;
        let mut actions = Vec::new();
        model.actions(&before, &mut actions);
        for action in actions {
            found.figures.generated += 1;
            match model.next_state(&before, action) {
                None => found.refused += 1,
                Some(after) if !model.within_boundary(&after) => {
                    found.refused += 1;
                    found.outside.push(after);
                }
                Some(after) => {
                    if found.distinct.insert(after.clone()) {
                        queue.push_back((after, depth + 1));
                    }
                }
            }
        }
    }
    found.figures.distinct = found.distinct.len();
    found
}

#[test]
fn the_published_tla_specification_of_tcp_has_1182_states() {
    assert_eq!(search(&Specification::published()).figures, MANIFEST);
}

#[test]
fn stateright_counts_the_published_specification_as_tlc_does() {
    let model = Specification::published();
    let refused = search(&model).refused;
    let bfs = model.clone().checker().spawn_bfs().join();
    let counted = Figures {
        distinct: bfs.unique_state_count(),
        generated: bfs.state_count() + refused,
        depth: bfs.max_depth(),
    };
    assert_eq!(counted, MANIFEST);
    let dfs = model.checker().spawn_dfs().join();
    assert_eq!(dfs.unique_state_count(), MANIFEST.distinct);
    assert_eq!(dfs.state_count() + refused, MANIFEST.generated);
}

#[test]
fn the_search_of_this_project_counts_the_published_specification_as_tlc_does() {
    let specification = Specification::published();
    let refused = search(&specification).refused;
    let model = one_actor::model(specification);
    let limits = Limits {
        stop_when_answered: false,
        ..Limits::default()
    };
    let broken: [Question<'_, Follower, ()>; 1] = [Question::State(Box::new(|state| {
        let peers = state.actor_states[0].as_ref().as_ref();
        peers.is_some_and(|peers| !both_or_none_are_established_when_nothing_is_under_way(peers))
    }))];
    for found in [
        explore(&model, &NoLabels, &broken, &limits, &|_| {}),
        plain::explore(&model, &NoLabels, &broken, &limits, &|_| {}),
    ] {
        assert!(found.complete);
        // The state before the initial ones is one more, the steps out of it are the initial states
        // that TLC counts as generated, and a depth of 0 is its own.
        let counted = Figures {
            distinct: found.states as usize - 1,
            generated: found.transitions as usize + refused,
            depth: found.depth as usize,
        };
        assert_eq!(counted, MANIFEST);
        assert!(found.answers[0].is_none(), "{:?}", found.answers[0]);
    }
}

/// `TypeOK` says which states and segments there are; the types say so here, and all of them are met.
#[test]
fn all_eleven_states_and_all_six_segments_occur() {
    let found = search(&Specification::published());
    let states: BTreeSet<State> = found
        .distinct
        .iter()
        .flat_map(|peers| peers.state)
        .collect();
    let segments: BTreeSet<Segment> = found
        .distinct
        .iter()
        .flat_map(|peers| peers.queue.iter().flatten().copied())
        .collect();
    assert_eq!(states.len(), 11, "{states:?}");
    assert_eq!(segments.len(), 6, "{segments:?}");
}

#[test]
fn both_or_none_are_established_when_nothing_is_under_way_in_the_published_specification() {
    let model = Specification::published();
    let found = search(&model);
    for peers in found.distinct.iter().chain(&found.outside) {
        assert!(
            both_or_none_are_established_when_nothing_is_under_way(peers),
            "{peers:?}"
        );
    }
    model.checker().spawn_bfs().join().assert_properties();
}

#[test]
fn a_handshake_without_its_last_ack_breaks_the_invariant() {
    let mut model = Specification::published();
    for step in &mut model.steps {
        if step.sends == Some(Segment::Ack) {
            step.sends = None;
        }
    }
    let bfs = model.checker().spawn_bfs().join();
    let run = bfs.discovery(INVARIANT).expect("the last ACK is not sent");
    let last = run.last_state();
    assert!(
        last.state.contains(&State::Established) && last.state.contains(&State::SynReceived),
        "{last:?}"
    );
}

/// The steps that the specification demands of a fair run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Demands {
    /// What the peers do by themselves when segments arrive or time passes.
    System,
    /// A peer gives up its active open.
    CloseInSynSent,
}

struct Demanded<'d>(&'d Specification, &'d [Demands]);

impl Fairness<Follower> for Demanded<'_> {
    fn class(&self, action: &ActionOf<Follower>) -> Option<String> {
        let ActorModelAction::Timeout(_, Next::Take(taken)) = action else {
            // A behaviour starts in one of the initial states.
            return Some("start".to_owned());
        };
        let step = &self.0.steps[taken.step];
        let demand = match (step.cause, step.from) {
            (Cause::Arrival(_) | Cause::TimeWaitIsOver, Some(_)) => Demands::System,
            (Cause::Close, Some(State::SynSent)) => Demands::CloseInSynSent,
            _ => return None,
        };
        let class = match demand {
            Demands::System => "System",
            Demands::CloseInSynSent => "CLOSE_SYN_SENT",
        };
        self.1.contains(&demand).then(|| class.to_owned())
    }
}

/// Whether SYN-SENT leads to ESTABLISHED, LISTEN or CLOSED, for each peer.
fn syn_sent_is_left(demanded: &[Demands]) -> bool {
    let specification = Specification::published();
    let obligations = [0, 1].map(|peer: usize| {
        let is_in = move |state: &ActorModelState<Follower>, states: &[State]| {
            let peers = state.actor_states[0].as_ref().as_ref();
            peers.is_some_and(|peers| states.contains(&peers.state[peer]))
        };
        Obligation {
            whenever: Some(Box::new(move |state: &_| is_in(state, &[State::SynSent])) as _),
            follows: Box::new(move |state: &_| {
                is_in(state, &[State::Established, State::Listen, State::Closed])
            }),
        }
    });
    let kept = explore_obligations(
        &one_actor::model(specification.clone()),
        &NoLabels,
        &obligations,
        &Demanded(&specification, demanded),
        &Limits::default(),
        &|_| {},
    );
    assert!(kept.stopped_by.is_none() && kept.arises == [true, true]);
    kept.broken.iter().all(Option::is_none)
}

/// The configuration checks it as `Prop`, under weak fairness of both.
#[test]
fn syn_sent_is_left_in_the_published_specification_only_if_both_fairness_conditions_hold() {
    assert!(syn_sent_is_left(&[
        Demands::System,
        Demands::CloseInSynSent
    ]));
    assert!(!syn_sent_is_left(&[Demands::System]));
    assert!(!syn_sent_is_left(&[Demands::CloseInSynSent]));
}

/// A calibration that any table would pass is none.
///
/// The configuration starts with one peer in LISTEN and refuses to open again, so no two peers are ever in
/// SYN-SENT at once: the simultaneous open is specified and never taken.  What the figures cannot tell is
/// every cell of the table: if FIN-WAIT-2 left the FIN unacknowledged, there would be as many states, for
/// each one lost another would come.
#[test]
fn only_the_simultaneous_open_can_be_left_out_of_the_published_specification() {
    let mut without_effect = Vec::new();
    for number in 0..PUBLISHED.len() {
        let mut model = Specification::published();
        let left_out = model.steps.remove(number);
        if search(&model).figures == MANIFEST {
            without_effect.push((left_out.from, left_out.cause));
        }
    }
    let simultaneous_open = (Some(State::SynSent), Cause::Arrival(&[Segment::Syn]));
    assert_eq!(without_effect, [simultaneous_open]);
}
