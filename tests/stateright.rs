//! What stateright 0.31 does that a verdict must not rest on; see `reports/stateright.md`.

use stateright::actor::{Envelope, Id, Network};
use stateright::{Checker, Expectation, Model, Property};

#[test]
fn iter_all_never_ends_on_an_ordered_network() {
    let envelope = Envelope {
        src: Id::from(0),
        dst: Id::from(1),
        msg: "only one",
    };
    let network = Network::new_ordered([envelope]);
    assert_eq!(network.len(), 1);
    assert_eq!(
        network.iter_all().take(1_000).count(),
        1_000,
        "mended: use it, and drop the row from the report"
    );
}

/// Counts up to 3,000; `violated` is the number that breaks the first property.
struct Counter {
    violated: u32,
    second: Option<u32>,
}

impl Model for Counter {
    type State = u32;
    type Action = u32;

    fn init_states(&self) -> Vec<u32> {
        vec![0]
    }

    fn actions(&self, state: &u32, actions: &mut Vec<u32>) {
        if *state < 3_000 {
            actions.push(state + 1);
        }
    }

    fn next_state(&self, _: &u32, action: u32) -> Option<u32> {
        Some(action)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = vec![Property {
            expectation: Expectation::Always,
            name: "small",
            condition: |model: &Self, state| *state < model.violated,
        }];
        if self.second.is_some() {
            properties.push(Property {
                expectation: Expectation::Always,
                name: "smaller than the second bound",
                condition: |model: &Self, state| model.second.is_none_or(|bound| *state < bound),
            });
        }
        properties
    }
}

#[test]
fn a_bounded_run_passes_although_a_violation_exists() {
    let checker = Counter {
        violated: 2_500,
        second: None,
    }
    .checker()
    .target_max_depth(100)
    .spawn_bfs()
    .join();
    assert!(checker.is_done());
    checker.assert_properties();
}

#[test]
fn with_two_properties_a_longer_counterexample_is_shown() {
    // The second property is never violated, so that the checker goes on after the first find.
    let checker = Counter {
        violated: 5,
        second: Some(5_000),
    }
    .checker()
    .spawn_bfs()
    .join();
    let shown = checker
        .discovery("small")
        .expect("5 is reached")
        .into_actions()
        .len();
    assert!(shown > 5, "mended: {shown} steps, the shortest run");
}
