//! What the small numbers of a star stand for, and what every actor does with every input it has met.
//!
//! Shared by all threads behind one lock, and asked on the cold path only.

use super::description::HubAndSpokes;
use crate::search::channels::channel::{Content, Discipline};
use crate::search::channels::local::Local;
use crate::search::intern::Interner;
use crate::search::question::ActionOf;
use crate::search::searchable::Searchable;
use std::collections::HashMap;

/// A spoke in numbers: its own actor, what the hub remembers of it, and what is under way between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Spoke {
    pub(super) end: u32,
    pub(super) part: u32,
    pub(super) to_hub: u32,
    pub(super) from_hub: u32,
}

/// What one input to a spoke's own actor does.
pub(super) struct EndStep<A: Searchable> {
    pub(super) end: u32,
    /// Messages to the hub.
    pub(super) sends: Vec<u32>,
    pub(super) labels: u32,
    pub(super) action: ActionOf<A>,
}

/// What one input to the hub does, when it concerns one spoke.
pub(super) struct PartStep<A: Searchable> {
    pub(super) part: u32,
    pub(super) hub: u32,
    /// Messages to the spoke.
    pub(super) sends: Vec<u32>,
    pub(super) labels: u32,
    pub(super) action: ActionOf<A>,
}

/// What was asked of the hub: the spoke's part, the hub, and the sum over the other spokes.
pub(super) type Asked = (u32, u32, u32);

/// The numbers of the spokes of one kind, all told in the names of the first of them.
pub(super) struct Kind<A: Searchable> {
    pub(super) ends: Interner<Local<A>>,
    pub(super) parts: Interner<Local<A>>,
    pub(super) to_hub: Interner<Content>,
    pub(super) from_hub: Interner<Content>,
    pub(super) spokes: Interner<Spoke>,
    /// (message, end) → what the end does with it.
    pub(super) end_deliveries: HashMap<(u32, u32), Option<Shared<EndStep<A>>>>,
    /// end → what it can do by itself.
    pub(super) end_own: HashMap<u32, Shared<Vec<EndStep<A>>>>,
    /// (message, what was asked) → what the hub does with it.
    pub(super) part_deliveries: HashMap<(u32, Asked), Option<Shared<PartStep<A>>>>,
    /// what was asked → what the hub can do by itself about this spoke.
    pub(super) part_own: HashMap<Asked, Shared<Vec<PartStep<A>>>>,
}

/// What is looked up often and never changes.
pub(super) type Shared<T> = std::sync::Arc<T>;

/// What the small numbers stand for.
pub(super) struct Numbers<A: Searchable> {
    pub(super) discipline: Discipline,
    pub(super) hubs: Interner<Local<A>>,
    pub(super) messages: Interner<A::Msg>,
    pub(super) label_sets: Interner<Vec<u16>>,
    /// Exchanges of names, one after the other.
    pub(super) ways: Interner<Vec<(usize, usize)>>,
    pub(super) kinds: Vec<Kind<A>>,
}

impl<A: Searchable> Numbers<A> {
    pub(super) fn new(discipline: Discipline, kinds: usize) -> Self {
        let mut label_sets = Interner::from(0);
        label_sets.number(Vec::new());
        Numbers {
            discipline,
            hubs: Interner::from(1),
            messages: Interner::from(0),
            label_sets,
            ways: Interner::from(0),
            kinds: (0..kinds).map(|_| Kind::new()).collect(),
        }
    }

    /// A guess at the bytes held, without what local states keep on the heap.
    pub(super) fn bytes(&self) -> u64 {
        let kinds = self.kinds.iter().map(Kind::bytes);
        self.hubs.bytes() + self.messages.bytes() + kinds.sum::<u64>()
    }
}

impl<A: Searchable> Kind<A> {
    fn new() -> Self {
        let empty_channel = || {
            let mut contents = Interner::from(0);
            contents.number(Vec::new());
            contents
        };
        Kind {
            ends: Interner::from(0),
            parts: Interner::from(0),
            to_hub: empty_channel(),
            from_hub: empty_channel(),
            spokes: Interner::from(1),
            end_deliveries: HashMap::new(),
            end_own: HashMap::new(),
            part_deliveries: HashMap::new(),
            part_own: HashMap::new(),
        }
    }

    fn bytes(&self) -> u64 {
        let steps = self.end_deliveries.len() + self.part_deliveries.len();
        let own = self.end_own.len() + self.part_own.len();
        self.ends.bytes()
            + self.parts.bytes()
            + self.to_hub.bytes()
            + self.from_hub.bytes()
            + self.spokes.bytes()
            + (steps * 200 + own * 300) as u64
    }
}

impl<A: Searchable> Local<A> {
    /// The same when two actors exchange their names.
    pub(super) fn renamed<H>(&self, star: &dyn HubAndSpokes<A, H>, names: (usize, usize)) -> Self {
        if names.0 == names.1 {
            return self.clone();
        }
        let timers = self.timers.iter();
        let mut timers: Vec<_> = timers.map(|t| star.renamed_timer(names, t)).collect();
        timers.sort_unstable();
        let renamed = |(key, offered): &(String, Vec<A::Random>)| {
            let offered = offered.iter();
            let offered = offered.map(|choice| star.renamed_choice(names, choice));
            (key.clone(), offered.collect())
        };
        Local {
            state: Shared::new(star.renamed_state(names, &self.state)),
            timers,
            choices: self.choices.iter().map(renamed).collect(),
            storage: None,
        }
    }
}
