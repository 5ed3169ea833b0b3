//! Which segments of one direction have been dealt with: all up to one, and those that overtook it.

use std::collections::BTreeSet;

/// Segments of one direction that have arrived, or are explained.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Dealt {
    /// All before this one.
    count: usize,
    /// And these, which overtook it.
    beyond: BTreeSet<usize>,
}

impl Dealt {
    /// The first one that is not dealt with.
    pub(super) fn first(&self) -> usize {
        self.count
    }

    /// The others that are not dealt with.
    pub(super) fn later(&self, all: usize) -> impl Iterator<Item = usize> {
        (self.count + 1..all).filter(|place| !self.beyond.contains(place))
    }

    /// Deals with one.
    pub(super) fn take(&mut self, place: usize) {
        self.beyond.insert(place);
        while self.beyond.remove(&self.count) {
            self.count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_overtaken_stays_the_first() {
        let mut dealt = Dealt::default();
        dealt.take(0);
        dealt.take(2);
        assert_eq!(dealt.first(), 1);
        assert_eq!(dealt.later(5).collect::<Vec<_>>(), [3, 4]);
        dealt.take(1);
        assert_eq!(dealt.first(), 3);
    }
}
