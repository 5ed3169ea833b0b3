//! A packed global state: one word of as few bits as its parts need.

use std::hash::Hash;

/// Where a part sits in a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::search) struct Field {
    pub(in crate::search) shift: u32,
    pub(in crate::search) bits: u32,
}

impl Field {
    fn mask(self) -> u64 {
        (1 << self.bits) - 1
    }

    /// Whether the part's number can be written here.
    pub(in crate::search) fn holds(self, number: u32) -> bool {
        u64::from(number) <= self.mask()
    }
}

/// A packed global state.
///
/// A successor differs from its state in a few fields, so it is made with one exclusive or of a
/// precomputed difference.
pub(in crate::search) trait Word:
    Copy + Ord + Hash + Send + Sync + 'static
{
    /// How a word lies in a table.
    type Slot: Copy + Send + Sync;
    /// As many slots as fit a cache line.
    type Line: AsRef<[Self::Slot]> + AsMut<[Self::Slot]> + Copy + Send + Sync;
    /// The line with no bit set.
    const EMPTY: Self::Line;
    /// How many bits a word has.
    const BITS: u32;
    /// The word with no bit set; no state is packed as this.
    const ZERO: Self;

    fn get(self, field: Field) -> u32;
    fn placed(number: u32, field: Field) -> Self;
    fn xor(self, other: Self) -> Self;
    fn and(self, other: Self) -> Self;
    /// A well-spread number that equal words share.
    fn mixed(self) -> u64;
    fn load(slot: &Self::Slot) -> Self;
    fn store(self) -> Self::Slot;
}

/// Slots that share a cache line.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub(in crate::search) struct Line<S, const SLOTS: usize>([S; SLOTS]);

impl<S, const SLOTS: usize> AsRef<[S]> for Line<S, SLOTS> {
    #[inline]
    fn as_ref(&self) -> &[S] {
        &self.0
    }
}

impl<S, const SLOTS: usize> AsMut<[S]> for Line<S, SLOTS> {
    #[inline]
    fn as_mut(&mut self) -> &mut [S] {
        &mut self.0
    }
}

/// Folds a 128-bit product, which spreads every input bit over the result.
fn folded_product(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    (product as u64) ^ ((product >> 64) as u64)
}

const MIX_LOW: u64 = 0x9e37_79b9_7f4a_7c15;
const MIX_HIGH: u64 = 0xd6e8_feb8_6659_fd93;

impl Word for u64 {
    type Slot = u64;
    type Line = Line<u64, 8>;
    const EMPTY: Self::Line = Line([0; 8]);
    const BITS: u32 = 64;
    const ZERO: Self = 0;

    #[inline]
    fn get(self, field: Field) -> u32 {
        ((self >> field.shift) & field.mask()) as u32
    }

    #[inline]
    fn placed(number: u32, field: Field) -> Self {
        u64::from(number) << field.shift
    }

    #[inline]
    fn xor(self, other: Self) -> Self {
        self ^ other
    }

    #[inline]
    fn and(self, other: Self) -> Self {
        self & other
    }

    #[inline]
    fn mixed(self) -> u64 {
        folded_product(self ^ MIX_HIGH, MIX_LOW)
    }

    #[inline]
    fn load(slot: &u64) -> Self {
        *slot
    }

    #[inline]
    fn store(self) -> u64 {
        self
    }
}

/// A word of up to 128 bits that takes `LANES` times 32 bits in a table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::search) struct Middle<const LANES: usize>(u128);

impl<const LANES: usize> Word for Middle<LANES>
where
    Self: MiddleLine,
    <Self as MiddleLine>::Line: AsRef<[[u32; LANES]]> + AsMut<[[u32; LANES]]> + Copy + Send + Sync,
{
    type Slot = [u32; LANES];
    type Line = <Self as MiddleLine>::Line;
    const EMPTY: Self::Line = <Self as MiddleLine>::EMPTY;
    const BITS: u32 = 32 * LANES as u32;
    const ZERO: Self = Middle(0);

    #[inline]
    fn get(self, field: Field) -> u32 {
        ((self.0 >> field.shift) as u64 & field.mask()) as u32
    }

    #[inline]
    fn placed(number: u32, field: Field) -> Self {
        Middle(u128::from(number) << field.shift)
    }

    #[inline]
    fn xor(self, other: Self) -> Self {
        Middle(self.0 ^ other.0)
    }

    #[inline]
    fn and(self, other: Self) -> Self {
        Middle(self.0 & other.0)
    }

    #[inline]
    fn mixed(self) -> u64 {
        let low = folded_product(self.0 as u64 ^ MIX_HIGH, MIX_LOW);
        folded_product(low ^ (self.0 >> 64) as u64, MIX_HIGH)
    }

    #[inline]
    fn load(slot: &[u32; LANES]) -> Self {
        let lanes = slot.iter().rev();
        Middle(lanes.fold(0, |word, lane| word << 32 | u128::from(*lane)))
    }

    #[inline]
    fn store(self) -> [u32; LANES] {
        std::array::from_fn(|lane| (self.0 >> (32 * lane)) as u32)
    }
}

