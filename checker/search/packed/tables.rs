//! What the loop over the levels asks of packed states, whatever their width.

use super::budget::{Budget, Halt};
use super::layout::{FEWEST_TAG_BITS, bits_needed};
use super::level::Open;
use super::nodes::Nodes;
use super::packed_tables::PackedTables;
use super::word::{Middle, Wide, Word};
use crate::search::limits::StoppedBy;
use crate::search::system::System;

/// What a round of expansion is told.
pub(in crate::search) struct Order<'o> {
    /// The level that the successors are on.
    pub(in crate::search) level: u32,
    pub(in crate::search) halt: &'o Halt,
    pub(in crate::search) budget: &'o Budget,
    pub(in crate::search) open: &'o Open,
    pub(in crate::search) has_boundary: bool,
    pub(in crate::search) room: (u64, StoppedBy),
}

/// What a round of expansion added.
#[derive(Clone, Copy, Default)]
pub(in crate::search) struct Added {
    pub(in crate::search) states: u64,
    pub(in crate::search) transitions: u64,
}

/// Takes states out of tables that are packed anew: parts, and the level's tag.
pub(in crate::search) type Take<'t> = dyn FnMut(&[u32], u32) + 't;

/// What is held of a state.
pub(in crate::search) enum Held {
    /// It was seen first on the level with this tag.
    Seen(u32),
    /// It is on the next level.
    Next,
    /// It is still to be expanded.
    Waiting,
    /// It answers this question, or a step from it does.
    Answers(usize),
}

/// States that are packed anew: out of narrower tables, or out of a file.
pub(in crate::search) trait Source {
    /// How many bits of the tag were written.
    fn tag_bits(&self) -> u32;
    fn shards(&self) -> usize;
    fn take_shard(&mut self, shard: usize, take: &mut Take<'_>);
    fn take_next(&mut self, take: &mut Take<'_>);
    fn take_pool(&mut self, take: &mut Take<'_>);
    fn take_targets(&mut self, take: &mut dyn FnMut(usize, &[u32]));
}

/// Packed states of some width; the loop that drives the search need not know which.
pub(in crate::search) trait Tables<'s> {
    /// Expands what is left of the level until it is done or the search halts.
    fn round(&mut self, order: &Order<'_>, watch: &mut dyn FnMut(Added)) -> Added;
    /// Makes the states that were added the ones to expand, and says how many they are.
    fn advance(&mut self) -> u64;
    /// Asks questions of the states that are now the ones to expand, unless the search halts.
    fn judge_states(&mut self, open: &[usize], halt: &Halt);
    /// The labels of the level's transitions: set → count.  They are taken out.
    fn take_label_counts(&mut self) -> Vec<(u32, u64)>;
    /// The questions that were answered in the level.
    fn answered(&self) -> Vec<usize>;
    /// The runs to the answers, as positions in the model's lists of actions, when the answers are
    /// `depth` steps deep; `steps` says whether a step from there is the answer.  They are taken
    /// out.
    fn take_runs(&mut self, wanted: &[usize], depth: u32, steps: bool) -> Vec<(usize, Vec<usize>)>;
    /// The same states in wider fields.
    fn widened(self: Box<Self>) -> Box<dyn Tables<'s> + 's>;
    /// The states of a finished search as the nodes of a graph; `class_of` gives the class of an action.
    fn into_nodes(self: Box<Self>, class_of: &mut dyn FnMut(u32) -> u16) -> Box<dyn Nodes + 's>;
    fn bytes(&self) -> u64;
    /// How many parts each state has.
    fn parts(&self) -> usize;
    /// How many bits of the tag are written.
    fn written_tag_bits(&self) -> u32;
    /// Shows all that is held: what was seen, then what is next, what waits, and what answers.
    fn show(&self, see: &mut dyn FnMut(Held, &[u32]));
}

/// Tables for the system's parts as they are now, in words as narrow as will do.
pub(in crate::search) fn tables_for<'s>(
    system: &'s dyn System,
    threads: usize,
    old: Option<&mut dyn Source>,
) -> Box<dyn Tables<'s> + 's> {
    let largest = system.largest();
    let bits = bits_needed(&largest) + FEWEST_TAG_BITS;
    if bits <= <u64 as Word>::BITS {
        Box::new(PackedTables::<u64>::new(system, &largest, threads, old))
    } else if bits <= Middle::<3>::BITS {
        Box::new(PackedTables::<Middle<3>>::new(
            system, &largest, threads, old,
        ))
    } else if bits <= Middle::<4>::BITS {
        Box::new(PackedTables::<Middle<4>>::new(
            system, &largest, threads, old,
        ))
    } else if bits <= Wide::<4>::BITS {
        Box::new(PackedTables::<Wide<4>>::new(system, &largest, threads, old))
    } else {
        assert!(
            bits <= Wide::<32>::BITS,
            "a state of more than 2048 bits is beyond what can be searched exhaustively"
        );
        Box::new(PackedTables::<Wide<32>>::new(
            system, &largest, threads, old,
        ))
    }
}
