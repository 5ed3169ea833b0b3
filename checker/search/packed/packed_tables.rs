//! The packed states of one width: the visited shards, the frontier, and a worker for each thread.

use super::budget::Halt;
use super::frontier::in_pieces;
use super::layout::Layout;
use super::level::Level;
use super::nodes::Nodes;
use super::tables::{Added, Held, Order, Source, Tables, Take, tables_for};
use super::visited::{Chunk, Shard, chunk_bytes, push_chunked};
use super::word::Word;
use super::worker::Worker;
use crate::search::system::System;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The packed states of one width.
pub(in crate::search) struct PackedTables<'s, W: Word> {
    pub(in crate::search) system: &'s dyn System,
    pub(in crate::search) layout: Layout<W>,
    pub(in crate::search) shards: Vec<Mutex<Shard<W>>>,
    pool: Vec<Chunk<W>>,
    pub(in crate::search) workers: Vec<Worker<'s, W>>,
    pub(in crate::search) targets: Vec<(usize, W)>,
}

impl<'s, W: Word> PackedTables<'s, W> {
    pub(in crate::search) fn new(
        system: &'s dyn System,
        largest: &[u32],
        threads: usize,
        old: Option<&mut dyn Source>,
    ) -> Self {
        let layout = Layout::<W>::new(largest, old.as_ref().map(|old| old.tag_bits()));
        let shard_bits = (threads * 256).next_power_of_two().trailing_zeros().min(9);
        let mut tables = PackedTables {
            system,
            shards: Vec::new(),
            pool: Vec::new(),
            workers: (0..threads)
                .map(|_| Worker::new(system, &layout, 1 << shard_bits))
                .collect(),
            targets: Vec::new(),
            layout,
        };
        let empty = Shard::new(shard_bits, tables.layout.key_mask);
        tables
            .shards
            .resize_with(1 << shard_bits, || Mutex::new(empty.clone()));
        match old {
            Some(old) => tables.take_over(old),
            None => tables.start(),
        }
        tables
    }

    /// Puts the initial state in.
    fn start(&mut self) {
        let initial = self.system.initial();
        let word = self.pack(&initial);
        self.shard_of(word).restore(word.xor(self.layout.tag(0)));
        push_chunked::<W>(&mut self.pool, word);
    }

    /// Packs all that narrower tables hold, shard by shard, so that memory is not held twice.
    fn take_over(&mut self, old: &mut dyn Source) {
        for shard in 0..old.shards() {
            old.take_shard(shard, &mut |parts, level| {
                let tagged = self.pack(parts).xor(self.layout.tag(level));
                let mut shard = self.shard_of(tagged.and(self.layout.key_mask));
                if shard.growth(1).is_some() {
                    shard.grow(1);
                }
                shard.restore(tagged);
            });
        }
        old.take_next(&mut |parts, _| {
            let word = self.pack(parts);
            self.shard_of(word).push_next(word);
        });
        old.take_pool(&mut |parts, _| {
            let word = self.pack(parts);
            push_chunked::<W>(&mut self.pool, word);
        });
        old.take_targets(&mut |question, parts| {
            let word = self.pack(parts);
            self.targets.push((question, word));
        });
    }

    fn pack(&self, parts: &[u32]) -> W {
        let packed = self.layout.pack(parts);
        packed.expect("the layout was made for these parts")
    }

    /// The shard that a word belongs to.
    pub(super) fn shard_number(&self, word: W) -> usize {
        let shift = u64::BITS - self.shards.len().trailing_zeros();
        (word.mixed() >> shift) as usize
    }

