//! One thread's share of a level: expand states, collect successors by shard, insert them in batches.

use super::budget::Halt;
use super::frontier;
use super::layout::Layout;
use super::level::Level;
use super::recent::Recent;
use super::stepper::{Stepper, Successor, stepper_for};
use super::visited::{CHUNK, Chunk, Place, Shard};
use super::word::Word;
use crate::search::limits::StoppedBy;
use crate::search::system::System;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

/// How many successors wait for a shard before they are inserted together; measured, as is the number
/// of shards: many small shards and large batches keep cache misses close together.
const BATCH: usize = 512;
/// How many states may wait for wider fields before the round ends for their sake.
const MOST_DEFERRED: usize = CHUNK;
/// How many states are asked about between two looks at the clock.
const JUDGED_BETWEEN_LOOKS: usize = 1024;
/// How many transitions pass between two looks at the clock.
const CLOCK_EVERY: usize = 4096;

/// One thread's tables, buffers and counts.
pub(in crate::search) struct Worker<'s, W: Word> {
    pub(in crate::search) stepper: Box<dyn Stepper<W> + 's>,
    buffers: Vec<Vec<(W, u32)>>,
    successors: Vec<Successor<W>>,
    at_home: Vec<bool>,
    answered: Vec<usize>,
    /// States whose successors do not fit the fields.
    deferred: Chunk<W>,
    since_clock: usize,
    recent: Recent<W>,
    /// How many transitions led to a state met lately, and are not counted yet.
    met_again: u64,
    stepper_bytes: u64,
    /// Per set of labels: how many transitions carried it.
    pub(in crate::search) label_counts: Vec<u64>,
    /// Which question is true where: at this state, or at a step from it.
    pub(in crate::search) targets: Vec<(usize, W)>,
}

impl<'s, W: Word> Worker<'s, W> {
    pub(in crate::search) fn new(
        system: &'s dyn System,
        layout: &Layout<W>,
        shards: usize,
    ) -> Self {
        Worker {
            stepper: stepper_for(system, layout),
            buffers: (0..shards).map(|_| Vec::new()).collect(),
            successors: Vec::new(),
            at_home: Vec::new(),
            answered: Vec::new(),
            deferred: Vec::new(),
            since_clock: 0,
            recent: Recent::new(),
            met_again: 0,
            stepper_bytes: 0,
            label_counts: Vec::new(),
            targets: Vec::new(),
        }
    }

    /// Makes room for a level that begins with so many states.
    pub(in crate::search) fn make_room(&mut self, states: usize) {
        self.recent.make_room(states);
    }

    /// The bytes of the private tables.
    pub(in crate::search) fn bytes(&self) -> u64 {
        self.stepper.bytes() + self.recent.bytes()
    }

    /// Expands states until none is left or the search halts.  `watch` is called now and then.
    pub(in crate::search) fn work(&mut self, level: &Level<'_, W>, watch: &mut dyn FnMut()) {
        self.stepper.forget_questions();
        while !level.halt.is_called() {
            let taken = level
                .pool
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pop();
            let Some(mut chunk) = taken else { break };
            let size = (chunk.capacity() * size_of::<W::Slot>()) as u64;
            frontier::sort::<W>(&mut chunk);
            self.expand(&mut chunk, level, watch);
            if chunk.is_empty() {
                level.budget.give(size);
            } else {
                let mut pool = level.pool.lock().unwrap_or_else(PoisonError::into_inner);
                pool.push(chunk);
            }
            self.account(level);
        }
        if !self.deferred.is_empty() {
            let mut pool = level.pool.lock().unwrap_or_else(PoisonError::into_inner);
            pool.push(std::mem::take(&mut self.deferred));
        }
        for shard in 0..self.buffers.len() {
            self.flush(shard, level);
        }
        self.count_met_again(level);
    }

    /// Expands the states of a chunk and takes them out of it.
    fn expand(&mut self, chunk: &mut Chunk<W>, level: &Level<'_, W>, watch: &mut dyn FnMut()) {
        let asks_steps = !(level.open.steps.is_empty() && level.open.labels.is_empty());
        let shard_shift = u64::BITS - level.shards.len().trailing_zeros();
        while let Some(slot) = chunk.last() {
            if level.halt.is_called() {
                return;
            }
            let word = W::load(slot);
            let mut successors = std::mem::take(&mut self.successors);
            successors.clear();
            let fits = self.stepper.successors(word, &mut successors).is_ok();
            if fits {
                chunk.pop();
                if asks_steps {
                    self.ask_steps(word, &successors, level);
                }
                for successor in &successors {
                    let mixed = successor.word.mixed();
                    // A state outside the boundary is no successor, however often it is met.
                    if !level.has_boundary && self.recent.knows(successor.word, mixed) {
                        self.met_again += 1;
                        if successor.labels != 0 {
                            self.count_labels(successor.labels);
                        }
                        continue;
                    }
                    let shard = (mixed >> shard_shift) as usize;
                    self.buffers[shard].push((successor.word, successor.labels));
                    if self.buffers[shard].len() >= BATCH {
                        self.flush(shard, level);
                    }
                }
            } else {
                chunk.pop();
                self.deferred.push(word.store());
                level.halt.widen(self.deferred.len() >= MOST_DEFERRED);
            }
            self.since_clock += successors.len() + 1;
            self.successors = successors;
            if self.since_clock >= CLOCK_EVERY {
                self.since_clock = 0;
                level.halt.look_at_clock();
                level.halt.pause_if_due();
                self.count_met_again(level);
                watch();
            }
        }
    }

