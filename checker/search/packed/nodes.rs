//! The states of a finished search as the nodes of a graph.

use super::packed_tables::PackedTables;
use super::stepper::Stepper;
use super::word::Word;
use crate::search::liveness::{Graph, UNFAIR};
use std::sync::{MutexGuard, PoisonError};

/// The states of a finished search: a graph, and the parts behind each node.
pub(in crate::search) trait Nodes {
    /// The graph.
    fn graph(&self) -> &Graph;
    /// The parts of the state that a node is.
    fn parts(&self, node: u32, into: &mut Vec<u32>);
}

struct PackedNodes<'s, W: Word> {
    tables: PackedTables<'s, W>,
    words: Vec<W>,
    graph: Graph,
}

impl<W: Word> Nodes for PackedNodes<'_, W> {
    fn graph(&self) -> &Graph {
        &self.graph
    }

    fn parts(&self, node: u32, into: &mut Vec<u32>) {
        let word = self.words[node as usize];
        self.tables.layout.unpack(word, into);
    }
}

impl<'s, W: Word> PackedTables<'s, W> {
    /// The graph of all states; `class_of` gives the class of an action.
    pub(super) fn into_graph(
        mut self,
        class_of: &mut dyn FnMut(u32) -> u16,
    ) -> Box<dyn Nodes + 's> {
        let places = Places::of(&self);
        let words = places.words;
        let initial = self.system.initial();
        let initial = self.layout.pack(&initial);
        let initial = initial.expect("the initial state was packed before");
        let mut graph = Graph::new(self.node(&places.first, initial).unwrap_or(0), words.len());
        let mut successors = Vec::new();
        for word in &words {
            successors.clear();
            let stepper: &mut dyn Stepper<W> = &mut *self.workers[0].stepper;
            stepper
                .successors(*word, &mut successors)
                .expect("every successor was packed before");
            let classes: Vec<u16> = successors
                .iter()
                .map(|successor| class_of(stepper.action(successor.operation)))
                .collect();
            let mut steps = Vec::with_capacity(successors.len());
            for (successor, class) in successors.iter().zip(classes) {
                match self.node(&places.first, successor.word) {
                    Some(node) => steps.push((node, class)),
                    // A successor that was never seen lies beyond the boundary.
                    None if class != UNFAIR => graph.push_beyond(class),
                    None => {}
                }
            }
            graph.push_node(steps.into_iter());
        }
        graph.finish();
        Box::new(PackedNodes {
            tables: self,
            words,
            graph,
        })
    }

    /// The node that a state is, if it was seen.
    fn node(&self, first: &[Vec<u32>], word: W) -> Option<u32> {
        let shard = self.shard_number(word);
        let guard = self.shard(shard);
        let (line, slot) = guard.locate(word)?;
        Some(first[shard][line] + slot as u32)
    }

    fn shard(&self, shard: usize) -> MutexGuard<'_, super::visited::Shard<W>> {
        let shard = &self.shards[shard];
        shard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The numbers of the states: in the order of the table.
struct Places<W> {
    /// Per shard and line, the number of the first state in it.
    first: Vec<Vec<u32>>,
    words: Vec<W>,
}

impl<W: Word> Places<W> {
    fn of(tables: &PackedTables<'_, W>) -> Self {
        let mut places = Places {
            first: Vec::new(),
            words: Vec::new(),
        };
        for shard in 0..tables.shards.len() {
            let shard = tables.shard(shard);
            let mut first = Vec::new();
            for line in shard.tagged_lines() {
                first.push(places.words.len() as u32);
                let words = line.map(|tagged| tagged.and(tables.layout.key_mask));
                places.words.extend(words);
            }
            places.first.push(first);
        }
        places
    }
}
