//! Properties as the search's questions: where a `Sometimes` becomes true, where an `Always` becomes false.

use super::{hosts, labels};
use crate::search::{Alone, Question};
use halfopen_spec::model::{Ledger, Node, World, WorldAction, WorldState, explain};
use halfopen_spec::properties::{Kind, Predicate, Property, StepView};
use halfopen_spec::rule::Rule;
use halfopen_spec::view::View;

/// What the search is asked.
pub(super) fn question<'w>(world: &'w World, property: &Property) -> Question<'w, Node, Ledger> {
    let wanted = property.kind == Kind::Sometimes;
    let on = |rules: &[Rule]| rules.iter().map(|rule| labels::of_rule(*rule)).collect();
    match property.predicate {
        Predicate::State(whole)
        | Predicate::OneClient(whole)
        | Predicate::OneAmongOthers { whole, .. } => Question::State(Box::new(move |state| {
            whole(&View::of(world, state)) == wanted
        })),
        Predicate::StepOf(rules, predicate) => {
            let ask =
                move |before: &WorldState, action: &WorldAction, _: &[u16], after: &WorldState| {
                    step_is(world, predicate, before, action, after) == wanted
                };
            Question::StepOn(on(rules), Box::new(ask))
        }
        Predicate::Applies(rules) => Question::StepOn(on(rules), Box::new(|_, _, _, _| true)),
        Predicate::Response { .. } => {
            unreachable!("what happens in the end is judged on the graph")
        }
    }
}

/// Whether one client decides what is asked.
pub(super) fn alone<'w>(world: &'w World, property: &Property) -> Alone<'w, Node, Ledger> {
    let wanted = property.kind == Kind::Sometimes;
    match property.predicate {
        Predicate::State(_) | Predicate::Response { .. } => Alone::Whole,
        Predicate::OneClient(_) | Predicate::StepOf(..) | Predicate::Applies(_) => Alone::Decides,
        Predicate::OneAmongOthers { one, others, .. } => Alone::DecidesAmong {
            one: Box::new(move |state, peer| {
                one(&View::of(world, state), hosts::host(peer)) == wanted
            }),
            others: Box::new(move |state, peer| others(&View::of(world, state), hosts::host(peer))),
        },
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
