//! The way to a place where an obligation is never met, and the cycle there.

use super::fair::{Haven, Members, havens};
use super::graph::Graph;
use std::collections::{HashMap, VecDeque};

/// A way through the graph. Each step is a node and the class of the step to it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// From the initial node, which is left out, to where the cycle begins or the run stops.
    pub(super) prefix: Vec<(u32, u16)>,
    /// Back to where it began; empty if the run stops.
    pub(super) cycle: Vec<(u32, u16)>,
}

/// The way that breaks an obligation: it arises in the nodes `arises`, is met in `met`, and is never met on the way.
///
/// Of all such ways one with a shortest prefix is found.
pub(super) fn broken(graph: &Graph, arises: &[bool], met: &[bool]) -> Option<Way> {
    let reached = Reached::from(graph, arises, met);
    let region: Vec<bool> = reached.distance.iter().map(|d| *d != NEVER).collect();
    let best = havens(graph, &region)
        .into_iter()
        .map(|haven| {
            let entry = match &haven {
                Haven::Stop(node) => *node,
                Haven::Component(nodes) => *nodes
                    .iter()
                    .min_by_key(|node| (reached.distance[**node as usize], **node))
                    .expect("a component has a node"),
            };
            (reached.distance[entry as usize], entry, haven)
        })
        // The order of components does not matter: entries differ, and a node that is both is taken as a stop.
        .min_by_key(|(distance, entry, haven)| {
            (*distance, *entry, matches!(haven, Haven::Component(_)))
        });
    best.map(|(_, entry, haven)| Way {
        prefix: reached.way_to(graph, entry),
        cycle: match haven {
            Haven::Stop(_) => Vec::new(),
            Haven::Component(nodes) => fair_cycle(graph, &Members::of(&nodes), entry),
        },
    })
}

const NEVER: u32 = u32::MAX;

/// The nodes in which an unmet obligation may be open, with shortest ways to them.
struct Reached {
    /// The length of the shortest way from the initial node through a node where the obligation arises, never meeting it after.
    distance: Vec<u32>,
    /// The shortest way from the initial node to any node.
    before: Vec<u32>,
    /// Where the shortest way with the obligation open comes from; the node itself where the obligation arises.
    open: Vec<u32>,
}

impl Reached {
    fn from(graph: &Graph, arises: &[bool], met: &[bool]) -> Self {
        let nodes = graph.len();
        let mut reached = Reached {
            distance: vec![NEVER; nodes],
            before: vec![NEVER; nodes],
            open: vec![NEVER; nodes],
        };
        // Both searches go hand in hand, level by level: what is known of a level of the first lets the second begin there.
        let mut level = vec![graph.initial];
        let mut open_level: Vec<u32> = Vec::new();
        reached.before[graph.initial as usize] = graph.initial;
        let mut distance = 0;
        while !level.is_empty() || !open_level.is_empty() {
            for node in &level {
                let at = *node as usize;
                if arises[at] && !met[at] && reached.distance[at] == NEVER {
                    reached.distance[at] = distance;
                    reached.open[at] = *node;
                    open_level.push(*node);
                }
            }
            let mut next = Vec::new();
            for node in &level {
                for (target, _) in graph.steps(*node) {
                    if reached.before[target as usize] == NEVER {
                        reached.before[target as usize] = *node;
                        next.push(target);
                    }
                }
            }
            let mut open_next = Vec::new();
            for node in &open_level {
                for (target, _) in graph.steps(*node) {
                    let at = target as usize;
                    if !met[at] && reached.distance[at] == NEVER {
                        reached.distance[at] = distance + 1;
                        reached.open[at] = *node;
                        open_next.push(target);
                    }
                }
            }
            (level, open_level) = (next, open_next);
            distance += 1;
        }
        reached
    }

    fn way_to(&self, graph: &Graph, entry: u32) -> Vec<(u32, u16)> {
        let mut nodes = vec![entry];
        let mut at = entry;
        while self.open[at as usize] != at {
            at = self.open[at as usize];
            nodes.push(at);
        }
        while at != graph.initial {
            at = self.before[at as usize];
            nodes.push(at);
        }
        nodes.reverse();
        nodes
            .windows(2)
            .map(|pair| (pair[1], class_between(graph, pair[0], pair[1])))
            .collect()
    }
}

fn class_between(graph: &Graph, from: u32, to: u32) -> u16 {
    let mut steps = graph.steps(from);
    let step = steps.find(|(target, _)| *target == to);
    step.expect("neighbours have a step between them").1
}

