//! The classes that were found, by state; those that lie within another are not looked at.

use super::zone::Zone;
use std::collections::{HashMap, HashSet};

/// What is measured, as far as it has come: whether the clock runs, and how often something was noted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Clock {
    pub(super) runs: bool,
    pub(super) noted: usize,
}

/// A class: a state, what is measured, and what is known of the moments of what is pending.
pub(super) struct Class {
    /// The number of the state.
    pub(super) state: u32,
    pub(super) clock: Clock,
    pub(super) zone: Zone,
    /// The class before, and which of its nexts leads here; `None` for the first.
    pub(super) from: Option<(u32, u32)>,
    /// Whether a class found later says all that this one says.
    pub(super) is_covered: bool,
}

/// All classes, in the order in which they were found.
#[derive(Default)]
pub(super) struct Classes {
    pub(super) all: Vec<Class>,
    of_state: HashMap<(u32, Clock), Vec<u32>>,
    bytes: u64,
}

impl Classes {
    /// Adds a class unless one that is known says all that it says.
    pub(super) fn add(&mut self, class: Class) -> bool {
        let same = self.of_state.entry((class.state, class.clock)).or_default();
        let known = same.iter().map(|known| &self.all[*known as usize]);
        if known
            .into_iter()
            .any(|known| class.zone.is_within(&known.zone))
        {
            return false;
        }
        let number = u32::try_from(self.all.len()).expect("there are fewer than 2^32 classes");
        same.retain(|known| {
            let known = &mut self.all[*known as usize];
            known.is_covered = known.zone.is_within(&class.zone);
            !known.is_covered
        });
        same.push(number);
        self.push(class);
        true
    }

    /// Adds a class that was written down, after those that were found before it.
    pub(super) fn restore(&mut self, class: Class) {
        let same = self.of_state.entry((class.state, class.clock)).or_default();
        if !class.is_covered {
            same.push(self.all.len() as u32);
        }
        self.push(class);
    }

    fn push(&mut self, class: Class) {
        self.bytes += class.zone.bytes() + size_of::<Class>() as u64 + 16;
        self.all.push(class);
    }

    /// Distinct states among the classes.
    pub(super) fn states(&self) -> u64 {
        let states: HashSet<u32> = self.all.iter().map(|class| class.state).collect();
        states.len() as u64
    }

    /// A guess at the bytes held.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes + (self.of_state.len() * 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(least: i32, most: i32) -> Class {
        let mut zone = Zone::now();
        zone.add(least, most);
        Class {
            state: 0,
            clock: Clock::default(),
            zone,
            from: None,
            is_covered: false,
        }
    }

    #[test]
    fn a_class_within_another_says_nothing_new() {
        let mut classes = Classes::default();
        assert!(classes.add(class(10, 20)));
        assert!(!classes.add(class(12, 20)));
        assert!(classes.add(class(12, 30)), "neither says all");
        assert!(classes.add(class(5, 40)));
        let covered: Vec<bool> = classes.all.iter().map(|class| class.is_covered).collect();
        assert_eq!(covered, [true, true, false]);
        assert!(!classes.add(class(12, 30)));
    }
}
