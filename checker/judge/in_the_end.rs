//! What happens in the end: liveness properties under weak fairness of deliveries, timers, and the calls that the scenario names.

use super::coverage::{Coverage, GraphSeen};
use super::explored::rules;
use super::labels::RuleLabels;
use super::second_opinion::Engine;
use super::verdict::Verdict;
use crate::run::Run;
use crate::search::{Fairness, Limits, Obligation, Progress, StateQuestion, explore_obligations};
use halfopen_spec::model::{Ledger, Node, World, WorldAction};
use halfopen_spec::network::{Loss, Network};
use halfopen_spec::program::Duty;
use halfopen_spec::properties::{Predicate, Property};
use halfopen_spec::rule::Rule;
use halfopen_spec::view::View;
use std::collections::BTreeMap;

/// What was found out about liveness properties.
pub(super) struct InTheEnd {
    pub(super) coverage: Coverage,
    pub(super) seen: GraphSeen,
    pub(super) verdicts: Vec<Verdict>,
}

/// Judges liveness properties on the graph of all states.
///
/// Every client is who it is: a fair run treats each of them fairly, and with names exchanged on the way nobody could say which.
pub(super) fn in_the_end(
    world: &World,
    fair: &[Duty],
    properties: &[Property],
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> InTheEnd {
    let obligations: Vec<_> = properties
        .iter()
        .map(|property| obligation(world, property))
        .collect();
    let fairness = Owed {
        network: world.cfg.network,
        fair,
    };
    let limits = Limits {
        has_boundary: matches!(world.cfg.network.loss, Loss::AtMost(_)),
        ..limits.clone()
    };
    let kept = explore_obligations(
        world,
        &RuleLabels,
        &obligations,
        &fairness,
        &limits,
        progress,
    );
    let rules = rules(&kept.labels);
    let verdicts = properties.iter().zip(&kept.broken).zip(&kept.arises).map(
        |((property, broken), arises)| match broken {
            _ if kept.stopped_by.is_some() => Verdict::Undecided,
            Some(lasso) => {
                let run = Run::for_ever(world, lasso);
                Verdict::Violated(Some(run.expect("the search finds runs of the model")))
            }
            None if kept.leads_beyond => Verdict::Undecided,
            None => Verdict::Holds {
                vacuous: !arises || !is_exercised(property, &rules),
            },
        },
    );
    InTheEnd {
        verdicts: verdicts.collect(),
        seen: GraphSeen {
            states: kept.states,
            transitions: kept.transitions,
            stopped_by: kept.stopped_by,
        },
        coverage: Coverage {
            engine: Engine::Halfopen,
            classes: None,
            apart: None,
            graph: None,
            many: Vec::new(),
            states: kept.states,
            transitions: kept.transitions,
            depth: kept.depth,
            up_to_names: false,
            not_exchanged: None,
            complete: kept.stopped_by.is_none(),
            stopped_by: kept.stopped_by,
            seconds: kept.seconds,
            bytes_per_state: kept.bytes_per_state,
            rules,
        },
    }
}

fn is_exercised(property: &Property, rules: &BTreeMap<Rule, u64>) -> bool {
    let exercised_by = property.exercised_by;
    exercised_by.is_empty() || exercised_by.iter().any(|rule| rules.contains_key(rule))
}

fn obligation<'w>(world: &'w World, property: &Property) -> Obligation<'w, Node, Ledger> {
    let asked = |predicate: fn(&View<'_>) -> bool| -> StateQuestion<'w, Node, Ledger> {
        Box::new(move |state| predicate(&View::of(world, state)))
    };
    match property.predicate {
        Predicate::Response { whenever, follows } => Obligation {
            whenever: Some(asked(whenever)),
            follows: asked(follows),
        },
        Predicate::State(predicate)
        | Predicate::OneClient(predicate)
        | Predicate::OneAmongOthers {
            whole: predicate, ..
        } => Obligation {
            whenever: None,
            follows: asked(predicate),
        },
        Predicate::StepOf(..) | Predicate::Applies(_) => {
            unreachable!("what happens in the end is asked of states")
        }
    }
}

/// What has to happen in the end, if it could happen all the time.
struct Owed<'f> {
    network: Network,
    fair: &'f [Duty],
}

impl Fairness<Node> for Owed<'_> {
    /// A segment that stays in the network arrives, in its turn if the network keeps the order; an armed timer fires; a program makes the
    /// calls that it owes. Losses, floods and all other calls may never happen.
    fn class(&self, action: &WorldAction) -> Option<String> {
        match action {
            WorldAction::Deliver { src, dst, .. } if !self.network.reorder => {
                Some(format!("{src:?} to {dst:?}"))
            }
            WorldAction::Deliver { src, dst, msg } => Some(format!("{src:?} to {dst:?}: {msg:?}")),
            WorldAction::Timeout(_, timer) => Some(format!("{timer:?}")),
            WorldAction::SelectRandom { actor, random, .. } => random
                .duty()
                .filter(|duty| self.fair.contains(duty))
                .map(|_| format!("{actor:?} {random:?}")),
            WorldAction::Drop(_) | WorldAction::Crash(_) | WorldAction::Recover(_) => None,
        }
    }
}
