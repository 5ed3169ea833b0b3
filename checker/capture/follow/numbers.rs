//! Real sequence numbers become small ones: the order of all numbers of a direction is kept, and steps of one octet stay steps of one.
//!
//! What a kernel decides by sequence numbers depends on their order, on SYN and FIN taking one each, and on the window; payload that is
//! thousands of octets long is two octets long to the model.

use std::collections::BTreeSet;

/// A number of one direction of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Number {
    /// So many small octets after the initial number with this place among those of the direction.
    After { base: usize, offset: u32 },
    /// Far from every initial number that was seen; as it was on the wire.
    Far(u32),
}

/// Every number that was seen in one direction.
#[derive(Clone, Debug, Default)]
pub(super) struct Direction {
    /// The initial numbers, in the order in which they were seen.
    pub(super) isns: Vec<u32>,
    /// For each of them the distances that were seen, with their small counterparts.
    small: Vec<Vec<(u32, u32)>>,
}

/// Numbers further than this from an initial number do not belong to it.
const REACH: u32 = 1 << 24;
/// More small octets than this do not fit the window of the model, nor a piece of data.
const MOST: u32 = 200;

impl Direction {
    /// The direction with these initial numbers and all the other numbers that were seen; `None` if they are too many.
    pub(super) fn of(isns: Vec<u32>, seen: &BTreeSet<u32>) -> Option<Self> {
        let mut small = Vec::new();
        for base in 0..isns.len() {
            let mut distances: Vec<u32> = (seen.iter())
                .filter(|number| base_of(&isns, **number) == Some(base))
                .map(|number| number.wrapping_sub(isns[base]))
                .collect();
            distances.sort_unstable();
            small.push(shrunk(&distances)?);
        }
        Some(Self { isns, small })
    }

    /// The number as the model knows it.
    pub(super) fn number(&self, real: u32) -> Number {
        let Some(base) = base_of(&self.isns, real) else {
            return Number::Far(real);
        };
        let distance = real.wrapping_sub(self.isns[base]);
        let found = self.small[base].binary_search_by_key(&distance, |(real, _)| *real);
        match found {
            Ok(place) => Number::After {
                base,
                offset: self.small[base][place].1,
            },
            Err(_) => Number::Far(real),
        }
    }
}

/// The latest initial number that this one follows closely.
fn base_of(isns: &[u32], number: u32) -> Option<usize> {
    let is_near = |isn: &u32| number.wrapping_sub(*isn) < REACH;
    let near = isns.iter().enumerate().filter(|(_, isn)| is_near(isn));
    near.min_by_key(|(_, isn)| number.wrapping_sub(**isn))
        .map(|(base, _)| base)
}

fn shrunk(distances: &[u32]) -> Option<Vec<(u32, u32)>> {
    let mut small = Vec::new();
    let (mut before, mut at) = (0, 0);
    for distance in distances {
        at += (distance - before).min(2);
        before = *distance;
        small.push((*distance, at));
    }
    (at <= MOST).then_some(small)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_single_octets_are_kept() {
        let isn = u32::MAX - 1;
        let seen: BTreeSet<u32> = [0, 1, 1449, 2897, 2898].map(|d| isn.wrapping_add(d)).into();
        let direction = Direction::of(vec![isn], &seen).expect("few numbers");
        let small = |distance: u32| direction.number(isn.wrapping_add(distance));
        for (distance, offset) in [(0, 0), (1, 1), (1449, 3), (2897, 5), (2898, 6)] {
            assert_eq!(small(distance), Number::After { base: 0, offset });
        }
        assert!(matches!(small(1 << 30), Number::Far(_)));
    }

    #[test]
    fn each_incarnation_has_its_own_beginning() {
        let seen: BTreeSet<u32> = [100, 101, 5_000, 5_001].into();
        let direction = Direction::of(vec![100, 5_000], &seen).expect("few numbers");
        let base = |real: u32| direction.number(real);
        assert_eq!(base(101), Number::After { base: 0, offset: 1 });
        assert_eq!(base(5_001), Number::After { base: 1, offset: 1 });
    }
}
