//! The front door: obligations in, runs that break them out.

use super::classes::Classes;
use super::graph::Graph;
use super::lasso::broken;
use super::walk::WholeWalk;
use crate::search::channels::numbered::Numbered;
use crate::search::checkpoint::recorded::Recorded;
use crate::search::checkpoint::{Checkpoints, Keeper, leg};
use crate::search::exploration::Progress;
use crate::search::limits::{Limits, StoppedBy};
use crate::search::packed::drive::Drive;
use crate::search::packed::nodes::Nodes;
use crate::search::question::{ActionOf, Labels, Question, StateQuestion};
use crate::search::searchable::{History, Searchable};
use crate::search::system::{Channels, System};
use serde::{Deserialize, Serialize};
use stateright::actor::{Actor, ActorModel};
use std::collections::BTreeMap;
use std::time::Instant;

/// What has to happen after something.
pub struct Obligation<'q, A: Actor, H> {
    /// Where it arises; in the initial state if this is not given.
    pub whenever: Option<StateQuestion<'q, A, H>>,
    /// What meets it, then or later.
    pub follows: StateQuestion<'q, A, H>,
}

/// Which actions are fair: a run in which one of a class is enabled from some point on, and none is taken from there on, does not count.
pub trait Fairness<A: Actor> {
    /// The class of an action, in words; `None` if it may be left out for ever.
    fn class(&self, action: &ActionOf<A>) -> Option<String>;
}

/// A run that goes on for ever, or ends where nothing more has to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lasso<Action> {
    /// How it begins.
    pub prefix: Vec<Action>,
    /// What is repeated for ever after that; nothing if the run ends.
    pub cycle: Vec<Action>,
}

/// What was found out about obligations.
#[derive(Clone, Debug)]
pub struct Kept<Action> {
    /// Distinct states.
    pub states: u64,
    /// Steps between them.
    pub transitions: u64,
    /// The number of steps of the longest shortest run.
    pub depth: u32,
    /// What ended the search before the whole space was seen: nothing can be said then.
    pub stopped_by: Option<StoppedBy>,
    /// Whether fair steps lead beyond the model's boundary: what is not broken may then be broken there.
    pub leads_beyond: bool,
    /// Per obligation, whether it arises anywhere.
    pub arises: Vec<bool>,
    /// Per obligation, a run that breaks it.
    pub broken: Vec<Option<Lasso<Action>>>,
    /// Label → how many transitions carried it.
    pub labels: BTreeMap<u16, u64>,
    /// What the search's tables and the graph held at their largest, divided by the states.
    pub bytes_per_state: f64,
    /// How long it took.
    pub seconds: f64,
}

