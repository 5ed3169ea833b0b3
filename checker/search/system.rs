//! The model in small numbers: all that the packed search knows of what it searches.
//!
//! A state is a list of *parts*, each a small number. What the numbers stand for, and what follows from what, is the business of the
//! [`System`]; the search only packs, looks up and compares. Systems come in two shapes: actors joined by [`Channels`], for any model,
//! and a [`Star`] of actors around one, whose parts are fewer and can be exchanged.

/// The number of a thing that does not exist.
pub(super) const NONE: u32 = u32::MAX;

/// The model in small numbers.
pub(super) trait System: Sync {
    /// The parts of the initial state.
    fn initial(&self) -> Vec<u32>;
    /// The largest number of each part so far; its length is the number of parts so far.
    fn largest(&self) -> Vec<u32>;
    /// The labels behind the number of a set.
    fn label_set(&self, set: u32) -> Vec<u16>;
    /// Sets of labels that were met on the way and that no transition carries: set, how often.
    fn met(&self) -> Vec<(u32, u64)> {
        Vec::new()
    }
    /// A guess at the bytes held.
    fn bytes(&self) -> u64;
    /// How successors are found.
    fn shape(&self) -> Shape<'_>;
    /// One that walks through whole states, from the initial one; `None` if the parts do not stand for states.
    fn walker(&self) -> Option<Box<dyn Walker + '_>>;
    /// The open questions that are true of the initial state, or `None` if it is not within the model's boundary.
    fn ask_initial(&self, open: &[usize]) -> Option<Vec<usize>>;
}

/// How a system's successors are found.
pub(super) enum Shape<'s> {
    /// Any actors, joined by channels.
    Channels(&'s dyn Channels),
    /// Actors around one.
    Star(&'s dyn Star),
    /// Actors around one, each searched apart.
    Apart(&'s dyn Apart),
}

/// Walks through whole states. What is printed is a run of the model itself.
pub(super) trait Walker {
    /// Takes the first action, in the model's order, whose successor's parts are acceptable, and says its position.
    fn step(&mut self, acceptable: &mut dyn FnMut(&[u32]) -> bool) -> Option<usize>;
    /// The position of the first action, in the model's order, for which a question about steps is true.
    fn answer(&self, question: usize) -> Option<usize>;
}

/// What kind of question is asked, as far as the search has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    State,
    Step,
    /// Only a step with one of these labels can answer it.
    Labels(Vec<u16>),
}

/// Actors joined by channels. The parts are one per actor, the history, the message that was delivered last, then one per channel.
pub(super) trait Channels: Sync {
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
}

/// One step of one actor or of the network, in numbers that do not depend on the rest of the state.
#[derive(Clone, Debug, Hash)]
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
    /// What is used up: the number of the timer that fires, or of the choice that is made.
    pub(super) cause: Cause,
    /// Timers that are armed, or armed anew; their windows matter only where time passes.
    pub(super) armed: Vec<Armed>,
}

/// What makes an actor take a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Cause {
    /// A message, or the network.
    Message,
    /// A timer, by its number.
    Timer(u32),
    /// A choice, by its number.
    Choice(u32),
}

/// A timer that is armed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Armed {
    pub(super) timer: u32,
    /// It fires so many milliseconds later at the soonest, and at the latest.
    pub(super) window: (i32, i32),
}

/// A message at the mouth of a channel.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) struct Exit {
    pub(super) message: u32,
    /// The content of the channel without it.
    pub(super) rest: u32,
    /// The number of the action that loses it, or [`NONE`] if the network loses nothing.
    pub(super) drop: u32,
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

/// Actors around one in the hub. A *spoke* is one of the others with all that is between it and the hub: what the hub remembers
/// of it, and both channels. Spokes of one kind are told in the same names, so that equal spokes have equal numbers.
///
/// The parts are one per spoke, the hub, then the number of messages lost so far.
pub(super) trait Star: Sync {
    /// The kind of each spoke. Spokes of a kind lie side by side.
    fn kinds(&self) -> &[u32];
    /// Whether spokes of a kind are exchanged for one another: states that differ by their order only are one state.
    fn exchanges(&self) -> bool;
    /// How many messages may be lost, if losses are counted.
    fn most_lost(&self) -> Option<u32>;
    /// What a spoke adds to what the hub counts over all of them.
    fn weight(&self, kind: u32, spoke: u32) -> u32;
    /// The steps of a spoke that neither ask the hub nor change it.
    fn free_steps(&self, kind: u32, spoke: u32) -> Vec<SpokeStep>;
    /// The steps of a spoke together with the hub, which is told in the names of the spoke's kind, when the other spokes count for
    /// `elsewhere`.
    fn bound_steps(&self, kind: u32, spoke: u32, hub: u32, elsewhere: u32) -> Vec<SpokeStep>;
    /// The steps of the hub alone, when all spokes count for `weight`.
    fn own_steps(&self, hub: u32, weight: u32) -> Vec<HubStep>;
    /// The hub told in the names of a spoke's kind, and the way back. Other spokes get the same names whoever they are, so that a
    /// step asks the same thing as often as possible.
    fn told_for(&self, hub: u32, spoke: usize) -> Told;
    /// A hub that was told for a spoke, in its own names again.
    fn told_back(&self, hub: u32, way: u32) -> u32;
    /// The hub after two neighbouring spokes of a kind were exchanged.
    fn exchanged(&self, hub: u32, first: usize) -> u32;
    /// What the hub says of a spoke: spokes of a kind for which it is equal can be exchanged there and nothing changes.
    fn standing(&self, hub: u32, spoke: usize) -> u32;
    /// What this spoke with this hub says to the questions about states.
    fn state_answers(&self, kind: u32, spoke: u32, hub: u32, elsewhere: u32) -> Answers;
    /// The questions that need whole states, a bit each.
    fn whole_questions(&self) -> u64;
    /// One that reads whole states, for one thread.
    fn whole_judge(&self) -> Box<dyn WholeJudge + Send + '_>;
}

