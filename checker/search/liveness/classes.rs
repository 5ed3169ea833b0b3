//! The classes of fair actions, numbered.

use super::graph::UNFAIR;
use super::obligations::Fairness;
use crate::search::channels::numbered::Numbered;
use crate::search::question::ActionOf;
use crate::search::searchable::{History, Searchable};
use std::collections::HashMap;

/// The classes of actions, numbered.
pub(super) struct Classes<'c, 'm, A: Searchable, C, H: History> {
    numbered: &'c Numbered<'m, A, C, H>,
    fairness: &'c dyn Fairness<A>,
    numbers: HashMap<String, u16>,
    of_actions: Vec<Option<u16>>,
}

impl<'c, 'm, A: Searchable, C: Sync, H: History> Classes<'c, 'm, A, C, H> {
    pub(super) fn new(numbered: &'c Numbered<'m, A, C, H>, fairness: &'c dyn Fairness<A>) -> Self {
        Classes {
            numbered,
            fairness,
            numbers: HashMap::new(),
            of_actions: Vec::new(),
        }
    }

    /// The class of the action with this number.
    pub(super) fn of(&mut self, action: u32) -> u16 {
        let at = action as usize;
        if self.of_actions.len() <= at {
            self.of_actions.resize(at + 1, None);
        }
        if let Some(class) = self.of_actions[at] {
            return class;
        }
        let class = self.of_action(&self.numbered.action(action));
        self.of_actions[at] = Some(class);
        class
    }

    fn of_action(&mut self, action: &ActionOf<A>) -> u16 {
        let Some(name) = self.fairness.class(action) else {
            return UNFAIR;
        };
        let next = self.numbers.len() + 1;
        let next = u16::try_from(next).expect("there are fewer than 2^16 classes of fair actions");
        *self.numbers.entry(name).or_insert(next)
    }

    /// The class of an action that was met before.
    pub(super) fn known(&self, action: &ActionOf<A>) -> u16 {
        let name = self.fairness.class(action);
        let number = name.map(|name| self.numbers[&name]);
        number.unwrap_or(UNFAIR)
    }
}
