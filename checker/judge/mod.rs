//! A scenario on a kernel is explored, and every property gets its verdict.

mod labels;
mod second_opinion;
mod verdict;

pub use labels::{RuleLabels, rule_of};
pub use second_opinion::{Engine, SecondOpinion, second_opinion};
pub use verdict::{Judged, Verdict};

use crate::run::Run;
use crate::search::{Exploration, Limits, Progress, Question, StoppedBy, explore};
use halfopen_spec::model::{Ledger, Node, World, WorldAction, WorldState, explain};
use halfopen_spec::network::Loss;
use halfopen_spec::policy::Profile;
use halfopen_spec::properties::{Kind, Predicate, Property, StepView};
use halfopen_spec::rule::Rule;
use halfopen_spec::scenarios::Scenario;
use halfopen_spec::view::View;
use std::collections::BTreeMap;

/// What was explored, how far, and what was found.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The set-up.
    pub scenario: Scenario,
    /// The kernel on every host, with the scenario's sysctls and policies.
    pub profile: Profile,
    /// How far the search got.
    pub coverage: Coverage,
    /// One per property, in the order asked.
    pub judged: Vec<Judged>,
}

/// How far a search got.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Who searched.
    pub engine: Engine,
    /// Distinct states.
    pub states: u64,
    /// Steps between them.
    pub transitions: u64,
    /// Steps of the longest shortest run.
    pub depth: u32,
    /// Whether the whole space was seen.
    pub complete: bool,
    /// What ended the search otherwise.
    pub stopped_by: Option<StoppedBy>,
    /// How long it took.
    pub seconds: f64,
    /// Memory of the search's tables.
    pub bytes_per_state: f64,
    /// How many steps applied each rule.
    pub rules: BTreeMap<Rule, u64>,
}

/// Explores the scenario on hosts with this kernel and judges the properties.
///
/// # Panics
///
/// When a run that the search found is not a run of the model: a bug in the search.
#[must_use]
pub fn judge(
    scenario: &Scenario,
    profile: &Profile,
    properties: &[Property],
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Judgement {
    let world = scenario.world(profile);
    let questions: Vec<_> = properties
        .iter()
        .map(|property| question(&world, property))
        .collect();
    let limits = Limits {
        has_boundary: matches!(scenario.network.loss, Loss::AtMost(_)),
        ..limits.clone()
    };
    let found = explore(&world, &RuleLabels, &questions, &limits, progress);
    let coverage = coverage(&found);
    let judged = properties
        .iter()
        .zip(found.answers)
        .map(|(property, actions)| {
            let run = actions.map(|actions| {
                Run::of(&world, &actions).expect("the search finds runs of the model")
            });
            Judged {
                property: *property,
                verdict: verdict(property, run, &coverage),
            }
        })
        .collect();
    Judgement {
        scenario: scenario.clone(),
        profile: scenario.apply_to(profile),
        coverage,
        judged,
    }
}

/// What the search is asked: where a `Sometimes` becomes true, where an `Always` becomes false.
fn question<'w>(world: &'w World, property: &Property) -> Question<'w, Node, Ledger> {
    let wanted = property.kind == Kind::Sometimes;
    match property.predicate {
        Predicate::State(predicate) => Question::State(Box::new(move |state| {
            predicate(&View::of(world, state)) == wanted
        })),
        Predicate::StepOf(rules, predicate) => {
            let on = rules.iter().map(|rule| labels::of_rule(*rule)).collect();
            let ask =
                move |before: &WorldState, action: &WorldAction, _: &[u16], after: &WorldState| {
                    step_is(world, predicate, before, action, after) == wanted
                };
            Question::StepOn(on, Box::new(ask))
        }
        Predicate::Applies(rules) => {
            let on = rules.iter().map(|rule| labels::of_rule(*rule)).collect();
            Question::StepOn(on, Box::new(|_, _, _, _| true))
        }
    }
}

fn step_is(
    world: &World,
    predicate: fn(&StepView<'_>) -> bool,
    before: &WorldState,
    action: &WorldAction,
    after: &WorldState,
) -> bool {
    let effects = explain(world, before, action).effects;
    predicate(&StepView {
        world,
        before,
        action,
        effects: &effects,
        after,
    })
}

/// Coverage decides the word: only a space that was seen whole lets a property hold or stay unreached.
fn verdict(property: &Property, run: Option<Run>, coverage: &Coverage) -> Verdict {
    let exercised = property.exercised_by.is_empty()
        || property
            .exercised_by
            .iter()
            .any(|rule| coverage.rules.contains_key(rule));
    match (property.kind, run, coverage.complete) {
        (Kind::Sometimes, Some(run), _) => Verdict::Reached(run),
        (Kind::Always, Some(run), _) => Verdict::Violated(run),
        (Kind::Sometimes, None, true) => Verdict::NotReached,
        (Kind::Always, None, true) => Verdict::Holds {
            vacuous: !exercised,
        },
        (Kind::Always, None, false) if coverage.stopped_by == Some(StoppedBy::MaxDepth) => {
            Verdict::HoldsWithin {
                depth: coverage.depth,
            }
        }
        (Kind::Sometimes | Kind::Always, None, false) => Verdict::Undecided,
    }
}

fn coverage(found: &Exploration<Node, Ledger>) -> Coverage {
    Coverage {
        engine: Engine::Halfopen,
        states: found.states,
        transitions: found.transitions,
        depth: found.depth,
        complete: found.complete,
        stopped_by: found.stopped_by,
        seconds: found.seconds,
        bytes_per_state: found.bytes_per_state,
        rules: found
            .labels
            .iter()
            .filter_map(|(label, count)| Some((rule_of(*label)?, *count)))
            .collect(),
    }
}