    fn count_met_again(&mut self, level: &Level<'_, W>) {
        let met_again = std::mem::take(&mut self.met_again);
        level.transitions.fetch_add(met_again, Ordering::Relaxed);
    }

    /// Tells the budget by how much the private tables and the system have grown.
    fn account(&mut self, level: &Level<'_, W>) {
        let waiting: usize = self.buffers.iter().map(Vec::capacity).sum();
        let bytes = self.bytes() + (waiting * size_of::<(W, u32)>()) as u64;
        if !level.budget.take(bytes.saturating_sub(self.stepper_bytes)) {
            level.halt.stop(StoppedBy::Memory);
        }
        self.stepper_bytes = bytes;
    }

    /// Inserts the successors that wait for a shard, and counts the steps that lead to them.
    fn flush(&mut self, shard: usize, level: &Level<'_, W>) {
        let mut pending = std::mem::take(&mut self.buffers[shard]);
        if !pending.is_empty() {
            let mut shard = level.shards[shard]
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if level.make_room(&mut shard, pending.len()) {
                self.insert(&mut shard, &pending, level);
            }
        }
        pending.clear();
        self.buffers[shard] = pending;
    }

    fn insert(&mut self, shard: &mut Shard<W>, pending: &[(W, u32)], level: &Level<'_, W>) {
        let mut at_home = std::mem::take(&mut self.at_home);
        at_home.clear();
        shard.at_home(pending, &mut at_home);
        let (mut transitions, mut added) = (pending.len() as u64, 0);
        for ((word, labels), at_home) in pending.iter().zip(&at_home) {
            if !*at_home && let Place::Free(line, slot) = shard.find(*word, word.mixed()) {
                if level.has_boundary && !self.stepper.is_inside(*word) {
                    transitions -= 1;
                    continue;
                }
                shard.insert((line, slot), *word, level.tag);
                added += 1;
            }
            if *labels != 0 {
                self.count_labels(*labels);
            }
        }
        self.at_home = at_home;
        level.transitions.fetch_add(transitions, Ordering::Relaxed);
        if added > 0 {
            let before = level.added.fetch_add(added, Ordering::Relaxed);
            if before + added > level.room.0 {
                level.halt.stop(level.room.1);
            }
            if !level.budget.take(added * size_of::<W::Slot>() as u64) {
                level.halt.stop(StoppedBy::Memory);
            }
        }
    }

    fn count_labels(&mut self, set: u32) {
        let set = set as usize;
        if self.label_counts.len() <= set {
            self.label_counts.resize(set + 1, 0);
        }
        self.label_counts[set] += 1;
    }

    /// Asks questions of the states of a new level, in order, so that one is taken apart much like the one before.
    pub(in crate::search) fn judge_states(
        &mut self,
        pool: &Mutex<Vec<Chunk<W>>>,
        open: &[usize],
        halt: &Halt,
    ) -> Vec<Chunk<W>> {
        let mut judged = Vec::new();
        loop {
            halt.look_at_clock();
            let taken = pool.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(mut chunk) = taken.filter(|_| !halt.is_called()) else {
                return judged;
            };
            frontier::sort::<W>(&mut chunk);
            for (done, slot) in chunk.iter().enumerate() {
                if done % JUDGED_BETWEEN_LOOKS == 0 {
                    halt.look_at_clock();
                    if halt.is_called() {
                        return judged;
                    }
                }
                let word = W::load(slot);
                self.answered.clear();
                self.stepper.ask_state(word, open, &mut self.answered);
                let answered = self.answered.iter();
                self.targets
                    .extend(answered.map(|question| (*question, word)));
            }
            judged.push(chunk);
        }
    }

    /// Asks the open questions about steps, and about labels, of every step from a state.
    fn ask_steps(&mut self, word: W, successors: &[Successor<W>], level: &Level<'_, W>) {
        self.answered.clear();
        self.stepper
            .ask_steps(word, successors, level.open, &mut self.answered);
        self.answered.sort_unstable();
        self.answered.dedup();
        let answered = self.answered.iter();
        self.targets
            .extend(answered.map(|question| (*question, word)));
    }
}
