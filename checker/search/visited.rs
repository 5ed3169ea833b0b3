//! The states that were seen: an exact table of packed words, in shards that threads share.

use super::word::Word;

/// A table is at most this full, in tenths, before it grows by half.
const FULL_TENTHS: usize = 8;
/// How many words the pieces of a frontier hold.
pub(super) const CHUNK: usize = 2048;

/// Words that wait to be expanded.
pub(super) type Chunk<W> = Vec<<W as Word>::Slot>;

/// The states whose mixed words start with the shard's number, and those of them that are new.
#[derive(Clone)]
pub(super) struct Shard<W: Word> {
    /// A slot is `W::ZERO` when free, else a word with the tag of its level.
    slots: Vec<W::Slot>,
    len: usize,
    /// How many leading bits of a mixed word name the shard; they tell its words nothing apart.
    shard_bits: u32,
    key_mask: W,
    /// The states of the next level, in pieces.
    next: Vec<Chunk<W>>,
}

/// Where a word is, or where it would go.
pub(super) enum Place {
    Known,
    Free(usize),
}

impl<W: Word> Shard<W> {
    pub(super) fn new(shard_bits: u32, key_mask: W, words: usize) -> Self {
        let slots = (words * 10 / (FULL_TENTHS - 1)).max(32);
        Shard {
            slots: vec![W::ZERO.store(); slots],
            len: 0,
            shard_bits,
            key_mask,
            next: Vec::new(),
        }
    }

    /// The slot at which the search for a word starts.
    #[inline]
    fn home(&self, mixed: u64) -> usize {
        let within = mixed << self.shard_bits;
        ((u128::from(within) * self.slots.len() as u128) >> 64) as usize
    }

    /// Reads the home slot of a word, so that the slots of a batch come into the cache together.
    #[inline]
    pub(super) fn touch(&self, mixed: u64) -> bool {
        W::load(&self.slots[self.home(mixed)]) == W::ZERO
    }

    #[inline]
    pub(super) fn find(&self, word: W, mixed: u64) -> Place {
        let mut at = self.home(mixed);
        loop {
            let found = W::load(&self.slots[at]);
            if found == W::ZERO {
                return Place::Free(at);
            }
            if found.and(self.key_mask) == word {
                return Place::Known;
            }
            at += 1;
            if at == self.slots.len() {
                at = 0;
            }
        }
    }

    /// Writes a word into the free slot that [`Shard::find`] named, and into the next frontier.
    pub(super) fn insert(&mut self, at: usize, word: W, tag: W) {
        self.slots[at] = word.xor(tag).store();
        self.len += 1;
        push_chunked::<W>(&mut self.next, word);
    }

    /// Writes a word that carries its tag and is not here yet, and not into the frontier.
    pub(super) fn restore(&mut self, tagged: W) {
        if let Place::Free(at) =
            self.find(tagged.and(self.key_mask), tagged.and(self.key_mask).mixed())
        {
            self.slots[at] = tagged.store();
            self.len += 1;
        }
    }

    /// How many bytes the table asks for to take `more` words, or `None` if it has room.
    pub(super) fn growth(&self, more: usize) -> Option<u64> {
        let full = self.slots.len() * FULL_TENTHS / 10;
        (self.len + more > full).then(|| (self.grown(more) * size_of::<W::Slot>()) as u64)
    }

    fn grown(&self, more: usize) -> usize {
        (self.slots.len() * 3 / 2).max((self.len + more) * 10 / FULL_TENTHS + 1)
    }

    /// Makes room for `more` words.
    pub(super) fn grow(&mut self, more: usize) {
        let larger = vec![W::ZERO.store(); self.grown(more)];
        let smaller = std::mem::replace(&mut self.slots, larger);
        self.len = 0;
        for slot in &smaller {
            let tagged = W::load(slot);
            if tagged != W::ZERO {
                self.restore(tagged);
            }
        }
    }

    /// Takes the states of the next level out.
    pub(super) fn take_next(&mut self) -> Vec<Chunk<W>> {
        std::mem::take(&mut self.next)
    }

    /// Puts a state into the next level; the table knows it already.
    pub(super) fn push_next(&mut self, word: W) {
        push_chunked::<W>(&mut self.next, word);
    }

    /// The words with their tags, in no order that means anything.
    pub(super) fn tagged_words(&self) -> impl Iterator<Item = W> + '_ {
        self.slots
            .iter()
            .map(|slot| W::load(slot))
            .filter(|word| *word != W::ZERO)
    }

    /// Takes the words with their tags out, and with them the table's memory.
    pub(super) fn take_words(&mut self) -> impl Iterator<Item = W> + use<W> {
        let slots = std::mem::replace(&mut self.slots, vec![W::ZERO.store(); 32]);
        self.len = 0;
        let words = slots.into_iter().map(|slot| W::load(&slot));
        words.filter(|word| *word != W::ZERO)
    }

    pub(super) fn table_bytes(&self) -> u64 {
        (self.slots.len() * size_of::<W::Slot>()) as u64
    }

    pub(super) fn bytes(&self) -> u64 {
        self.table_bytes() + chunk_bytes::<W>(&self.next)
    }
}

/// Adds a word to the last piece, or to a new one.
pub(super) fn push_chunked<W: Word>(chunks: &mut Vec<Chunk<W>>, word: W) {
    match chunks.last_mut() {
        Some(last) if last.len() < CHUNK => last.push(word.store()),
        Some(_) | None => chunks.push(vec![word.store()]),
    }
}

/// The bytes that these pieces hold.
pub(super) fn chunk_bytes<W: Word>(chunks: &[Chunk<W>]) -> u64 {
    let words: usize = chunks.iter().map(Vec::capacity).sum();
    (words * size_of::<W::Slot>()) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_growing_shard_forgets_nothing() {
        let mut shard = Shard::<u64>::new(0, u64::MAX >> 8, 0);
        for word in 1..5000u64 {
            if shard.growth(1).is_some() {
                shard.grow(1);
            }
            match shard.find(word, word.mixed()) {
                Place::Free(at) => shard.insert(at, word, 3 << 56),
                Place::Known => panic!("{word} was not inserted before"),
            }
        }
        assert_eq!(shard.tagged_words().count(), 4999);
        assert!((1..5000u64).all(|word| matches!(shard.find(word, word.mixed()), Place::Known)));
        assert!(shard.tagged_words().all(|word| word >> 56 == 3));
        assert_eq!(shard.take_next().iter().map(Vec::len).sum::<usize>(), 4999);
    }
}
