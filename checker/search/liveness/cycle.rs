//! A cycle that is fair, through a component.

use super::fair::Members;
use super::graph::{Graph, UNFAIR};
use super::lasso::Walk;
use petgraph::Direction;
use petgraph::visit::IntoNeighborsDirected;
use std::collections::HashMap;

/// A cycle from a node, where the walk is, through its component, on which every class of fair steps is taken, or is disabled somewhere.
pub(super) fn fair_cycle(
    graph: &Graph,
    members: &Members,
    entry: u32,
    walk: &mut dyn Walk,
) -> Vec<(u32, u16)> {
    let mut cycle: Vec<(u32, u16)> = Vec::new();
    let mut at = entry;
    let mut enabled = Vec::new();
    for class in owed(walk) {
        let mut is_disabled = |node: u32| {
            graph.enabled(node, &mut enabled);
            enabled.binary_search(&class).is_err()
        };
        let is_paid = cycle
            .iter()
            .any(|(node, taken)| *taken == class || is_disabled(*node));
        if !is_paid {
            let mut is_wanted = |node, taken| taken == class || is_disabled(node);
            let way = shortest(graph, members, at, &mut is_wanted, walk);
            at = way.last().map_or(at, |(node, _)| *node);
            cycle.extend(way);
        }
    }
    if at != entry || cycle.is_empty() {
        let mut is_back = |node, _| node == entry;
        cycle.extend(shortest(graph, members, at, &mut is_back, walk));
    }
    cycle
}

/// The classes of fair steps that are enabled where the walk is, in the model's order.
fn owed(walk: &mut dyn Walk) -> Vec<u16> {
    let mut owed = Vec::new();
    for (_, class) in walk.steps() {
        if class != UNFAIR && !owed.contains(&class) {
            owed.push(class);
        }
    }
    owed
}

/// Takes a shortest way of at least one step within a component whose last step is wanted: of all such ways the first in the model's order.
fn shortest(
    graph: &Graph,
    members: &Members,
    from: u32,
    is_wanted: &mut dyn FnMut(u32, u16) -> bool,
    walk: &mut dyn Walk,
) -> Vec<(u32, u16)> {
    let mut distance: HashMap<u32, u32> = HashMap::from([(from, 0)]);
    let mut level = vec![from];
    let mut steps = 0;
    let last = loop {
        let mut is_last = |node: &u32| {
            let mut out = graph.steps(*node);
            out.any(|(target, class)| members.contain(target) && is_wanted(target, class))
        };
        let last: Vec<u32> = level.iter().copied().filter(|node| is_last(node)).collect();
        if !last.is_empty() {
            break last;
        }
        steps += 1;
        let mut next = Vec::new();
        for (target, _) in level.iter().flat_map(|node| graph.steps(*node)) {
            if members.contain(target) && !distance.contains_key(&target) {
                distance.insert(target, steps);
                next.push(target);
            }
        }
        assert!(
            !next.is_empty(),
            "a component is strongly connected, and its cycle is fair"
        );
        level = next;
    };
    let on_the_way = before(graph, &distance, last);
    let mut way = Vec::new();
    for taken in 1..=steps {
        way.push(walk.take(&mut |node, _| on_the_way.get(&node) == Some(&taken)));
    }
    way.push(walk.take(&mut |node, class| members.contain(node) && is_wanted(node, class)));
    way
}

/// The nodes on shortest ways to these nodes, with their distances.
fn before(graph: &Graph, distance: &HashMap<u32, u32>, to: Vec<u32>) -> HashMap<u32, u32> {
    let mut on_the_way = HashMap::new();
    let mut left = to;
    while let Some(node) = left.pop() {
        let here = distance[&node];
        if on_the_way.insert(node, here).is_none() {
            let sources = graph.neighbors_directed(node, Direction::Incoming);
            left.extend(
                sources
                    .filter(|source| distance.get(source).is_some_and(|there| there + 1 == here)),
            );
        }
    }
    on_the_way
}