/// A cycle from a node through its component on which every class of fair steps is taken, or is disabled somewhere.
fn fair_cycle(graph: &Graph, members: &Members, entry: u32) -> Vec<(u32, u16)> {
    let mut cycle: Vec<(u32, u16)> = Vec::new();
    let mut at = entry;
    let mut owed = Vec::new();
    graph.enabled(entry, &mut owed);
    let mut enabled = Vec::new();
    while let Some(class) = owed.pop() {
        let mut is_disabled = |node: u32| {
            graph.enabled(node, &mut enabled);
            enabled.binary_search(&class).is_err()
        };
        let is_paid = cycle
            .iter()
            .any(|(node, taken)| *taken == class || is_disabled(*node));
        if !is_paid {
            let way = shortest(graph, members, at, |node, taken| {
                taken == class || is_disabled(node)
            });
            at = way.last().map_or(at, |(node, _)| *node);
            cycle.extend(way);
        }
    }
    if at != entry || cycle.is_empty() {
        cycle.extend(shortest(graph, members, at, |node, _| node == entry));
    }
    cycle
}

/// A shortest way of at least one step within a component whose last step is wanted.
fn shortest(
    graph: &Graph,
    members: &Members,
    from: u32,
    mut is_wanted: impl FnMut(u32, u16) -> bool,
) -> Vec<(u32, u16)> {
    let mut came_from: HashMap<u32, (u32, u16)> = HashMap::new();
    let mut queue = VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        for (target, class) in graph.steps(node) {
            if !members.contain(target) {
                continue;
            }
            if is_wanted(target, class) {
                let mut way = vec![(target, class)];
                let mut at = node;
                while at != from {
                    let (before, class) = came_from[&at];
                    way.push((at, class));
                    at = before;
                }
                way.reverse();
                return way;
            }
            if target != from && !came_from.contains_key(&target) {
                came_from.insert(target, (node, class));
                queue.push_back(target);
            }
        }
    }
    unreachable!("a component is strongly connected, and its cycle is fair")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(steps: &[&[(u32, u16)]]) -> Graph {
        let mut graph = Graph::new(0, steps.len());
        for steps in steps {
            graph.push_node(steps.iter().copied());
        }
        graph.finish();
        graph
    }

    fn eventually(graph: &Graph, met: &[bool]) -> Option<Way> {
        let mut arises = vec![false; met.len()];
        arises[0] = true;
        broken(graph, &arises, met)
    }

    #[test]
    fn an_unfair_step_need_not_be_taken() {
        let steps = graph(&[&[(1, 0)], &[]]);
        let stops_at_once = Way {
            prefix: Vec::new(),
            cycle: Vec::new(),
        };
        assert_eq!(eventually(&steps, &[false, true]), Some(stops_at_once));
        let steps = graph(&[&[(1, 7)], &[]]);
        assert_eq!(eventually(&steps, &[false, true]), None);
    }

    #[test]
    fn a_cycle_that_could_always_be_left_is_left() {
        // 0 and 1 go round by class 1; class 2 leads out of both, or of one of them only.
        let always = graph(&[&[(1, 1), (2, 2)], &[(0, 1), (2, 2)], &[]]);
        assert_eq!(eventually(&always, &[false, false, true]), None);
        let sometimes = graph(&[&[(1, 1), (2, 2)], &[(0, 1)], &[]]);
        let found = eventually(&sometimes, &[false, false, true]).expect("it may go round");
        assert_eq!(found.prefix, []);
        assert_eq!(found.cycle, [(1, 1), (0, 1)]);
    }

    #[test]
    fn a_cycle_takes_every_class_that_it_never_disables() {
        // Two ways round, each by its own class, both enabled in 0 only.
        let steps = graph(&[&[(1, 1), (2, 2)], &[(0, 3)], &[(0, 3)], &[]]);
        let found = eventually(&steps, &[false, false, false, true]).expect("it goes round");
        // Either class is disabled in the node behind the other.
        assert_eq!(found.cycle.len(), 2);
        // A step on the spot can be repeated for ever if it is the only fair one.
        let steps = graph(&[&[(0, 1), (1, 0)], &[]]);
        let found = eventually(&steps, &[false, true]).expect("it stays");
        assert_eq!(found.cycle, [(0, 1)]);
        let steps = graph(&[&[(0, 1), (1, 2)], &[]]);
        assert_eq!(eventually(&steps, &[false, true]), None);
    }

    #[test]
    fn an_obligation_that_arises_later_is_found_there() {
        // It arises in 1, is met in 2, and 1 may stop.
        let steps = graph(&[&[(1, 1)], &[(2, 0)], &[]]);
        let found = broken(&steps, &[false, true, false], &[false, false, true]);
        let found = found.expect("1 may stop");
        assert_eq!((found.prefix, found.cycle), (vec![(1, 1)], vec![]));
        assert_eq!(
            broken(&steps, &[false, false, true], &[false, false, true]),
            None
        );
    }
}
