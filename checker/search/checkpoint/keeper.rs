//! What the loop over the levels asks of a checkpoint: where to go on, whether one is due, and to write one.

use super::head::{At, Shown};
use super::kept::Checkpoints;
use super::recorded::Recorded;
use super::snapshot::{self, Stored};
use crate::search::packed::drive::{Begun, Expanded, Found};
use crate::search::packed::tables::{Added, Tables, tables_for};
use crate::search::system::System;
use std::time::Instant;

/// The checkpoints of one search.
pub(in crate::search) struct Keeper<'k> {
    pub(in crate::search) checkpoints: &'k Checkpoints,
    pub(in crate::search) recorded: &'k Recorded<'k>,
}

impl<'k> Keeper<'k> {
    /// Where the search goes on; `None` if it begins.
    pub(in crate::search) fn begun(&self, threads: usize) -> Option<Begun<'k>> {
        let (at, file) = self.checkpoints.take_at::<At>()?;
        let mut stored = Stored::new(file, &at);
        self.recorded.ask_again(stored.calls(at.journal.0));
        let (calls, answers) = self.recorded.calls();
        if (calls.len() as u64, answers) != at.journal || self.recorded.largest() != at.largest {
            self.checkpoints
                .begins_anew("the same steps give other states");
            return None;
        }
        let tables = tables_for(self.recorded, threads, Some(&mut stored));
        if let Err(error) = stored.end() {
            self.checkpoints.begins_anew(&error.to_string());
            return None;
        }
        Some(Begun {
            level: at.level,
            found: at.found,
            tables,
            expanded: Expanded {
                stopped_by: None,
                added: Added {
                    states: at.added.0,
                    transitions: at.added.1,
                },
                label_counts: at.label_counts,
            },
        })
    }

    /// When the next checkpoint is due.
    pub(in crate::search) fn due(&self) -> Instant {
        self.checkpoints.due()
    }

    /// Writes one. Nobody expands states meanwhile.
    pub(in crate::search) fn keep(
        &self,
        tables: &dyn Tables<'_>,
        level: u32,
        found: &Found,
        expanded: &Expanded,
    ) {
        let (calls, answers) = self.recorded.calls();
        let at = At {
            level,
            found: found.clone(),
            added: (expanded.added.states, expanded.added.transitions),
            label_counts: expanded.label_counts.clone(),
            largest: self.recorded.largest(),
            journal: (calls.len() as u64, answers),
            parts: tables.parts(),
            tag_bits: tables.written_tag_bits(),
        };
        let seen = found.states + expanded.added.states;
        let shown = Shown {
            depth: found.depth,
            seen: ("states".to_owned(), seen),
        };
        self.checkpoints.write(shown, &at, |numbers| {
            snapshot::write(numbers, &calls, tables)
        });
    }
}