/// A hub told in the names of a spoke's kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Told {
    pub(super) hub: u32,
    /// Leads back to its own names.
    pub(super) way: u32,
}

/// What one spoke says to the questions about states, a bit each. A state answers a question if one spoke does and no other forbids it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Answers {
    /// Questions that it answers.
    pub(super) answered: u64,
    /// Questions that another spoke may answer while this one is as it is.
    pub(super) allowed: u64,
}

/// The questions that a state answers, given what each of its spokes says.
pub(super) fn together(spokes: impl Iterator<Item = Answers> + Clone) -> u64 {
    // A spoke answers for all if nobody else forbids it: it may be the only one that forbids, or nobody does.
    let (mut forbidden_once, mut forbidden_twice) = (0, 0);
    for answers in spokes.clone() {
        forbidden_twice |= forbidden_once & !answers.allowed;
        forbidden_once |= !answers.allowed;
    }
    spokes.fold(0, |all, answers| {
        let alone_in_forbidding = !answers.allowed & !forbidden_twice;
        all | answers.answered & (!forbidden_once | alone_in_forbidding)
    })
}

/// A step of a spoke, and of the hub with it.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) struct SpokeStep {
    pub(super) spoke: u32,
    /// The hub afterwards, in the names of the spoke's kind.
    pub(super) hub: u32,
    /// How many messages are lost, 0 or 1.
    pub(super) lost: u32,
    /// The number of the set of labels.
    pub(super) labels: u32,
    /// The questions about steps that this step answers, a bit each.
    pub(super) answers: u64,
}

/// A step of the hub alone.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) struct HubStep {
    pub(super) hub: u32,
    /// The number of the set of labels.
    pub(super) labels: u32,
    /// The questions about steps that this step answers, a bit each.
    pub(super) answers: u64,
}

/// Reads whole states of a star.
pub(super) trait WholeJudge {
    /// Appends the questions out of `open` that are true of the state.
    fn state(&mut self, parts: &[u32], open: &[usize], answered: &mut Vec<usize>);
}

/// A star whose spokes are searched apart. The parts of a bundle are a set of situations per spoke, the hub, then the number of messages
/// lost so far.
pub(super) trait Apart: Sync {
    /// The star.
    fn star(&self) -> &dyn Star;
    /// What all members of a set add to the sum over the spokes.
    fn weight(&self, kind: u32, set: u32) -> u32;
    /// The set with everything that its members come to without anybody seeing it, with this hub and sum over the other spokes.
    fn closed(&self, kind: u32, set: u32, hub: u32, elsewhere: u32) -> Closed;
    /// What the members of a closed set can do that others see.
    fn leaps(&self, kind: u32, set: u32, hub: u32, elsewhere: u32, may_lose: bool) -> Vec<Leap>;
}

/// A set of situations of one spoke that is closed under what nobody else sees.
#[derive(Clone, Copy, Debug, Default, Hash)]
pub(super) struct Closed {
    pub(super) set: u32,
    /// What some member says to the questions about states.
    pub(super) answers: Answers,
    /// The questions about steps that a step within the set answers, a bit each.
    pub(super) steps: u64,
}

/// Steps of one spoke that look the same to all others.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) struct Leap {
    /// The situations that they lead to.
    pub(super) set: u32,
    /// The hub afterwards, in the names of the spoke's kind.
    pub(super) hub: u32,
    /// What the spoke adds to the sum afterwards.
    pub(super) weight: u32,
    /// How many messages are lost, 0 or 1.
    pub(super) lost: u32,
    /// The questions about steps that one of them answers, a bit each.
    pub(super) steps: u64,
}
