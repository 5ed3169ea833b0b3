//! A walk through whole states beside the graph of them: it knows in which order the model lists its actions.

use super::lasso::Walk;
use crate::search::channels::numbered::Numbered;
use crate::search::packed::nodes::Nodes;
use crate::search::question::ActionOf;
use crate::search::searchable::{History, Searchable};
use stateright::actor::ActorModelState;

/// A walk through whole states, from the initial one.
pub(super) struct WholeWalk<'w, 'm, A: Searchable, C, H: History> {
    numbered: &'w Numbered<'m, A, C, H>,
    nodes: &'w (dyn Nodes + 'w),
    class_of: &'w dyn Fn(&ActionOf<A>) -> u16,
    state: ActorModelState<A, H>,
    node: u32,
    /// The positions of the actions that were taken.
    pub(super) taken: Vec<usize>,
}

/// A step that is possible.
struct Possible<A: Searchable, H: History> {
    position: usize,
    /// Where it leads, if not beyond the boundary.
    to: Option<(u32, ActorModelState<A, H>)>,
    class: u16,
}

impl<'w, 'm, A: Searchable, C: Sync, H: History> WholeWalk<'w, 'm, A, C, H> {
    /// `class_of` is asked of actions that stand in the graph.
    pub(super) fn new(
        numbered: &'w Numbered<'m, A, C, H>,
        nodes: &'w (dyn Nodes + 'w),
        class_of: &'w dyn Fn(&ActionOf<A>) -> u16,
    ) -> Self {
        WholeWalk {
            numbered,
            nodes,
            class_of,
            state: numbered.whole.initial(),
            node: nodes.graph().initial,
            taken: Vec::new(),
        }
    }

    fn possible(&self) -> impl Iterator<Item = Possible<A, H>> + '_ {
        let steps = self.numbered.whole.steps(&self.state);
        steps.map(|(position, action, after, is_inside)| {
            let class = (self.class_of)(&action);
            Possible {
                position,
                to: is_inside.then(|| (self.target(&after, class), after)),
                class,
            }
        })
    }

    /// The node that a step of this class leads to.
    fn target(&self, after: &ActorModelState<A, H>, class: u16) -> u32 {
        let mut wanted = self.numbered.encode(after);
        let mut parts = Vec::new();
        let mut steps = self.nodes.graph().steps(self.node);
        let step = steps.find(|(node, of_class)| {
            self.nodes.parts(*node, &mut parts);
            // Channels that came into being later are empty.
            let length = wanted.len().max(parts.len());
            wanted.resize(length, 0);
            parts.resize(length, 0);
            *of_class == class && parts == wanted
        });
        step.expect("a step of the model is one of the graph").0
    }
}

impl<A: Searchable, C: Sync, H: History> Walk for WholeWalk<'_, '_, A, C, H> {
    fn steps(&mut self) -> Vec<(Option<u32>, u16)> {
        let steps = self.possible();
        steps
            .map(|step| (step.to.map(|(node, _)| node), step.class))
            .collect()
    }

    fn take(&mut self, is_wanted: &mut dyn FnMut(u32, u16) -> bool) -> (u32, u16) {
        let wanted = self.possible().find_map(|step| {
            let (node, state) = step.to?;
            is_wanted(node, step.class).then_some((step.position, node, step.class, state))
        });
        let (position, node, class, state) =
            wanted.expect("a way through the graph is a run of the model");
        self.taken.push(position);
        (self.state, self.node) = (state, node);
        (node, class)
    }
}
