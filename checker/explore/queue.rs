//! A queue with its occupants in their slots.

use std::fmt;

/// A queue of a listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Queue {
    /// `SYN queue`, `accept queue`
    pub(super) name: &'static str,
    /// Who is in it, in words; what was there before the run is one entry.
    pub(super) occupants: Vec<String>,
    /// How many it holds.
    pub(super) held: u32,
    /// How many fit.
    pub(super) slots: u32,
}

impl Queue {
    /// Slots that are free.
    pub(super) const fn free(&self) -> u32 {
        self.slots.saturating_sub(self.held)
    }
}

/// The queue slot by slot, and how many slots are free where they are many.
impl fmt::Display for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DRAWN: u32 = 4;
        let mut drawn: String = self
            .occupants
            .iter()
            .map(|who| format!("[{who}]"))
            .collect();
        let free = self.free();
        if free <= DRAWN {
            (0..free).for_each(|_| drawn.push_str("[ ]"));
        } else {
            drawn.push_str(&format!("[ ]… {free} free"));
        }
        let full = if free == 0 { "  full" } else { "" };
        let Self {
            name, held, slots, ..
        } = self;
        write!(f, "{name:<13} {held} of {slots}  {drawn}{full}")
    }
}
