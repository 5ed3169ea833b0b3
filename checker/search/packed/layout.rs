//! How many bits each part of a state gets in the packed word.

use super::word::{Field, Word};

/// The fewest bits that are kept for the level tag; see [`Layout::tag`].
pub(in crate::search) const FEWEST_TAG_BITS: u32 = 4;
const MOST_TAG_BITS: u32 = 8;

/// A number grew out of its field: the states have to be packed anew with wider fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::search) struct TooNarrow;

/// Where each part of a state lies in its word.
#[derive(Clone, Debug)]
pub(in crate::search) struct Layout<W> {
    fields: Vec<Field>,
    /// The level at which a state was first seen, modulo what fits.  It lies in bits that no part
    /// needs, is written in the table only, and lets a run be rebuilt without parents.
    tag: Field,
    /// Every bit but the tag's.
    pub(in crate::search) key_mask: W,
}

/// The bits that numbers up to `largest` need.
fn bits_for(largest: u32) -> u32 {
    u32::BITS - largest.leading_zeros()
}

/// The bits of a word that holds parts with these largest numbers, and no room to spare.
pub(in crate::search) fn bits_needed(largest: &[u32]) -> u32 {
    largest.iter().map(|number| bits_for(*number)).sum()
}

impl<W: Word> Layout<W> {
    /// A layout for parts with these largest numbers.
    ///
    /// Bits to spare go first to the parts with the largest numbers, which are those that grow.
    /// The tag never grows: what an earlier layout did not write down is lost.
    pub(in crate::search) fn new(largest: &[u32], tag_bits_before: Option<u32>) -> Layout<W> {
        let needed = bits_needed(largest);
        assert!(
            needed + FEWEST_TAG_BITS <= W::BITS,
            "the word was chosen wide enough"
        );
        let tag_bits = (W::BITS - needed).min(tag_bits_before.unwrap_or(MOST_TAG_BITS));
        let mut spare = W::BITS - needed - tag_bits;
        let mut bits: Vec<u32> = largest.iter().map(|number| bits_for(*number)).collect();
        let mut by_size: Vec<usize> = (0..largest.len()).collect();
        by_size.sort_by_key(|part| std::cmp::Reverse(largest[*part]));
        for round in 0..8 {
            for part in &by_size {
                let grows = round < 2 || largest[*part] > 0;
                if spare > 0 && grows && bits[*part] < 31 {
                    bits[*part] += 1;
                    spare -= 1;
                }
            }
        }
        let mut shift = 0;
        let mut fields = Vec::with_capacity(bits.len());
        for bits in bits {
            fields.push(Field {
                shift: if bits == 0 { 0 } else { shift },
                bits,
            });
            shift += bits;
        }
        let tag = Field {
            shift: W::BITS - tag_bits,
            bits: tag_bits,
        };
        let mut key_mask = W::ZERO;
        for field in &fields {
            key_mask = key_mask.xor(W::placed(((1u64 << field.bits) - 1) as u32, *field));
        }
        Layout {
            fields,
            tag,
            key_mask,
        }
    }

    /// The field of a part, if the layout knows the part.
    #[inline]
    pub(in crate::search) fn field(&self, part: usize) -> Option<Field> {
        self.fields.get(part).copied()
    }

    pub(in crate::search) fn parts(&self) -> usize {
        self.fields.len()
    }

    pub(in crate::search) fn tag_bits(&self) -> u32 {
        self.tag.bits
    }

    /// The tag of a level.
    pub(in crate::search) fn tag(&self, level: u32) -> W {
        W::placed(level & ((1 << self.tag.bits) - 1), self.tag)
    }

    /// Which level, modulo what fits, a word out of the table is tagged with.
    pub(in crate::search) fn tagged_level(&self, word: W) -> u32 {
        word.get(self.tag)
    }

    /// The difference that turns number `old` into `new` in the field of `part`.
    pub(in crate::search) fn change(
        &self,
        part: usize,
        old: u32,
        new: u32,
    ) -> Result<W, TooNarrow> {
        match self.field(part) {
            Some(field) if field.holds(new) => Ok(W::placed(old ^ new, field)),
            Some(_) => Err(TooNarrow),
            None if old == new => Ok(W::ZERO),
            None => Err(TooNarrow),
        }
    }

    /// Packs the parts of a state.
    pub(in crate::search) fn pack(&self, parts: &[u32]) -> Result<W, TooNarrow> {
        let mut word = W::ZERO;
        for (part, number) in parts.iter().enumerate() {
            word = word.xor(self.change(part, 0, *number)?);
        }
        Ok(word)
    }

    /// Takes a word apart.
    pub(in crate::search) fn unpack(&self, word: W, parts: &mut Vec<u32>) {
        parts.clear();
        parts.extend(self.fields.iter().map(|field| word.get(*field)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_again_and_overflow_is_noticed() {
        let layout = Layout::<u64>::new(&[1, 1000, 0, 7], None);
        let word = layout.pack(&[1, 1000, 0, 7]).expect("these numbers fit");
        let mut parts = Vec::new();
        layout.unpack(word, &mut parts);
        assert_eq!(parts, [1, 1000, 0, 7]);
        assert_eq!(layout.pack(&[1, u32::MAX, 0, 0]), Err(TooNarrow));
        assert_eq!(layout.pack(&[1, 1, 0, 0, 1]), Err(TooNarrow));
        assert_eq!(layout.tagged_level(word.xor(layout.tag(259))), 3);
    }
}