/// Explores the whole space of `model` and finds out which obligations some fair run breaks.
///
/// The runs are the same for any number of threads, and on every machine. Obligations can only be judged when every state was seen.
///
/// # Panics
///
/// If the model lets actors crash, which is not searched.
pub fn explore_obligations<A: Searchable, C: Sync, H: History>(
    model: &ActorModel<A, C, H>,
    labels: &dyn Labels<A>,
    obligations: &[Obligation<'_, A, H>],
    fairness: &dyn Fairness<A>,
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Kept<ActionOf<A>> {
    assert_eq!(model.max_crashes, 0, "crashes are not searched");
    let started = Instant::now();
    let asked = asked(obligations);
    let numbered = Numbered::new(model, labels, &asked);
    let search = Search {
        numbered: &numbered,
        obligations,
        fairness,
        limits: Limits {
            stop_when_answered: false,
            ..limits.clone()
        },
        started,
        progress,
    };
    let goes_on = |found: &Found| found.stopped_by.is_some_and(StoppedBy::goes_on_later);
    let checkpoints = limits.checkpoints.as_ref();
    let found = leg(checkpoints, |checkpoints| search.run(checkpoints), goes_on);
    let whole = &numbered.whole;
    let told = |run: &Option<BrokenBy>| {
        let run = run.as_ref()?;
        let mut prefix = whole.actions_at(&run.positions);
        let cycle = prefix.split_off(run.cycle_begins);
        Some(Lasso { prefix, cycle })
    };
    Kept {
        states: found.states,
        transitions: found.transitions,
        depth: found.depth,
        stopped_by: found.stopped_by,
        leads_beyond: found.leads_beyond,
        arises: found.arises,
        broken: found.broken.iter().map(told).collect(),
        labels: found.labels,
        bytes_per_state: found.bytes as f64 / found.states.max(1) as f64,
        seconds: started.elapsed().as_secs_f64(),
    }
}

/// Two questions an obligation: where it arises, where it is met.
fn asked<'q, A: Actor, H>(obligations: &'q [Obligation<'q, A, H>]) -> Vec<Question<'q, A, H>> {
    let questions = obligations.iter().flat_map(|obligation| {
        let whenever = &obligation.whenever;
        [
            Question::State(Box::new(|state| {
                whenever.as_ref().is_some_and(|whenever| whenever(state))
            })),
            Question::State(Box::new(|state| (obligation.follows)(state))),
        ]
    });
    questions.collect()
}

/// What was found out, in numbers.
#[derive(Serialize, Deserialize)]
struct Found {
    states: u64,
    transitions: u64,
    depth: u32,
    stopped_by: Option<StoppedBy>,
    leads_beyond: bool,
    arises: Vec<bool>,
    broken: Vec<Option<BrokenBy>>,
    labels: BTreeMap<u16, u64>,
    bytes: u64,
}

/// A run that breaks an obligation, as positions in the model's lists of actions.
#[derive(Serialize, Deserialize)]
struct BrokenBy {
    positions: Vec<usize>,
    /// How many of them come before the cycle.
    cycle_begins: usize,
}

struct Search<'s, 'm, A: Searchable, C, H: History> {
    numbered: &'s Numbered<'m, A, C, H>,
    obligations: &'s [Obligation<'s, A, H>],
    fairness: &'s dyn Fairness<A>,
    limits: Limits,
    started: Instant,
    progress: &'s dyn Fn(Progress),
}

impl<A: Searchable, C: Sync, H: History> Search<'_, '_, A, C, H> {
    /// Explores the space, with or without checkpoints, and judges.
    fn run(&self, checkpoints: Option<&Checkpoints>) -> Found {
        let Some(checkpoints) = checkpoints else {
            return self.explored(self.numbered, None);
        };
        let recorded = Recorded::new(self.numbered);
        let keeper = Keeper {
            checkpoints,
            recorded: &recorded,
        };
        self.explored(&recorded, Some(&keeper))
    }

    fn explored(&self, system: &dyn System, keeper: Option<&Keeper<'_>>) -> Found {
        let drive = Drive {
            system,
            kinds: Vec::new(),
            limits: &self.limits,
            started: self.started,
            progress: self.progress,
            keeper,
        };
        let (found, tables) = drive.run_and_keep();
        let graph_bytes = Graph::bytes_for(found.states, found.transitions);
        let bytes = found.bytes + graph_bytes;
        let fits = self.limits.memory_bytes.is_none_or(|limit| bytes <= limit)
            && found.transitions < u64::from(u32::MAX);
        let mut found = Found {
            states: found.states,
            transitions: found.transitions,
            depth: found.depth,
            stopped_by: found.stopped_by,
            leads_beyond: false,
            arises: vec![false; self.obligations.len()],
            broken: self.obligations.iter().map(|_| None).collect(),
            labels: found.labels,
            bytes,
        };
        if found.stopped_by.is_none() && !fits {
            found.stopped_by = Some(StoppedBy::Memory);
        }
        if let (Some(tables), None) = (tables, found.stopped_by) {
            let mut classes = Classes::new(self.numbered, self.fairness);
            let nodes = tables.into_nodes(&mut |action| classes.of(action));
            found.leads_beyond = nodes.graph().leads_beyond();
            for (index, obligation) in self.obligations.iter().enumerate() {
                let arises_anywhere = obligation.whenever.is_some();
                let (arises, run) = self.judged(&*nodes, &classes, index, arises_anywhere);
                found.arises[index] = arises;
                found.broken[index] = run;
            }
        }
        found
    }

    /// Whether an obligation arises, and a run that breaks it.
    fn judged(
        &self,
        nodes: &dyn Nodes,
        classes: &Classes<'_, '_, A, C, H>,
        index: usize,
        arises_anywhere: bool,
    ) -> (bool, Option<BrokenBy>) {
        let graph = nodes.graph();
        let (whenever, follows) = (2 * index, 2 * index + 1);
        let mut judge = Channels::judge(self.numbered);
        let (mut arises, mut met) = (vec![false; graph.len()], vec![false; graph.len()]);
        let (mut parts, mut answered) = (Vec::new(), Vec::new());
        for node in 0..graph.len() {
            nodes.parts(node as u32, &mut parts);
            answered.clear();
            judge.state(&parts, &[whenever, follows], &mut answered);
            arises[node] = answered.contains(&whenever);
            met[node] = answered.contains(&follows);
        }
        if !arises_anywhere {
            arises[graph.initial as usize] = true;
        }
        let class_of = |action: &ActionOf<A>| classes.known(action);
        let mut walk = WholeWalk::new(self.numbered, nodes, &class_of);
        let way = broken(graph, &arises, &met, &mut walk);
        let run = way.map(|way| BrokenBy {
            positions: walk.taken,
            cycle_begins: way.prefix.len(),
        });
        (arises.contains(&true), run)
    }
}
