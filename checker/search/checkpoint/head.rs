//! What a checkpoint says before its numbers: whose it is, what was searched before, and how far the search is.

use crate::search::packed::drive::Found;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The first line of every checkpoint; the number changes with the form.
pub(super) const FIRST_LINE: &str = "halfopen checkpoint 2";

/// What a checkpoint says before its numbers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Head {
    /// Which build of halfopen wrote it: another one may have other rules.
    pub(super) build: String,
    /// The question, in named parts.
    pub(super) question: Vec<(String, String)>,
    /// What the searches found that were over, each in its own words.
    pub(super) before: Vec<Value>,
    /// How far the search is that was not, to be shown.
    pub(super) shown: Shown,
    /// The same in the words of that search.
    pub(super) at: Value,
}

/// How far a search is, to be shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::search) struct Shown {
    /// The depth of the last level that was complete.
    pub(in crate::search) depth: u32,
    /// What was seen, and how often.
    pub(in crate::search) seen: (String, u64),
}

/// How far a search of packed states is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct At {
    /// The level that is being expanded.
    pub(super) level: u32,
    /// What was found up to it.
    pub(super) found: Found,
    /// States and transitions that this level added so far.
    pub(super) added: (u64, u64),
    /// Sets of labels that its transitions carried: set → how often.
    pub(super) label_counts: BTreeMap<u32, u64>,
    /// The largest number of each part.
    pub(super) largest: Vec<u32>,
    /// How many calls the journal has, and the checksum of their answers.
    pub(super) journal: (u64, u32),
    /// How many parts each state has.
    pub(super) parts: usize,
    /// How many bits of the levels were written.
    pub(super) tag_bits: u32,
}
