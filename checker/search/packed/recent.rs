//! The successors that were met last, so that most of what is met again never asks a shard.
//!
//! Steps of different hosts commute, so most states are reached from several states of the level before. Where those lie side by side
//! ([`frontier`](super::frontier)), a state is met again soon, and a table that fits a processor's own cache knows it.

use super::word::Word;

/// The most bytes that this table takes for each thread: half of a small second-level cache.
const MOST_BYTES: usize = 1 << 19;

/// The successors that were met last, each at the place that its mixed form names. The newer takes the place of the older.
pub(in crate::search) struct Recent<W: Word> {
    /// A power of two of them, or none; `W::ZERO` is no state.
    slots: Vec<W::Slot>,
}

impl<W: Word> Recent<W> {
    pub(in crate::search) fn new() -> Self {
        Recent { slots: Vec::new() }
    }

    /// Makes room for a level that begins with so many states; small levels need little.
    pub(in crate::search) fn make_room(&mut self, states: usize) {
        let most = MOST_BYTES / size_of::<W::Slot>();
        let wanted = states.min(most / 2 + 1).next_power_of_two();
        if self.slots.len() < wanted {
            self.slots = vec![W::ZERO.store(); wanted];
        }
    }

    /// Whether the word was met lately; now it was.
    #[inline]
    pub(in crate::search) fn knows(&mut self, word: W, mixed: u64) -> bool {
        let at = mixed as usize & self.slots.len().wrapping_sub(1);
        let Some(slot) = self.slots.get_mut(at) else {
            return false;
        };
        if W::load(slot) == word {
            return true;
        }
        *slot = word.store();
        false
    }

    pub(in crate::search) fn bytes(&self) -> u64 {
        (self.slots.len() * size_of::<W::Slot>()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_met_last_at_a_place_is_known_and_nothing_else() {
        let mut recent = Recent::<u64>::new();
        assert!(!recent.knows(7, 7), "without room nothing is known");
        assert!(!recent.knows(7, 7));
        recent.make_room(1000);
        for word in 1..=5000u64 {
            assert!(!recent.knows(word, word), "{word} is new");
            assert!(recent.knows(word, word), "{word} was met");
        }
        assert!(!recent.knows(1, 1), "another has taken its place");
        assert!(recent.bytes() <= MOST_BYTES as u64);
    }
}