    fn shard_of(&self, word: W) -> MutexGuard<'_, Shard<W>> {
        let shard = &self.shards[self.shard_number(word)];
        shard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets every worker do the same, each in its own thread.
    pub(in crate::search) fn in_parallel<T: Send>(
        &mut self,
        work: impl Fn(&mut Worker<'s, W>) -> T + Sync,
    ) -> Vec<T> {
        if let [only] = &mut *self.workers {
            return vec![work(only)];
        }
        std::thread::scope(|scope| {
            let threads: Vec<_> = self
                .workers
                .iter_mut()
                .map(|worker| scope.spawn(|| work(worker)))
                .collect();
            let results = threads.into_iter().map(|thread| thread.join());
            results
                .map(|result| result.expect("a worker that panics ends the search"))
                .collect()
        })
    }

    fn each_shard(&mut self) -> impl Iterator<Item = &mut Shard<W>> {
        let shards = self.shards.iter_mut();
        shards.map(|shard| shard.get_mut().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<'s, W: Word> Tables<'s> for PackedTables<'s, W> {
    fn round(&mut self, order: &Order<'_>, watch: &mut dyn FnMut(Added)) -> Added {
        let (pieces, waiting) = (self.pool.len(), self.pool.iter().map(Vec::len).sum());
        let level = Level {
            tag: self.layout.tag(order.level),
            shards: &self.shards,
            pool: Mutex::new(std::mem::take(&mut self.pool)),
            halt: order.halt,
            budget: order.budget,
            open: order.open,
            has_boundary: order.has_boundary,
            room: order.room,
            added: AtomicU64::new(0),
            transitions: AtomicU64::new(0),
        };
        let so_far = || Added {
            states: level.added.load(Ordering::Relaxed),
            transitions: level.transitions.load(Ordering::Relaxed),
        };
        let mut watch = || watch(so_far());
        // A level of a few states is done before a second thread has started.
        let helpers = if pieces <= 1 {
            0
        } else {
            self.workers.len() - 1
        };
        if let Some((first, others)) = self.workers.split_first_mut() {
            std::thread::scope(|scope| {
                first.make_room(waiting);
                for worker in others.iter_mut().take(helpers) {
                    worker.make_room(waiting);
                    let level = &level;
                    scope.spawn(move || worker.work(level, &mut || ()));
                }
                first.work(&level, &mut watch);
            });
        }
        let added = so_far();
        self.pool = level
            .pool
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        for worker in &mut self.workers {
            self.targets.append(&mut worker.targets);
        }
        added
    }

    fn advance(&mut self) -> u64 {
        let next = self.each_shard().flat_map(Shard::take_next).collect();
        self.pool = in_pieces::<W>(next);
        self.pool.iter().map(|chunk| chunk.len() as u64).sum()
    }

    fn judge_states(&mut self, open: &[usize], halt: &Halt) {
        let pool = Mutex::new(std::mem::take(&mut self.pool));
        let judge = |worker: &mut Worker<'s, W>| worker.judge_states(&pool, open, halt);
        let judged = self.in_parallel(judge);
        self.pool = judged.into_iter().flatten().collect();
        for worker in &mut self.workers {
            self.targets.append(&mut worker.targets);
        }
    }

    fn take_label_counts(&mut self) -> Vec<(u32, u64)> {
        let counts = self
            .workers
            .iter_mut()
            .map(|worker| std::mem::take(&mut worker.label_counts));
        counts
            .flat_map(|counts| (0..).zip(counts))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    fn answered(&self) -> Vec<usize> {
        let mut answered: Vec<_> = self.targets.iter().map(|(question, _)| *question).collect();
        answered.sort_unstable();
        answered.dedup();
        answered
    }

    fn take_runs(&mut self, wanted: &[usize], depth: u32, steps: bool) -> Vec<(usize, Vec<usize>)> {
        let mut runs = Vec::new();
        for wanted in wanted.chunks(u64::BITS as usize) {
            runs.extend(self.runs_to(wanted, depth, steps));
        }
        self.targets
            .retain(|(question, _)| !wanted.contains(question));
        runs
    }

    fn widened(mut self: Box<Self>) -> Box<dyn Tables<'s> + 's> {
        tables_for(self.system, self.workers.len(), Some(&mut *self))
    }

    fn into_nodes(self: Box<Self>, class_of: &mut dyn FnMut(u32) -> u16) -> Box<dyn Nodes + 's> {
        self.into_graph(class_of)
    }

    fn bytes(&self) -> u64 {
        let shards = self.shards.iter();
        let shards =
            shards.map(|shard| shard.lock().unwrap_or_else(PoisonError::into_inner).bytes());
        let workers = self.workers.iter().map(Worker::bytes);
        let targets = self.targets.len() * size_of::<(usize, W)>();
        shards.sum::<u64>() + workers.sum::<u64>() + chunk_bytes::<W>(&self.pool) + targets as u64
    }

    fn parts(&self) -> usize {
        self.layout.parts()
    }

    fn written_tag_bits(&self) -> u32 {
        self.layout.tag_bits()
    }

    fn show(&self, see: &mut dyn FnMut(Held, &[u32])) {
        let mut parts = Vec::new();
        for shard in &self.shards {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            for tagged in shard.tagged_words() {
                self.layout.unpack(tagged, &mut parts);
                see(Held::Seen(self.layout.tagged_level(tagged)), &parts);
            }
        }
        for shard in &self.shards {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            for word in shard.next_words() {
                self.layout.unpack(word, &mut parts);
                see(Held::Next, &parts);
            }
        }
        for slot in self.pool.iter().flatten() {
            self.layout.unpack(W::load(slot), &mut parts);
            see(Held::Waiting, &parts);
        }
        for (question, word) in &self.targets {
            self.layout.unpack(*word, &mut parts);
            see(Held::Answers(*question), &parts);
        }
    }
}

impl<W: Word> Source for PackedTables<'_, W> {
    fn tag_bits(&self) -> u32 {
        self.layout.tag_bits()
    }

    fn shards(&self) -> usize {
        self.shards.len()
    }

    fn take_shard(&mut self, shard: usize, take: &mut Take<'_>) {
        let mut parts = Vec::new();
        let shard = self.shards[shard]
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let layout = &self.layout;
        shard.take_words(&mut |tagged| {
            layout.unpack(tagged, &mut parts);
            take(&parts, layout.tagged_level(tagged));
        });
    }

    fn take_next(&mut self, take: &mut Take<'_>) {
        let mut parts = Vec::new();
        let chunks: Vec<_> = self.each_shard().flat_map(Shard::take_next).collect();
        for slot in chunks.iter().flatten() {
            self.layout.unpack(W::load(slot), &mut parts);
            take(&parts, 0);
        }
    }

    fn take_pool(&mut self, take: &mut Take<'_>) {
        let mut parts = Vec::new();
        for slot in std::mem::take(&mut self.pool).iter().flatten() {
            self.layout.unpack(W::load(slot), &mut parts);
            take(&parts, 0);
        }
    }

    fn take_targets(&mut self, take: &mut dyn FnMut(usize, &[u32])) {
        let mut parts = Vec::new();
        for (question, word) in std::mem::take(&mut self.targets) {
            self.layout.unpack(word, &mut parts);
            take(question, &parts);
        }
    }
}
