//! The order in which the states of a level are expanded: what differs little lies side by side.
//!
//! New states come out of the shards in an order that means nothing. Expanded in the order of their words, neighbours share most of their parts:
//! what is looked up for one is at hand for the next, and what they lead to meets again soon ([`recent`](super::recent)).
//! The level is dealt out to pieces by value here; each thread sorts the piece that it takes.

use super::visited::{CHUNK, Chunk};
use super::word::Word;

/// How many states a piece of a large level has, about.
const PIECE: usize = 1 << 14;
/// A level of less than this many pieces gets smaller ones, so that threads share it.
const FEWEST_PIECES: usize = 16;
/// How many states are looked at for each border between pieces.
const LOOKED_AT: usize = 32;

/// Deals the states of a level out to pieces, so that every word of a piece is below every word of the next.
pub(in crate::search) fn in_pieces<W: Word>(level: Vec<Chunk<W>>) -> Vec<Chunk<W>> {
    let states: usize = level.iter().map(Vec::len).sum();
    let pieces = (states / PIECE).max((states / CHUNK).clamp(1, FEWEST_PIECES));
    let borders = borders::<W>(&level, states, pieces);
    let mut dealt: Vec<Chunk<W>> = vec![Vec::new(); pieces];
    for piece in &mut dealt {
        piece.reserve_exact(states.div_ceil(pieces));
    }
    for chunk in level {
        for slot in chunk {
            let word = W::load(&slot);
            dealt[borders.partition_point(|border| *border <= word)].push(slot);
        }
    }
    dealt.retain(|piece| !piece.is_empty());
    dealt
}

/// The least words of all pieces but the first, by a sample.
fn borders<W: Word>(level: &[Chunk<W>], states: usize, pieces: usize) -> Vec<W> {
    let every = (states / (pieces * LOOKED_AT)).max(1);
    let slots = level.iter().flatten().step_by(every);
    let mut sample: Vec<W> = slots.map(|slot| W::load(slot)).collect();
    sample.sort_unstable();
    (1..pieces)
        .map(|piece| sample[piece * sample.len() / pieces])
        .collect()
}

/// Puts the words of a piece in order.
pub(in crate::search) fn sort<W: Word>(piece: &mut Chunk<W>) {
    piece.sort_unstable_by_key(|slot| W::load(slot));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_hold_every_state_once_and_lie_in_order() {
        for states in [0, 1, 2, CHUNK + 1, 40 * CHUNK, 3 * FEWEST_PIECES * PIECE] {
            let words: Vec<u64> = (1..=states as u64).map(u64::mixed).collect();
            let level = words.chunks(CHUNK).map(<[u64]>::to_vec).collect();
            let mut pieces = in_pieces::<u64>(level);
            assert!(pieces.len() <= states, "no piece is empty");
            assert!(
                pieces.iter().all(|piece| piece.len() < 3 * PIECE),
                "none is much larger than the others"
            );
            pieces.iter_mut().for_each(sort::<u64>);
            let mut sorted = words;
            sorted.sort_unstable();
            assert_eq!(pieces.concat(), sorted);
        }
    }
}
