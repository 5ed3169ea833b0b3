//! What the threads that expand a level share.

use super::budget::{Budget, Halt};
use super::limits::StoppedBy;
use super::visited::{Chunk, Shard};
use super::word::Word;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;

/// What the threads of a level share.
pub(super) struct Level<'l, W: Word> {
    pub(super) tag: W,
    pub(super) shards: &'l [Mutex<Shard<W>>],
    /// The states that are still to be expanded.
    pub(super) pool: Mutex<Vec<Chunk<W>>>,
    pub(super) halt: &'l Halt,
    pub(super) budget: &'l Budget,
    pub(super) open: &'l Open,
    /// How many states may be added before a bound is passed, and by which.
    pub(super) has_boundary: bool,
    pub(super) room: (u64, StoppedBy),
    pub(super) added: AtomicU64,
    pub(super) transitions: AtomicU64,
}

/// The questions that nothing has answered yet, by kind.
#[derive(Clone, Default)]
pub(super) struct Open {
    pub(super) states: Vec<usize>,
    pub(super) steps: Vec<usize>,
    pub(super) labels: Vec<(usize, u16)>,
}

impl<W: Word> Level<'_, W> {
    /// Lets a shard grow if it must and may.
    pub(super) fn make_room(&self, shard: &mut Shard<W>, more: usize) -> bool {
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
