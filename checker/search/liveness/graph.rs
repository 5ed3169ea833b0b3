//! The graph of all states, with the class of each step; petgraph's algorithms run on it as it is.

use fixedbitset::FixedBitSet;
use petgraph::Direction;
use petgraph::visit::{
    GraphBase, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, Visitable,
};
use std::collections::BTreeMap;
use std::iter::Copied;
use std::ops::Range;
use std::slice::Iter;

/// The class of steps that are not fair.
pub(in crate::search) const UNFAIR: u16 = 0;

/// The graph of all states. Nodes are numbered from 0; the steps from a node lie side by side, and so do those to it.
pub(in crate::search) struct Graph {
    pub(in crate::search) initial: u32,
    first_out: Vec<u32>,
    targets: Vec<u32>,
    classes: Vec<u16>,
    first_in: Vec<u32>,
    sources: Vec<u32>,
    /// Classes of fair steps that lead beyond the model's boundary, by the node that they start from.
    beyond: BTreeMap<u32, Vec<u16>>,
}

impl Graph {
    /// A graph without a step, for so many nodes.
    pub(in crate::search) fn new(initial: u32, nodes: usize) -> Self {
        let mut first_out = Vec::with_capacity(nodes + 1);
        first_out.push(0);
        Graph {
            initial,
            first_out,
            targets: Vec::new(),
            classes: Vec::new(),
            first_in: Vec::new(),
            sources: Vec::new(),
            beyond: BTreeMap::new(),
        }
    }

    /// Says that a fair step of the next node leads beyond the boundary: it is enabled, and cannot be followed.
    pub(in crate::search) fn push_beyond(&mut self, class: u16) {
        let node = self.len() as u32;
        self.beyond.entry(node).or_default().push(class);
    }

    /// Whether fair steps lead where nothing was looked at.
    pub(super) fn leads_beyond(&self) -> bool {
        !self.beyond.is_empty()
    }

    /// Adds the steps of the next node: where each leads, and of which class it is.
    pub(in crate::search) fn push_node(&mut self, steps: impl Iterator<Item = (u32, u16)>) {
        for (target, class) in steps {
            self.targets.push(target);
            self.classes.push(class);
        }
        let next = u32::try_from(self.targets.len()).expect("steps were counted before");
        self.first_out.push(next);
    }

    /// Turns the steps round, when all of them are there.
    pub(in crate::search) fn finish(&mut self) {
        let nodes = self.len();
        let mut first = vec![0; nodes + 1];
        for target in &self.targets {
            first[*target as usize + 1] += 1;
        }
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        self.first_in.clone_from(&first);
        self.sources = vec![0; self.targets.len()];
        for node in 0..nodes {
            for step in self.out(node as u32) {
                let place = &mut first[self.targets[step] as usize];
                self.sources[*place as usize] = node as u32;
                *place += 1;
            }
        }
    }

    /// A guess at the bytes that a graph takes.
    pub(in crate::search) const fn bytes_for(nodes: u64, steps: u64) -> u64 {
        nodes * 8 + steps * 10
    }

    pub(in crate::search) fn len(&self) -> usize {
        self.first_out.len() - 1
    }

    fn out(&self, node: u32) -> Range<usize> {
        let node = node as usize;
        self.first_out[node] as usize..self.first_out[node + 1] as usize
    }

    /// The steps from a node: where each leads, and of which class it is.
    pub(super) fn steps(&self, node: u32) -> impl Iterator<Item = (u32, u16)> + '_ {
        let out = self.out(node);
        let classes = self.classes[out.clone()].iter().copied();
        self.targets[out].iter().copied().zip(classes)
    }

    /// The classes of fair steps that are enabled in a node, in order.
    pub(super) fn enabled(&self, node: u32, into: &mut Vec<u16>) {
        into.clear();
        let classes = &self.classes[self.out(node)];
        into.extend(classes.iter().copied().filter(|class| *class != UNFAIR));
        into.extend(self.beyond.get(&node).into_iter().flatten());
        into.sort_unstable();
        into.dedup();
    }
}

impl GraphBase for Graph {
    type NodeId = u32;
    type EdgeId = u32;
}

impl IntoNodeIdentifiers for &Graph {
    type NodeIdentifiers = Range<u32>;

    fn node_identifiers(self) -> Range<u32> {
        0..self.len() as u32
    }
}

impl<'g> IntoNeighbors for &'g Graph {
    type Neighbors = Copied<Iter<'g, u32>>;

    fn neighbors(self, node: u32) -> Self::Neighbors {
        self.targets[self.out(node)].iter().copied()
    }
}

impl<'g> IntoNeighborsDirected for &'g Graph {
    type NeighborsDirected = Copied<Iter<'g, u32>>;

    fn neighbors_directed(self, node: u32, direction: Direction) -> Self::NeighborsDirected {
        match direction {
            Direction::Outgoing => self.neighbors(node),
            Direction::Incoming => {
                let at = node as usize;
                let sources = self.first_in[at] as usize..self.first_in[at + 1] as usize;
                self.sources[sources].iter().copied()
            }
        }
    }
}

impl Visitable for Graph {
    type Map = FixedBitSet;

    fn visit_map(&self) -> FixedBitSet {
        FixedBitSet::with_capacity(self.len())
    }

    fn reset_map(&self, map: &mut FixedBitSet) {
        map.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use petgraph::algo::kosaraju_scc;

    /// petgraph's Kosaraju does not recurse; its Tarjan does, and would not survive this.
    #[test]
    fn a_path_of_ten_million_states_has_as_many_components() {
        let nodes = 10_000_000;
        let mut graph = Graph::new(0, nodes as usize);
        for node in 0..nodes {
            let next = (node + 1 < nodes).then_some((node + 1, UNFAIR));
            graph.push_node(next.into_iter());
        }
        graph.finish();
        assert_eq!(kosaraju_scc(&graph).len(), nodes as usize);
    }

    #[test]
    fn the_bytes_of_a_graph_are_those_of_its_lists() {
        let mut graph = Graph::new(0, 100);
        for node in 0..100 {
            graph.push_node((0..7).map(|step| ((node + step) % 100, 1)));
        }
        graph.finish();
        let held = graph.first_out.len() * 4
            + graph.first_in.len() * 4
            + graph.targets.len() * 4
            + graph.classes.len() * 2
            + graph.sources.len() * 4;
        assert_eq!(Graph::bytes_for(100, 700) as usize, held - 8);
    }

    #[test]
    fn steps_are_found_from_both_ends() {
        let mut graph = Graph::new(0, 3);
        graph.push_node([(1, 5), (2, UNFAIR), (1, 3)].into_iter());
        graph.push_node([(2, 5)].into_iter());
        graph.push_node(std::iter::empty());
        graph.finish();
        let into = |node| -> Vec<u32> {
            graph
                .neighbors_directed(node, Direction::Incoming)
                .collect()
        };
        assert_eq!(into(2), [0, 1]);
        assert_eq!(into(1), [0, 0]);
        let mut enabled = Vec::new();
        graph.enabled(0, &mut enabled);
        assert_eq!(enabled, [3, 5]);
    }
}
