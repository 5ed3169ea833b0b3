//! The front door: obligations in, runs that break them out.

use super::graph::{Graph, UNFAIR};
use super::lasso::{Way, broken};
use crate::search::channels::numbered::Numbered;
use crate::search::exploration::Progress;
use crate::search::limits::{Limits, StoppedBy};
use crate::search::packed::drive::Drive;
use crate::search::packed::nodes::Nodes;
use crate::search::question::{ActionOf, Labels, Question, StateQuestion};
use crate::search::searchable::{History, Searchable};
use crate::search::system::Channels;
use stateright::actor::{Actor, ActorModel};
use std::collections::{BTreeMap, HashMap};
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
/// One thread searches, so that the runs are the same on every machine. Obligations can only be judged when every state was seen.
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
    let limits = Limits {
        threads: 1,
        stop_when_answered: false,
        ..limits.clone()
    };
    let drive = Drive {
        system: &numbered,
        kinds: Vec::new(),
        limits: &limits,
        started,
        progress,
        keeper: None,
    };
    let (found, tables) = drive.run_and_keep();
    let mut kept = Kept {
        states: found.states,
        transitions: found.transitions,
        depth: found.depth,
        stopped_by: found.stopped_by,
        leads_beyond: false,
        arises: vec![false; obligations.len()],
        broken: obligations.iter().map(|_| None).collect(),
        labels: found.labels,
        bytes_per_state: 0.0,
        seconds: 0.0,
    };
    let graph_bytes = Graph::bytes_for(found.states, found.transitions);
    let bytes = found.bytes + graph_bytes;
    let fits = limits.memory_bytes.is_none_or(|limit| bytes <= limit)
        && found.transitions < u64::from(u32::MAX);
    if kept.stopped_by.is_none() && !fits {
        kept.stopped_by = Some(StoppedBy::Memory);
    }
    if let (Some(tables), None) = (tables, kept.stopped_by) {
        let mut classes = Classes::new(&numbered, fairness);
        let nodes = tables.into_nodes(&mut |action| classes.of(action));
        kept.leads_beyond = nodes.graph().leads_beyond();
        let judged = Judged {
            numbered: &numbered,
            nodes: &*nodes,
            classes,
        };
        for (index, obligation) in obligations.iter().enumerate() {
            let (arises, way) = judged.obligation(index, obligation.whenever.is_some());
            kept.arises[index] = arises;
            kept.broken[index] = way.map(|way| judged.told(&way));
        }
    }
    kept.bytes_per_state = bytes as f64 / found.states.max(1) as f64;
    kept.seconds = started.elapsed().as_secs_f64();
    kept
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

/// The classes of actions, numbered.
struct Classes<'c, 'm, A: Searchable, C, H: History> {
    numbered: &'c Numbered<'m, A, C, H>,
    fairness: &'c dyn Fairness<A>,
    numbers: HashMap<String, u16>,
    of_actions: Vec<Option<u16>>,
}

impl<'c, 'm, A: Searchable, C: Sync, H: History> Classes<'c, 'm, A, C, H> {
    fn new(numbered: &'c Numbered<'m, A, C, H>, fairness: &'c dyn Fairness<A>) -> Self {
        Classes {
            numbered,
            fairness,
            numbers: HashMap::new(),
            of_actions: Vec::new(),
        }
    }

    fn of(&mut self, action: u32) -> u16 {
        let at = action as usize;
        if self.of_actions.len() <= at {
            self.of_actions.resize(at + 1, None);
        }
        if let Some(class) = self.of_actions[at] {
            return class;
        }
        let class = self.of_action(&self.numbered.action(action));
        self.of_actions[at] = Some(class);
        class
    }

    fn of_action(&mut self, action: &ActionOf<A>) -> u16 {
        let Some(name) = self.fairness.class(action) else {
            return UNFAIR;
        };
        let next = self.numbers.len() + 1;
        let next = u16::try_from(next).expect("there are fewer than 2^16 classes of fair actions");
        *self.numbers.entry(name).or_insert(next)
    }

    /// The class of an action that was met before.
    fn known(&self, action: &ActionOf<A>) -> u16 {
        let name = self.fairness.class(action);
        let number = name.map(|name| self.numbers[&name]);
        number.unwrap_or(UNFAIR)
    }
}

struct Judged<'j, 'm, A: Searchable, C, H: History> {
    numbered: &'j Numbered<'m, A, C, H>,
    nodes: &'j (dyn Nodes + 'j),
    classes: Classes<'j, 'm, A, C, H>,
}

impl<A: Searchable, C: Sync, H: History> Judged<'_, '_, A, C, H> {
    /// Whether an obligation arises, and a way that breaks it.
    fn obligation(&self, index: usize, arises_anywhere: bool) -> (bool, Option<Way>) {
        let graph = self.nodes.graph();
        let (whenever, follows) = (2 * index, 2 * index + 1);
        let mut judge = Channels::judge(self.numbered);
        let (mut arises, mut met) = (vec![false; graph.len()], vec![false; graph.len()]);
        let (mut parts, mut answered) = (Vec::new(), Vec::new());
        for node in 0..graph.len() {
            self.nodes.parts(node as u32, &mut parts);
            answered.clear();
            judge.state(&parts, &[whenever, follows], &mut answered);
            arises[node] = answered.contains(&whenever);
            met[node] = answered.contains(&follows);
        }
        if !arises_anywhere {
            arises[graph.initial as usize] = true;
        }
        let way = broken(graph, &arises, &met);
        (arises.contains(&true), way)
    }

    /// The way as actions of the model.
    fn told(&self, way: &Way) -> Lasso<ActionOf<A>> {
        let whole = &self.numbered.whole;
        let mut state = whole.initial();
        let mut wanted = Vec::new();
        let steps = way.prefix.iter().chain(&way.cycle);
        let mut actions: Vec<ActionOf<A>> = steps
            .map(|(node, class)| {
                self.nodes.parts(*node, &mut wanted);
                let (action, next) = whole
                    .successors(&state)
                    .find_map(|(_, action, after)| {
                        let mut parts = self.numbered.encode(&after);
                        let is_wanted = self.classes.known(&action) == *class;
                        parts.resize(wanted.len().max(parts.len()), 0);
                        wanted.resize(parts.len(), 0);
                        (is_wanted && parts == wanted).then_some((action, after))
                    })
                    .expect("a way through the graph is a run of the model");
                state = next;
                action
            })
            .collect();
        let cycle = actions.split_off(way.prefix.len());
        Lasso {
            prefix: actions,
            cycle,
        }
    }
}
