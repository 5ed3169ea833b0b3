//! In which order states were met and looked at: done once more in this order, they get the same numbers.

use std::hash::Hasher;

/// What gave numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// What can happen next in this state was found out.
    Expanded(u32),
    /// A new state was met: the one that this of the nexts of that state leads to.
    Met { before: u32, place: u32 },
}

/// All that gave numbers, in order.
#[derive(Default)]
pub(super) struct Journal {
    pub(super) events: Vec<Event>,
    /// A checksum of the states that were met.
    states: crc32fast::Hasher,
}

impl Journal {
    /// Notes that what can happen next in a state was found out.
    pub(super) fn expanded(&mut self, state: u32) {
        self.events.push(Event::Expanded(state));
    }

    /// Notes that a state with these parts was met; the initial one comes from nowhere.
    pub(super) fn met(&mut self, from: Option<(u32, u32)>, parts: &[u32]) {
        if let Some((before, place)) = from {
            self.events.push(Event::Met { before, place });
        }
        for part in parts {
            self.states.write_u32(part.to_le());
        }
        self.states.write_u32(u32::MAX);
    }

    /// A checksum of the states that were met.
    pub(super) fn sum(&self) -> u32 {
        self.states.clone().finalize()
    }

    /// The bytes held.
    pub(super) fn bytes(&self) -> u64 {
        (self.events.capacity() * size_of::<Event>()) as u64
    }
}
