//! The way to a place where an obligation is never met, and the cycle there.

use super::cycle::fair_cycle;
use super::fair::{Haven, Members, havens};
use super::graph::Graph;
use super::reached::{NEVER, Reached};

/// A way through the graph. Each step is a node and the class of the step to it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// From the initial node, which is left out, to where the cycle begins or the run stops.
    pub(super) prefix: Vec<(u32, u16)>,
    /// Back to where it began; empty if the run stops.
    pub(super) cycle: Vec<(u32, u16)>,
}

/// A walk through the graph, from the initial node, that knows in which order the model lists its actions. The order of the graph's own nodes and
/// steps is that in which states were met, which a search that was gone on with, or one of several threads, does not share with another.
pub(super) trait Walk {
    /// The steps that are possible where it is, in the model's order: where each leads, if not beyond the boundary, and of which class it is.
    fn steps(&mut self) -> Vec<(Option<u32>, u16)>;
    /// Takes the first step to a node, and of a class, that is wanted, and says which.
    fn take(&mut self, is_wanted: &mut dyn FnMut(u32, u16) -> bool) -> (u32, u16);
}

/// The way that breaks an obligation: it arises in the nodes `arises`, is met in `met`, and is never met on the way.
///
/// Of all such ways one with a shortest prefix is found, and of these the first in the model's order.
pub(super) fn broken(
    graph: &Graph,
    arises: &[bool],
    met: &[bool],
    walk: &mut dyn Walk,
) -> Option<Way> {
    let reached = Reached::from(graph, arises, met);
    let region: Vec<bool> = reached.open.iter().map(|d| *d != NEVER).collect();
    let havens = havens(graph, &region);
    let entries = havens.iter().flat_map(Haven::nodes);
    let distance_of = |node: &u32| reached.open[*node as usize];
    let distance = entries.clone().map(distance_of).min()?;
    let nearest: Vec<u32> = entries
        .copied()
        .filter(|node| distance_of(node) == distance)
        .collect();
    let on_the_way = reached.on_the_way(graph, &nearest);
    let mut is_open = reached.is_open(graph.initial, false);
    let mut prefix = Vec::new();
    for steps in 1..=distance {
        let step = walk.take(&mut |node, _| {
            reached.is_shortest(&on_the_way, node, steps, reached.is_open(node, is_open))
        });
        is_open = reached.is_open(step.0, is_open);
        prefix.push(step);
    }
    let entry = prefix.last().map_or(graph.initial, |(node, _)| *node);
    let here = |haven: &&Haven| haven.nodes().contains(&entry);
    // Those in which a run may stop come first: a node that is both is taken as one of these.
    let cycle = match havens.iter().find(here) {
        Some(Haven::Component(nodes)) => fair_cycle(graph, &Members::of(nodes), entry, walk),
        Some(Haven::Stop(_)) | None => Vec::new(),
    };
    Some(Way { prefix, cycle })
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

    /// A walk where the model's order is the graph's.
    struct InOrder<'g>(&'g Graph, u32);

    impl Walk for InOrder<'_> {
        fn steps(&mut self) -> Vec<(Option<u32>, u16)> {
            let steps = self.0.steps(self.1);
            steps.map(|(node, class)| (Some(node), class)).collect()
        }

        fn take(&mut self, is_wanted: &mut dyn FnMut(u32, u16) -> bool) -> (u32, u16) {
            let mut steps = self.0.steps(self.1);
            let step = steps.find(|(node, class)| is_wanted(*node, *class));
            let step = step.expect("there is a way on");
            self.1 = step.0;
            step
        }
    }

    fn found(graph: &Graph, arises: &[bool], met: &[bool]) -> Option<Way> {
        broken(graph, arises, met, &mut InOrder(graph, graph.initial))
    }

    fn eventually(graph: &Graph, met: &[bool]) -> Option<Way> {
        let mut arises = vec![false; met.len()];
        arises[0] = true;
        found(graph, &arises, met)
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
        let way = found(&steps, &[false, true, false], &[false, false, true]);
        let way = way.expect("1 may stop");
        assert_eq!((way.prefix, way.cycle), (vec![(1, 1)], vec![]));
        assert_eq!(
            found(&steps, &[false, false, true], &[false, false, true]),
            None
        );
    }

    #[test]
    fn of_shortest_ways_the_first_in_the_order_is_found() {
        // 1 and 2 both lead to 3 and 4, and the run may stop in either; 2 stands first, and 4 does there.
        let steps = graph(&[
            &[(2, 1), (1, 2)],
            &[(3, 1), (4, 2)],
            &[(4, 1), (3, 2)],
            &[],
            &[],
        ]);
        let way = eventually(&steps, &[false; 5]).expect("both may stop");
        assert_eq!(way.prefix, [(2, 1), (4, 1)]);
        // What has to happen only once 1 was seen, is broken behind it.
        let arises = [false, true, false, false, false];
        let way = found(&steps, &arises, &[false; 5]).expect("both may stop");
        assert_eq!(way.prefix, [(1, 2), (3, 1)]);
    }

    #[test]
    fn of_shortest_cycles_the_first_in_the_order_is_found() {
        // From 0 by 2 or by 1 to 3, and back.
        let steps = graph(&[&[(2, 1), (1, 1)], &[(3, 1)], &[(3, 1)], &[(0, 1)], &[]]);
        let way = eventually(&steps, &[false, false, false, false, true]);
        let way = way.expect("it goes round");
        assert_eq!(way.cycle, [(2, 1), (3, 1), (0, 1)]);
    }
}
