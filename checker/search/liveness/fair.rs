//! Where a run can stay for ever: states in which it may stop, and components with a fair cycle.

use super::graph::Graph;
use petgraph::algo::kosaraju_scc;
use petgraph::visit::NodeFiltered;

/// A place where a run can stay for ever among the nodes of a region.
pub(super) enum Haven {
    /// It may stop in this node: no fair step is enabled.
    Stop(u32),
    /// It may go round in these nodes for ever.
    Component(Vec<u32>),
}

impl Haven {
    /// The nodes in which the run stays.
    pub(super) fn nodes(&self) -> &[u32] {
        match self {
            Haven::Stop(node) => std::slice::from_ref(node),
            Haven::Component(nodes) => nodes,
        }
    }
}

/// Every place of a region where a run can stay; those in which it may stop come first.
pub(super) fn havens(graph: &Graph, region: &[bool]) -> Vec<Haven> {
    let mut havens = Vec::new();
    let mut enabled = Vec::new();
    for node in 0..graph.len() as u32 {
        if region[node as usize] {
            graph.enabled(node, &mut enabled);
            if enabled.is_empty() {
                havens.push(Haven::Stop(node));
            }
        }
    }
    let inside = NodeFiltered(graph, |node: u32| region[node as usize]);
    for component in kosaraju_scc(&inside) {
        if is_fair(graph, &component) {
            havens.push(Haven::Component(component));
        }
    }
    havens
}

/// Whether the cycle through all nodes and steps of a component exists and is fair.
fn is_fair(graph: &Graph, component: &[u32]) -> bool {
    let members = Members::of(component);
    let mut is_cycle = false;
    let mut taken = Vec::new();
    let mut enabled_everywhere: Option<Vec<u16>> = None;
    let mut enabled = Vec::new();
    for node in component {
        graph.enabled(*node, &mut enabled);
        match &mut enabled_everywhere {
            Some(everywhere) => everywhere.retain(|class| enabled.binary_search(class).is_ok()),
            None => enabled_everywhere = Some(enabled.clone()),
        }
        for (target, class) in graph.steps(*node) {
            if members.contain(target) {
                is_cycle = true;
                taken.push(class);
            }
        }
    }
    taken.sort_unstable();
    let is_taken = |class: &u16| taken.binary_search(class).is_ok();
    is_cycle && enabled_everywhere.is_none_or(|classes| classes.iter().all(is_taken))
}

/// The nodes of a component, to look up.
pub(super) struct Members(Vec<u32>);

impl Members {
    pub(super) fn of(component: &[u32]) -> Self {
        let mut sorted = component.to_vec();
        sorted.sort_unstable();
        Members(sorted)
    }

    pub(super) fn contain(&self, node: u32) -> bool {
        self.0.binary_search(&node).is_ok()
    }
}
