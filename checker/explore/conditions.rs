//! Properties as stateright wants them: its conditions are plain functions, so each carries a number of the model's table.

use super::model::HalfopenScenario;
use super::shown::Shown;
use halfopen_spec::properties::{Kind, Property};
use stateright::Expectation;

type Condition = fn(&HalfopenScenario, &Shown) -> bool;

/// The most properties that the page shows.
pub const MOST_PROPERTIES: usize = CONDITIONS.len();

const CONDITIONS: [Condition; 16] = [
    of::<0>, of::<1>, of::<2>, of::<3>, of::<4>, of::<5>, of::<6>, of::<7>, of::<8>, of::<9>,
    of::<10>, of::<11>, of::<12>, of::<13>, of::<14>, of::<15>,
];

fn of<const NUMBER: usize>(model: &HalfopenScenario, state: &Shown) -> bool {
    model.is_true(NUMBER, state)
}

/// The properties of states as stateright's, in the order of the model's table.
pub(super) fn conditions(properties: &[Property]) -> Vec<stateright::Property<HalfopenScenario>> {
    if properties.is_empty() {
        // Without any, the explorer leaves the field out of its answers, and its page stops with an error.
        return vec![stateright::Property {
            expectation: Expectation::Always,
            name: "(nothing is asked about states here)",
            condition: |_, _| true,
        }];
    }
    properties
        .iter()
        .zip(CONDITIONS)
        .map(|(property, condition)| stateright::Property {
            expectation: match property.kind {
                Kind::Sometimes => Expectation::Sometimes,
                Kind::Always | Kind::Eventually | Kind::LeadsTo => Expectation::Always,
            },
            name: property.name,
            condition,
        })
        .collect()
}
