//! What the threads that expand a level share.

use super::budget::{Budget, Halt};
use super::visited::{Chunk, Shard};
use super::word::Word;
use crate::search::limits::StoppedBy;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;

/// What the threads of a level share.
pub(in crate::search) struct Level<'l, W: Word> {
    pub(in crate::search) tag: W,
    pub(in crate::search) shards: &'l [Mutex<Shard<W>>],
    /// The states that are still to be expanded.
    pub(in crate::search) pool: Mutex<Vec<Chunk<W>>>,
    pub(in crate::search) halt: &'l Halt,
    pub(in crate::search) budget: &'l Budget,
    pub(in crate::search) open: &'l Open,
    /// How many states may be added before a bound is passed, and by which.
    pub(in crate::search) has_boundary: bool,
    pub(in crate::search) room: (u64, StoppedBy),
    pub(in crate::search) added: AtomicU64,
    pub(in crate::search) transitions: AtomicU64,
}

/// The questions that nothing has answered yet, by kind.
#[derive(Clone, Default)]
pub(in crate::search) struct Open {
    pub(in crate::search) states: Vec<usize>,
    pub(in crate::search) steps: Vec<usize>,
    pub(in crate::search) labels: Vec<(usize, u16)>,
}

impl<W: Word> Level<'_, W> {
    /// Lets a shard grow if it must and may.
    pub(in crate::search) fn make_room(&self, shard: &mut Shard<W>, more: usize) -> bool {
        let Some(larger) = shard.growth(more) else {
            return true;
        };
        if !self.budget.take(larger) {
            self.halt.stop(StoppedBy::Memory);
            return false;
        }
        let smaller = shard.table_bytes();
        shard.grow(more);
        self.budget.give(smaller);
        true
    }
}
