//! The rules and counters of a step as the small numbers that the search carries.

use crate::search::{Input, Labels};
use halfopen_spec::host;
use halfopen_spec::model::{Node, NodeState, effects_of};
use halfopen_spec::rule::Rule;
use stateright::actor::Id;

/// Labels from here on are counters.
const FIRST_COUNTER: u16 = 500;

/// Labels every step with the rules it applies and the counters it raises.
pub struct RuleLabels;

impl Labels<Node> for RuleLabels {
    fn labels(&self, node: &Node, _: Id, state: &NodeState, input: &Input<'_, Node>) -> Vec<u16> {
        let input = match input {
            Input::Deliver { src, msg } => host::Input::Segment {
                from: (*src).into(),
                segment: (*msg).clone(),
            },
            Input::Timeout(timer) => host::Input::Timer(timer.purpose),
            Input::Random { choice, .. } => host::Input::Act(**choice),
        };
        let effects = effects_of(node, state, &input);
        let rules = effects.rules.iter().map(|rule| of_rule(*rule));
        let counters = effects
            .counters
            .iter()
            .map(|counter| FIRST_COUNTER + *counter as u16);
        rules.chain(counters).collect()
    }
}

/// The label of a rule.
pub(super) fn of_rule(rule: Rule) -> u16 {
    rule as u16
}

/// The rule of a label.
#[must_use]
pub fn rule_of(label: u16) -> Option<Rule> {
    Rule::ALL.get(usize::from(label)).copied()
}
