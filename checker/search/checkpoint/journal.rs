//! What was asked of a system, once each and in order: asked again, it gives the same numbers.

use std::collections::HashSet;
use std::hash::Hash;

/// What can be asked of a system that gives numbers. The order is that of the file; add at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum What {
    Free,
    Bound,
    HubOwn,
    ToldFor,
    ToldBack,
    Exchanged,
    Exits,
    Delivery,
    ActorOwn,
    Append,
    Remember,
    Closed,
    Leaps,
    Stride,
}

/// Every question with how many numbers it takes.
pub(super) const WHAT: [(What, usize); 14] = [
    (What::Free, 2),
    (What::Bound, 4),
    (What::HubOwn, 2),
    (What::ToldFor, 2),
    (What::ToldBack, 2),
    (What::Exchanged, 2),
    (What::Exits, 2),
    (What::Delivery, 3),
    (What::ActorOwn, 2),
    (What::Append, 3),
    (What::Remember, 2),
    (What::Closed, 4),
    (What::Leaps, 5),
    (What::Stride, 3),
];

/// One question to a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Call {
    pub(super) what: What,
    pub(super) with: [u32; 5],
}

impl Call {
    pub(super) fn new<const N: usize>(what: What, with: [u32; N]) -> Self {
        let mut padded = [0; 5];
        padded[..N].copy_from_slice(&with);
        Call { what, with: padded }
    }
}

/// All that was asked, once each, in order.
#[derive(Default)]
pub(super) struct Journal {
    calls: Vec<Call>,
    known: HashSet<Call>,
    /// A checksum of the answers.
    answers: crc32fast::Hasher,
}

impl Journal {
    /// Writes down a question that was not asked before, and what came of it.
    pub(super) fn note(&mut self, call: Call, answer: &impl Hash) {
        if self.known.insert(call) {
            self.calls.push(call);
            answer.hash(&mut self.answers);
        }
    }

    /// All that was asked so far, and a checksum of the answers.
    pub(super) fn calls(&self) -> (Vec<Call>, u32) {
        (self.calls.clone(), self.answers.clone().finalize())
    }

    /// The bytes held.
    pub(super) fn bytes(&self) -> u64 {
        let held = self.calls.capacity() + self.known.capacity() * 8 / 7;
        (held * (size_of::<Call>() + 1)) as u64
    }
}
