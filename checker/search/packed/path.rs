//! Shortest runs without parents: from the answers back through the levels, then forward.
//!
//! The table says on which level a state was first seen (modulo what its tag holds).  Going back,
//! the states of each level are expanded once more, and those with a marked successor are marked;
//! going forward, the first action to a marked state is taken.  That makes the run, among all
//! shortest runs to any answer, the first in the order of the model's actions, whatever the threads
//! did.  The cost is at most about that of one more search up to that level, and nothing is kept
//! per state.

use super::packed_tables::PackedTables;
use super::word::Word;
use super::worker::Worker;
use crate::search::system::Walker;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

/// States from which answers can be reached in the steps that are left: which answers, a bit each.
type Marks<W> = HashMap<W, u64, BuildHasherDefault<Folded>>;

/// A quick hash for packed words.
#[derive(Default)]
struct Folded(u64);

impl Hasher for Folded {
    fn write(&mut self, bytes: &[u8]) {
        for eight in bytes.chunks(8) {
            let mut padded = [0; 8];
            padded[..eight.len()].copy_from_slice(eight);
            self.write_u64(u64::from_le_bytes(padded));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number).mixed();
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl<W: Word> PackedTables<'_, W> {
    /// The runs to the answers of these questions, at most 64 at a time.
    pub(in crate::search) fn runs_to(
        &mut self,
        wanted: &[usize],
        depth: u32,
        steps: bool,
    ) -> Vec<(usize, Vec<usize>)> {
        if self.system.walker().is_none() {
            return wanted
                .iter()
                .map(|question| (*question, Vec::new()))
                .collect();
        }
        let mut marks: Vec<Marks<W>> = vec![Marks::default(); depth as usize + 1];
        for (question, word) in &self.targets {
            if let Some(bit) = wanted.iter().position(|wanted| wanted == question) {
                *marks[depth as usize].entry(*word).or_insert(0) |= 1 << bit;
            }
        }
        for level in (1..depth).rev() {
            marks[level as usize] = self.marked_on(level, &marks[level as usize + 1]);
        }
        let mut runs = Vec::with_capacity(wanted.len());
        for (bit, question) in wanted.iter().enumerate() {
            let walker = self.system.walker();
            let mut walker = walker.expect("the system has a walker, as was seen above");
            let mut run = self.walk(&mut *walker, depth, |word, at| {
                marks[at as usize].get(&word).copied().unwrap_or(0) >> bit & 1 == 1
            });
            if steps {
                let last = walker.answer(*question);
                run.push(last.expect("the answer is a step from the end of the run"));
            }
            runs.push((*question, run));
        }
        runs
    }

    /// Walks through marked states and says the positions of the actions.
    fn walk(
        &self,
        walker: &mut dyn Walker,
        depth: u32,
        is_marked: impl Fn(W, u32) -> bool,
    ) -> Vec<usize> {
        let mut run = Vec::with_capacity(depth as usize + 1);
        for level in 1..=depth {
            let position = walker.step(&mut |parts| {
                let packed = self.layout.pack(parts);
                packed.is_ok_and(|word| is_marked(word, level))
            });
            run.push(position.expect("a marked state has a marked successor"));
        }
        run
    }

    /// The states of a level that have a marked successor.
    ///
    /// States of other levels with the same tag may be among them; no walk from the initial state
    /// gets to them in this many steps.
    fn marked_on(&mut self, level: u32, marked: &Marks<W>) -> Marks<W> {
        let next_shard = AtomicUsize::new(0);
        let layout = self.layout.clone();
        let tag = layout.tagged_level(layout.tag(level));
        let shards = std::mem::take(&mut self.shards);
        let search = |worker: &mut Worker<'_, W>| {
            let mut found = Vec::new();
            let mut successors = Vec::new();
            while let Some(shard) = shards.get(next_shard.fetch_add(1, Ordering::Relaxed)) {
                let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
                for tagged in shard.tagged_words() {
                    if layout.tagged_level(tagged) != tag {
                        continue;
                    }
                    let word = tagged.and(layout.key_mask);
                    successors.clear();
                    // What does not fit the layout was never seen, so no run goes that way.
                    if worker.stepper.successors(word, &mut successors).is_err() {
                        continue;
                    }
                    let bits = successors.iter().fold(0, |bits, successor| {
                        bits | marked.get(&successor.word).copied().unwrap_or(0)
                    });
                    if bits != 0 {
                        found.push((word, bits));
                    }
                }
            }
            found
        };
        let found = self.in_parallel(search);
        self.shards = shards;
        found.into_iter().flatten().collect()
    }
}