impl MiddleLine for Middle<3> {
    type Line = Line<[u32; 3], 5>;
    const EMPTY: Self::Line = Line([[0; 3]; 5]);
}

impl MiddleLine for Middle<4> {
    type Line = Line<[u32; 4], 4>;
    const EMPTY: Self::Line = Line([[0; 4]; 4]);
}

/// How many words of a middle width share a cache line.
pub(in crate::search) trait MiddleLine {
    type Line;
    const EMPTY: Self::Line;
}

/// A word of any width.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::search) struct Wide<const LIMBS: usize>([u64; LIMBS]);

impl<const LIMBS: usize> Word for Wide<LIMBS> {
    type Slot = [u64; LIMBS];
    type Line = Line<[u64; LIMBS], 2>;
    const EMPTY: Self::Line = Line([[0; LIMBS]; 2]);
    const BITS: u32 = 64 * LIMBS as u32;
    const ZERO: Self = Wide([0; LIMBS]);

    #[inline]
    fn get(self, field: Field) -> u32 {
        let (limb, shift) = ((field.shift / 64) as usize, field.shift % 64);
        let mut found = self.0[limb] >> shift;
        if shift + field.bits > 64 {
            found |= self.0[limb + 1] << (64 - shift);
        }
        (found & field.mask()) as u32
    }

    #[inline]
    fn placed(number: u32, field: Field) -> Self {
        let (limb, shift) = ((field.shift / 64) as usize, field.shift % 64);
        let mut limbs = [0; LIMBS];
        limbs[limb] = u64::from(number) << shift;
        if shift + field.bits > 64 {
            limbs[limb + 1] = u64::from(number) >> (64 - shift);
        }
        Wide(limbs)
    }

    #[inline]
    fn xor(self, other: Self) -> Self {
        Wide(std::array::from_fn(|limb| self.0[limb] ^ other.0[limb]))
    }

    #[inline]
    fn and(self, other: Self) -> Self {
        Wide(std::array::from_fn(|limb| self.0[limb] & other.0[limb]))
    }

    #[inline]
    fn mixed(self) -> u64 {
        let limbs = self.0.iter();
        limbs.fold(MIX_LOW, |mixed, limb| {
            folded_product(mixed ^ limb, MIX_HIGH).wrapping_add(MIX_LOW)
        })
    }

    #[inline]
    fn load(slot: &[u64; LIMBS]) -> Self {
        Wide(*slot)
    }

    #[inline]
    fn store(self) -> [u64; LIMBS] {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what_is_placed_is_found<W: Word>() {
        for shift in [0, 7, 31, 40] {
            for bits in [1, 5, 24] {
                let field = Field { shift, bits };
                let number = (1 << bits) - 1;
                let word = W::placed(number, field);
                assert_eq!(word.get(field), number);
                assert!(W::load(&word.store()) == word);
                assert!(word.xor(word) == W::ZERO);
            }
        }
        let last = Field {
            shift: W::BITS - 9,
            bits: 9,
        };
        assert_eq!(W::placed(300, last).get(last), 300);
    }

    #[test]
    fn words_of_every_width_keep_their_fields() {
        what_is_placed_is_found::<u64>();
        what_is_placed_is_found::<Middle<3>>();
        what_is_placed_is_found::<Middle<4>>();
        what_is_placed_is_found::<Wide<4>>();
        let straddling = Field {
            shift: 60,
            bits: 10,
        };
        assert_eq!(Wide::<4>::placed(777, straddling).get(straddling), 777);
    }
}
