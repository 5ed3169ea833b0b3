//! How soon each node is reached, with and without an open obligation, and which nodes lie on shortest ways.

use super::graph::Graph;
use petgraph::Direction;
use petgraph::visit::IntoNeighborsDirected;

/// The distance of what is not reached.
pub(super) const NEVER: u32 = u32::MAX;

/// How soon nodes are reached from the initial node.
pub(super) struct Reached<'o> {
    arises: &'o [bool],
    met: &'o [bool],
    /// The length of the shortest way to a node.
    plain: Vec<u32>,
    /// The length of the shortest way to it through a node where the obligation arises, never meeting it after.
    pub(super) open: Vec<u32>,
}

/// Nodes on shortest ways to chosen nodes.
pub(super) struct OnTheWay {
    /// Those from which the way is on with the obligation open already.
    open: Vec<bool>,
    /// Those from which the obligation arises later, or there.
    plain: Vec<bool>,
}

impl<'o> Reached<'o> {
    pub(super) fn from(graph: &Graph, arises: &'o [bool], met: &'o [bool]) -> Self {
        let nodes = graph.len();
        let mut reached = Reached {
            arises,
            met,
            plain: vec![NEVER; nodes],
            open: vec![NEVER; nodes],
        };
        // Both searches go hand in hand, level by level: what is known of a level of the first lets the second begin there.
        let mut level = vec![graph.initial];
        let mut open_level: Vec<u32> = Vec::new();
        reached.plain[graph.initial as usize] = 0;
        let mut distance = 0;
        while !level.is_empty() || !open_level.is_empty() {
            for node in &level {
                let at = *node as usize;
                if reached.opens(*node) && reached.open[at] == NEVER {
                    reached.open[at] = distance;
                    open_level.push(*node);
                }
            }
            distance += 1;
            let mut next = Vec::new();
            for node in &level {
                for (target, _) in graph.steps(*node) {
                    if reached.plain[target as usize] == NEVER {
                        reached.plain[target as usize] = distance;
                        next.push(target);
                    }
                }
            }
            let mut open_next = Vec::new();
            for node in &open_level {
                for (target, _) in graph.steps(*node) {
                    let at = target as usize;
                    if !met[at] && reached.open[at] == NEVER {
                        reached.open[at] = distance;
                        open_next.push(target);
                    }
                }
            }
            (level, open_level) = (next, open_next);
        }
        reached
    }

    /// Whether the obligation arises in a node and is not met there.
    fn opens(&self, node: u32) -> bool {
        self.arises[node as usize] && !self.met[node as usize]
    }

    /// Whether the obligation is open in a node, when it was or was not just before.
    pub(super) fn is_open(&self, node: u32, was_open: bool) -> bool {
        self.opens(node) || (was_open && !self.met[node as usize])
    }

    /// The nodes on all shortest ways to these nodes, in which the obligation is open.
    pub(super) fn on_the_way(&self, graph: &Graph, to: &[u32]) -> OnTheWay {
        let mut on = OnTheWay {
            open: vec![false; graph.len()],
            plain: vec![false; graph.len()],
        };
        let mut left: Vec<(u32, bool)> = to.iter().map(|node| (*node, true)).collect();
        while let Some((node, is_open)) = left.pop() {
            let (marked, distance) = match is_open {
                true => (&mut on.open, &self.open),
                false => (&mut on.plain, &self.plain),
            };
            if std::mem::replace(&mut marked[node as usize], true) {
                continue;
            }
            // Where it arises the way may come from anywhere.
            if is_open && self.opens(node) {
                left.push((node, false));
            }
            let here = distance[node as usize];
            let sources = graph.neighbors_directed(node, Direction::Incoming);
            let just_before = sources.filter(|source| {
                let there = distance[*source as usize];
                there != NEVER && there + 1 == here
            });
            left.extend(just_before.map(|source| (source, is_open)));
        }
        on
    }

    /// Whether a way that has come to a node with so many steps is still one of the shortest.
    pub(super) fn is_shortest(&self, on: &OnTheWay, node: u32, steps: u32, is_open: bool) -> bool {
        let at = node as usize;
        (is_open && on.open[at] && self.open[at] == steps)
            || (on.plain[at] && self.plain[at] == steps)
    }
}
