//! The model in small numbers: all that the packed search knows of what it searches.
//!
//! A state is a list of *parts*, each a small number: one per actor, the history, the message that
//! was delivered last, then one per channel.  What the numbers stand for, and what follows from
//! what, is the business of the [`System`]; the search only packs, looks up and compares.

/// The number of a thing that does not exist.
pub(super) const NONE: u32 = u32::MAX;

/// One step of one actor or of the network, in numbers that do not depend on the rest of the state.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// Parts that change: which, from, to.
    pub(super) changes: Vec<(usize, u32, u32)>,
    /// What the history part becomes depends on this, unless it is [`NONE`].
    pub(super) event: u32,
    /// What the last-delivered part becomes, unless it is 0.
    pub(super) last: u32,
    /// Messages that are sent, in order: on which channel, which message.
    pub(super) sends: Vec<(u32, u32)>,
    /// The number of the set of labels.
    pub(super) labels: u32,
    /// The number of the action.
    pub(super) action: u32,
}

/// A message at the mouth of a channel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exit {
    pub(super) message: u32,
    /// The content of the channel without it.
    pub(super) rest: u32,
    /// The number of the action that loses it, or [`NONE`] if the network loses nothing.
    pub(super) drop: u32,
}

/// What kind of question is asked, as far as the search has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    State,
    Step,
    /// Only a step with one of these labels can answer it.
    Labels(Vec<u16>),
}

/// The model in small numbers.
pub(super) trait System: Sync {
    /// The parts of the initial state.
    fn initial(&self) -> Vec<u32>;
    /// How many actors there are.
    fn actors(&self) -> usize;
    /// The part of the history; the last-delivered part follows it.
    fn history_part(&self) -> usize {
        self.actors()
    }
    /// The part that the first channel has.
    fn first_channel_part(&self) -> usize {
        self.actors() + 2
    }
    /// The largest number of each part so far; its length is the number of parts so far.
    fn largest(&self) -> Vec<u32>;
    /// The actor that receives from a channel, if there is one.
    fn receiver(&self, channel: u32) -> Option<usize>;
    /// The messages that can leave a channel with this content next.
    fn exits(&self, channel: u32, content: u32) -> Vec<Exit>;
    /// Whether a message leaves its channel when it is delivered.
    fn delivery_removes(&self) -> bool;
    /// What a message does to a receiver in this local state, but for leaving the channel; `None`
    /// where it is not delivered because nothing would happen.
    fn delivery(&self, channel: u32, message: u32, local: u32) -> Option<Step>;
    /// What an actor in this local state can do by itself.
    fn own_steps(&self, actor: u32, local: u32) -> Vec<Step>;
    /// The content of a channel after a message was sent.
    fn append(&self, channel: u32, content: u32, message: u32) -> u32;
    /// The history after an event.
    fn remember(&self, history: u32, event: u32) -> u32;
    /// The labels behind the number of a set.
    fn label_set(&self, set: u32) -> Vec<u16>;
    /// One that reads whole states, for one thread.
    fn judge(&self) -> Box<dyn Judge + Send + '_>;
    /// A guess at the bytes held.
    fn bytes(&self) -> u64;
    /// The first action, in the model's order, whose successor is acceptable: its position and the
    /// parts of the successor.
    fn first_action(
        &self,
        from: &[u32],
        acceptable: &mut dyn FnMut(&[u32]) -> bool,
    ) -> Option<(usize, Vec<u32>)>;
    /// The position of the first action, in the model's order, for which a question about steps is
    /// true.
    fn first_answer(&self, from: &[u32], question: usize) -> Option<usize>;
}

/// Reads whole states.
pub(super) trait Judge {
    /// Whether the state is within the model's boundary; if so, appends the questions out of `open`
    /// that are true of it.
    fn state(&mut self, parts: &[u32], open: &[usize], answered: &mut Vec<usize>) -> bool;
    /// Whether the state after a step is within the model's boundary; if so, appends the questions
    /// out of `open` that are true of the step.
    fn step(
        &mut self,
        before: &[u32],
        step: (u32, u32),
        after: &[u32],
        open: &[usize],
        answered: &mut Vec<usize>,
    ) -> bool;
}
