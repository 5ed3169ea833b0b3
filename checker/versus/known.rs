//! Sequence numbers as whoever is outside knows them: a kernel's initial numbers are its own business, only which of them it repeats shows.

use halfopen_spec::kernel::Tuple;
use halfopen_spec::wire::{Segment, Seq};
use std::collections::BTreeMap;

/// The first initial number of each connection is shown as this one.
const FIRST: Seq = Seq(300);
/// And each later one so much higher.
const APART: u32 = 100_000;

/// The initial numbers that a host has shown so far, by connection, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Known {
    shown: BTreeMap<Tuple, Vec<Seq>>,
}

impl Known {
    /// A segment that the host sends, with numbers that do not depend on how this kernel chooses them.
    pub fn outward(&mut self, tuple: Tuple, segment: &Segment) -> Segment {
        let shown = self.shown.entry(tuple).or_default();
        if segment.flags.syn && !shown.contains(&segment.seq) {
            shown.push(segment.seq);
        }
        // An RST that answers a segment without ACK has the number 0.
        let seq = match (segment.flags.rst, segment.seq) {
            (true, Seq(0)) => Seq(0),
            (_, seq) => self.common(tuple, seq),
        };
        Segment {
            seq,
            ..segment.clone()
        }
    }

    /// A segment that a peer sends, with the numbers that everybody knows.
    #[must_use]
    pub fn common_of(&self, tuple: Tuple, segment: &Segment) -> Segment {
        Segment {
            ack: segment.ack.map(|ack| self.common(tuple, ack)),
            ..segment.clone()
        }
    }

    /// The same segment with this kernel's numbers.
    #[must_use]
    pub fn own_of(&self, tuple: Tuple, segment: &Segment) -> Segment {
        let own = |ack: Seq| {
            let shown = self.shown.get(&tuple).map_or(&[][..], Vec::as_slice);
            let nearest = nearest(ack, (0..).map(place).take(shown.len()));
            match nearest {
                Some(index) => shown[index].plus(offset(ack, place(index))),
                None => ack,
            }
        };
        Segment {
            ack: segment.ack.map(own),
            ..segment.clone()
        }
    }

    fn common(&self, tuple: Tuple, seq: Seq) -> Seq {
        let shown = self.shown.get(&tuple).map_or(&[][..], Vec::as_slice);
        match nearest(seq, shown.iter().copied()) {
            Some(index) => place(index).plus(offset(seq, shown[index])),
            None => seq,
        }
    }
}

fn place(index: usize) -> Seq {
    FIRST.plus(APART * u32::try_from(index).expect("a host shows few initial numbers"))
}

fn offset(seq: Seq, from: Seq) -> u32 {
    seq.0.wrapping_sub(from.0)
}

/// Which of these is nearest; of equally near ones the last.
fn nearest(seq: Seq, of: impl Iterator<Item = Seq>) -> Option<usize> {
    of.enumerate()
        .map(|(index, one)| (seq.since(one).unsigned_abs(), std::cmp::Reverse(index)))
        .min()
        .map(|(_, std::cmp::Reverse(index))| index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use halfopen_spec::kernel::HostId;
    use halfopen_spec::wire::{Flags, Port};

    fn tuple() -> Tuple {
        Tuple {
            peer: HostId(1),
            local: Port(80),
            remote: Port(1024),
        }
    }

    fn segment(letters: &str, seq: u32, ack: Option<u32>) -> Segment {
        Segment {
            source: Port(80),
            destination: Port(1024),
            flags: Flags {
                syn: letters.contains('s'),
                fin: false,
                rst: letters.contains('r'),
            },
            seq: Seq(seq),
            ack: ack.map(Seq),
            payload: 0,
            timestamps: None,
            fast_open: None,
        }
    }

    #[test]
    fn two_kernels_that_choose_other_numbers_look_the_same() {
        let (mut one, mut other) = (Known::default(), Known::default());
        let seen = |known: &mut Known, isn: u32| {
            let syn_ack = known.outward(tuple(), &segment("s", isn, Some(101)));
            let data = known.outward(tuple(), &segment("", isn + 6, Some(101)));
            (syn_ack, data)
        };
        assert_eq!(seen(&mut one, 300), seen(&mut other, 1_000_107));
    }

    #[test]
    fn a_number_that_changes_is_seen_to_change() {
        let (mut one, mut other) = (Known::default(), Known::default());
        let again = |known: &mut Known, first: u32, second: u32| {
            known.outward(tuple(), &segment("s", first, Some(101)));
            known.outward(tuple(), &segment("s", second, Some(101)))
        };
        assert_ne!(again(&mut one, 300, 300), again(&mut other, 300, 10_300));
    }

    #[test]
    fn what_a_peer_acknowledges_is_the_same_octet_on_both_kernels() {
        let mut known = Known::default();
        known.outward(tuple(), &segment("s", 1_000_107, Some(101)));
        let own = segment("", 101, Some(1_000_108));
        let common = known.common_of(tuple(), &own);
        assert_eq!(common.ack, Some(Seq(301)));
        assert_eq!(known.own_of(tuple(), &common), own);
    }

    #[test]
    fn a_reset_without_a_number_stays_without() {
        let mut known = Known::default();
        known.outward(tuple(), &segment("s", 5_000, Some(101)));
        let reset = segment("r", 0, Some(101));
        assert_eq!(known.outward(tuple(), &reset), reset);
    }
}
