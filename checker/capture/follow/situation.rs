//! A hypothesis about a host at one moment of a capture: what its kernel remembers, what is pending, and how far the capture is explained.

use super::dealt::Dealt;
use super::watched::{Conversation, Watched};
use crate::capture::observed::Nanos;
use halfopen_spec::host::HostState;
use halfopen_spec::kernel::Purpose;
use halfopen_spec::wire::Seq;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The earliest and the latest moment of something, counted from the beginning of the capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// Not before.
    pub least: Nanos,
    /// Not after.
    pub most: Nanos,
}

impl Window {
    pub(super) const ANY: Self = Self {
        least: Nanos::MIN / 4,
        most: Nanos::MAX / 4,
    };

    /// The part that lies in both; `None` if nothing does.
    pub(super) fn within(self, other: Self) -> Option<Self> {
        let both = Self {
            least: self.least.max(other.least),
            most: self.most.min(other.most),
        };
        (both.least <= both.most).then_some(both)
    }
}

/// What is supposed of a host.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Situation {
    pub(super) state: HostState,
    /// When each armed timer fires.
    pub(super) timers: BTreeMap<Purpose, Window>,
    /// When the last step was taken.
    pub(super) clock: Window,
    /// For each conversation: which of its inputs have arrived, and which of its outputs are explained.
    pub(super) arrived: Vec<Dealt>,
    pub(super) explained: Vec<Dealt>,
    /// For each conversation: the model's own initial numbers, once they are known.
    pub(super) own: Vec<Vec<Option<Seq>>>,
    /// Segments that were sent or captured and then lost.
    pub(super) lost: u8,
    /// Segments that overtook another one between the host and the capture.
    pub(super) overtaking: u8,
}

impl Situation {
    pub(super) fn initial(watched: &Watched, state: HostState) -> Self {
        let conversations = &watched.conversations;
        Self {
            state,
            timers: BTreeMap::new(),
            clock: Window {
                least: Window::ANY.least,
                most: Window::ANY.least,
            },
            arrived: vec![Dealt::default(); conversations.len()],
            explained: vec![Dealt::default(); conversations.len()],
            own: conversations
                .iter()
                .map(|talk| vec![None; talk.own.isns.len()])
                .collect(),
            lost: 0,
            overtaking: 0,
        }
    }

    /// The next input of a conversation.
    pub(super) fn next_input(&self, watched: &Watched, conversation: usize) -> Option<usize> {
        let talk: &Conversation = &watched.conversations[conversation];
        talk.inputs.get(self.arrived[conversation].first()).copied()
    }

    /// The next output of a conversation.
    pub(super) fn next_output(&self, watched: &Watched, conversation: usize) -> Option<usize> {
        let talk: &Conversation = &watched.conversations[conversation];
        talk.outputs
            .get(self.explained[conversation].first())
            .copied()
    }

    /// The inputs of a conversation that may overtake the next one.
    pub(super) fn later_inputs(&self, watched: &Watched, conversation: usize) -> Vec<usize> {
        let inputs = &watched.conversations[conversation].inputs;
        let later = self.arrived[conversation].later(inputs.len());
        later.map(|place| inputs[place]).collect()
    }

    /// The outputs of a conversation that may have overtaken the next one.
    pub(super) fn later_outputs(&self, watched: &Watched, conversation: usize) -> Vec<usize> {
        let outputs = &watched.conversations[conversation].outputs;
        let later = self.explained[conversation].later(outputs.len());
        later.map(|place| outputs[place]).collect()
    }

    /// An input has arrived, or is lost.
    pub(super) fn deal_with_input(&mut self, watched: &Watched, event: usize) {
        let conversation = watched.events[event].conversation;
        let inputs = &watched.conversations[conversation].inputs;
        let place = inputs.binary_search(&event);
        self.arrived[conversation].take(place.expect("an input is one of its conversation"));
    }

    /// An output is explained.
    pub(super) fn deal_with_output(&mut self, watched: &Watched, event: usize) {
        let conversation = watched.events[event].conversation;
        let outputs = &watched.conversations[conversation].outputs;
        let place = outputs.binary_search(&event);
        self.explained[conversation].take(place.expect("an output is one of its conversation"));
    }

    /// The first input or output of all conversations that is not dealt with.
    pub(super) fn first_input(&self, watched: &Watched) -> Option<usize> {
        let all = 0..watched.conversations.len();
        all.filter_map(|talk| self.next_input(watched, talk)).min()
    }

    pub(super) fn first_output(&self, watched: &Watched) -> Option<usize> {
        let all = 0..watched.conversations.len();
        all.filter_map(|talk| self.next_output(watched, talk)).min()
    }

    /// The first segment of the capture that this hypothesis has not explained; the number of segments if it has explained all.
    pub(super) fn progress(&self, watched: &Watched) -> usize {
        let next = [self.first_input(watched), self.first_output(watched)];
        let next = next.into_iter().flatten().min();
        next.unwrap_or(watched.events.len())
    }
}

/// How a hypothesis came about, last step first.
pub(super) struct Trail {
    pub(super) before: Option<Rc<Trail>>,
    pub(super) step: super::steps::Taken,
    pub(super) after: Rc<Situation>,
}
