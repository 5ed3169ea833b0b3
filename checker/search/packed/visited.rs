//! The states that were seen: an exact table of packed words, in shards that threads share.

use super::word::Word;

/// A table is at most this full, in tenths, before it grows by half.
const FULL_TENTHS: usize = 8;
/// How many words the pieces of a frontier hold.
pub(in crate::search) const CHUNK: usize = 2048;

/// Words that wait to be expanded.
pub(in crate::search) type Chunk<W> = Vec<<W as Word>::Slot>;

/// The states whose mixed words start with the shard's number, and those of them that are new.
///
/// A word lies in the cache line that its mixed form names, or, where lines are full, in the next
/// that is not.  Lines fill from the front and nothing is ever taken out.
#[derive(Clone)]
pub(in crate::search) struct Shard<W: Word> {
    /// A slot is `W::ZERO` when free, else a word with the tag of its level.
    lines: Vec<W::Line>,
    len: usize,
    /// How many leading bits of a mixed word name the shard; they tell its words nothing apart.
    shard_bits: u32,
    key_mask: W,
    /// The states of the next level, in pieces.
    next: Vec<Chunk<W>>,
}

/// Where a word is, or where it would go.
pub(in crate::search) enum Place {
    Known,
    /// The line, and the slot in it.
    Free(usize, usize),
}

impl<W: Word> Shard<W> {
    pub(in crate::search) fn new(shard_bits: u32, key_mask: W) -> Self {
        Shard {
            lines: vec![W::EMPTY; 4],
            len: 0,
            shard_bits,
            key_mask,
            next: Vec::new(),
        }
    }

    /// The line at which the search for a word starts.
    #[inline]
    fn home(&self, mixed: u64) -> usize {
        let within = mixed << self.shard_bits;
        ((u128::from(within) * self.lines.len() as u128) >> 64) as usize
    }

    /// Which words of a batch lie in their home lines, as nearly all known words do.
    ///
    /// There is no branch in the loop that depends on what is read, so the cache misses of a batch
    /// overlap.
    pub(in crate::search) fn at_home(&self, pending: &[(W, u32)], at_home: &mut Vec<bool>) {
        let (lines, key_mask) = (&*self.lines, self.key_mask);
        at_home.extend(pending.iter().map(|(word, _)| {
            let slots = lines[self.home(word.mixed())].as_ref().iter();
            slots.fold(false, |known, slot| {
                known | (W::load(slot).and(key_mask) == *word)
            })
        }));
    }

    #[inline]
    pub(in crate::search) fn find(&self, word: W, mixed: u64) -> Place {
        let mut at = self.home(mixed);
        loop {
            // All slots of a line are compared, without a branch for each.
            let slots = self.lines[at].as_ref();
            let (mut is_known, mut taken) = (false, 0);
            for slot in slots {
                let found = W::load(slot);
                is_known |= found.and(self.key_mask) == word;
                taken += usize::from(found != W::ZERO);
            }
            if is_known {
                return Place::Known;
            }
            if taken < slots.len() {
                return Place::Free(at, taken);
            }
            at += 1;
            if at == self.lines.len() {
                at = 0;
            }
        }
    }

    /// Where a word lies: the line, and the slot in it.
    pub(in crate::search) fn locate(&self, word: W) -> Option<(usize, usize)> {
        let mut at = self.home(word.mixed());
        loop {
            let slots = self.lines[at].as_ref();
            let is_word = |slot: &W::Slot| W::load(slot).and(self.key_mask) == word;
            if let Some(slot) = slots.iter().position(is_word) {
                return Some((at, slot));
            }
            if slots.iter().any(|slot| W::load(slot) == W::ZERO) {
                return None;
            }
            at = (at + 1) % self.lines.len();
        }
    }

    /// The words with their tags, line by line, in the order of their slots.
    pub(in crate::search) fn tagged_lines(
        &self,
    ) -> impl Iterator<Item = impl Iterator<Item = W> + '_> + '_ {
        self.lines.iter().map(|line| {
            let words = line.as_ref().iter().map(|slot| W::load(slot));
            words.filter(|word| *word != W::ZERO)
        })
    }

    /// Writes a word into the free slot that [`Shard::find`] named, and into the next frontier.
    pub(in crate::search) fn insert(&mut self, (line, slot): (usize, usize), word: W, tag: W) {
        self.lines[line].as_mut()[slot] = word.xor(tag).store();
        self.len += 1;
        push_chunked::<W>(&mut self.next, word);
    }

