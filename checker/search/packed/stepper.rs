//! What a thread asks of packed states: their successors, and whether they answer a question.

use super::apart_stepper::ApartStepper;
use super::channel_stepper::ChannelStepper;
use super::layout::{Layout, TooNarrow};
use super::level::Open;
use super::star_stepper::StarStepper;
use super::word::Word;
use crate::search::system::{Shape, System};

/// A successor, the number of its set of labels, and the operation that makes it.
#[derive(Clone, Copy)]
pub(in crate::search) struct Successor<W> {
    pub(in crate::search) word: W,
    pub(in crate::search) labels: u32,
    pub(in crate::search) operation: u32,
}

/// Makes the successors of packed states and asks questions about them, for one thread and one layout.
pub(in crate::search) trait Stepper<W: Word>: Send {
    /// Appends the successors of a state, in no order that means anything.
    ///
    /// When a field turns out too narrow, what was appended is of no use.
    fn successors(&mut self, word: W, into: &mut Vec<Successor<W>>) -> Result<(), TooNarrow>;
    /// Whether a state is within the model's boundary.
    fn is_inside(&mut self, word: W) -> bool;
    /// Appends the questions out of `open` that are true of a state.
    fn ask_state(&mut self, word: W, open: &[usize], answered: &mut Vec<usize>);
    /// Appends the open questions that are true of a step from a state, perhaps more than once.
    fn ask_steps(
        &mut self,
        word: W,
        successors: &[Successor<W>],
        open: &Open,
        answered: &mut Vec<usize>,
    );
    /// The number of the action of an operation; only of actors joined by channels.
    fn action(&self, operation: u32) -> u32;
    /// The open questions are others than before.
    fn forget_questions(&mut self);
    /// The bytes of the private tables.
    fn bytes(&self) -> u64;
}

/// A stepper for the system's shape.
pub(in crate::search) fn stepper_for<'s, W: Word>(
    system: &'s dyn System,
    layout: &Layout<W>,
) -> Box<dyn Stepper<W> + 's> {
    match system.shape() {
        Shape::Channels(channels) => Box::new(ChannelStepper::new(channels, layout.clone())),
        Shape::Star(star) => Box::new(StarStepper::new(star, layout.clone())),
        Shape::Apart(apart) => Box::new(ApartStepper::new(apart, layout.clone())),
    }
}