    /// Writes a word that carries its tag and is not here yet, and not into the frontier.
    pub(in crate::search) fn restore(&mut self, tagged: W) {
        let word = tagged.and(self.key_mask);
        if let Place::Free(line, slot) = self.find(word, word.mixed()) {
            self.lines[line].as_mut()[slot] = tagged.store();
            self.len += 1;
        }
    }

    fn slots_in(lines: usize) -> usize {
        lines * W::EMPTY.as_ref().len()
    }

    /// How many bytes the table asks for to take `more` words, or `None` if it has room.
    pub(in crate::search) fn growth(&self, more: usize) -> Option<u64> {
        let full = Self::slots_in(self.lines.len()) * FULL_TENTHS / 10;
        (self.len + more > full).then(|| (self.grown(more) * size_of::<W::Line>()) as u64)
    }

    /// The number of lines after growing by half, or by more if that is not enough.
    fn grown(&self, more: usize) -> usize {
        let enough = (self.len + more) * 10 / FULL_TENTHS;
        (self.lines.len() * 3 / 2).max(enough / Self::slots_in(1) + 1)
    }

    /// Makes room for `more` words.
    pub(in crate::search) fn grow(&mut self, more: usize) {
        let larger = vec![W::EMPTY; self.grown(more)];
        let smaller = std::mem::replace(&mut self.lines, larger);
        self.len = 0;
        for slot in smaller.iter().flat_map(|line| line.as_ref()) {
            let tagged = W::load(slot);
            if tagged != W::ZERO {
                self.restore(tagged);
            }
        }
    }

    /// Takes the states of the next level out.
    pub(in crate::search) fn take_next(&mut self) -> Vec<Chunk<W>> {
        std::mem::take(&mut self.next)
    }

    /// The states of the next level.
    pub(in crate::search) fn next_words(&self) -> impl Iterator<Item = W> + '_ {
        self.next.iter().flatten().map(|slot| W::load(slot))
    }

    /// Puts a state into the next level; the table knows it already.
    pub(in crate::search) fn push_next(&mut self, word: W) {
        push_chunked::<W>(&mut self.next, word);
    }

    /// The words with their tags, in no order that means anything.
    pub(in crate::search) fn tagged_words(&self) -> impl Iterator<Item = W> + '_ {
        let slots = self.lines.iter().flat_map(|line| line.as_ref());
        slots
            .map(|slot| W::load(slot))
            .filter(|word| *word != W::ZERO)
    }

    /// Takes the words with their tags out, and with them the table's memory.
    pub(in crate::search) fn take_words(&mut self, take: &mut dyn FnMut(W)) {
        let lines = std::mem::replace(&mut self.lines, vec![W::EMPTY; 4]);
        self.len = 0;
        for slot in lines.iter().flat_map(|line| line.as_ref()) {
            let tagged = W::load(slot);
            if tagged != W::ZERO {
                take(tagged);
            }
        }
    }

    pub(in crate::search) fn table_bytes(&self) -> u64 {
        (self.lines.len() * size_of::<W::Line>()) as u64
    }

    pub(in crate::search) fn bytes(&self) -> u64 {
        self.table_bytes() + chunk_bytes::<W>(&self.next)
    }
}

/// Adds a word to the last piece, or to a new one.
pub(in crate::search) fn push_chunked<W: Word>(chunks: &mut Vec<Chunk<W>>, word: W) {
    match chunks.last_mut() {
        Some(last) if last.len() < CHUNK => last.push(word.store()),
        Some(_) | None => chunks.push(vec![word.store()]),
    }
}

/// The bytes that these pieces hold.
pub(in crate::search) fn chunk_bytes<W: Word>(chunks: &[Chunk<W>]) -> u64 {
    let words: usize = chunks.iter().map(Vec::capacity).sum();
    (words * size_of::<W::Slot>()) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_growing_shard_forgets_nothing() {
        let mut shard = Shard::<u64>::new(0, u64::MAX >> 8);
        for word in 1..5000u64 {
            if shard.growth(1).is_some() {
                shard.grow(1);
            }
            match shard.find(word, word.mixed()) {
                Place::Free(line, slot) => shard.insert((line, slot), word, 3 << 56),
                Place::Known => panic!("{word} was not inserted before"),
            }
        }
        assert_eq!(shard.tagged_words().count(), 4999);
        assert!((1..5000u64).all(|word| matches!(shard.find(word, word.mixed()), Place::Known)));
        assert!(shard.tagged_words().all(|word| word >> 56 == 3));
        assert_eq!(shard.take_next().iter().map(Vec::len).sum::<usize>(), 4999);
    }
}
