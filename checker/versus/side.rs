//! One side: all states that a kernel can be in, given what was done to it and what was seen.

use super::experiment::Probe;
use super::possible::Possible;
use super::seen::Seen;
use crate::live::case::Move;
use crate::live::setup::Setup;
use crate::search::intern::Interner;
use halfopen_spec::clock::Clock;
use halfopen_spec::policy::Profile;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// A kernel on one set-up: every state that was met, and every set of states, each with a number.
pub struct Kernel {
    states: Interner<Possible>,
    /// Of each state, those to which timers lead that show nothing, once it was asked for.
    hidden: Vec<Option<Vec<u32>>>,
    sides: Interner<Vec<u32>>,
}

/// All states that a kernel can be in, by the number of the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Side(u32);

/// What a side can show next, and where it can be then.
pub type Shows = BTreeMap<Seen, Side>;

/// A kernel can be in more states than this: nothing is said of what comes then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany;

/// The most states of one side.
const MOST_STATES: usize = 2_000;

impl Kernel {
    /// The kernel when an experiment begins.
    ///
    /// # Errors
    ///
    /// When the profile cannot be set up like this.
    pub fn begin(set_up: &Setup, profile: &Profile, clock: Clock) -> Result<(Self, Side), String> {
        let mut kernel = Self {
            states: Interner::from(0),
            hidden: Vec::new(),
            sides: Interner::from(0),
        };
        let start = kernel.number(Possible::at_start(set_up, profile, clock)?);
        let side = kernel.side_of([start]);
        Ok((
            kernel,
            side.expect("nothing is hidden before anything was done"),
        ))
    }

    /// The states of a side.
    #[must_use]
    pub fn states(&self, side: Side) -> Vec<&Possible> {
        let numbers = self.sides.value(side.0).iter();
        numbers
            .map(|number| &**self.states.value(*number))
            .collect()
    }

    /// What can be done to the host as far as this side is concerned: a move as each of its states would have it.
    #[must_use]
    pub fn probes(&self, side: Side, step: Move) -> BTreeSet<Probe> {
        let states = self.states(side).into_iter();
        states.filter_map(|state| state.probe_of(step)).collect()
    }

    /// What a side can show when something is done; `None` where the specification does not say what every state does then.
    ///
    /// # Errors
    ///
    /// When there are too many states.
    pub fn probed(&mut self, side: Side, probe: &Probe) -> Result<Option<Shows>, TooMany> {
        let mut shows: BTreeMap<Seen, Vec<Possible>> = BTreeMap::new();
        for state in self.states(side) {
            let Some(stepped) = state.probe(probe) else {
                return Ok(None);
            };
            shows.entry(stepped.seen).or_default().push(stepped.after);
        }
        self.sides_of(shows).map(Some)
    }

    /// What a side can show of its own accord; [`Seen::silence`] where no timer is left.
    ///
    /// # Errors
    ///
    /// When there are too many states.
    pub fn waited_for(&mut self, side: Side) -> Result<Shows, TooMany> {
        let mut shows: BTreeMap<Seen, Vec<Possible>> = BTreeMap::new();
        for state in self.states(side) {
            let timers = state.timers();
            if timers.is_empty() {
                let silent = shows.entry(Seen::silence()).or_default();
                silent.push(state.clone());
            }
            for purpose in timers {
                let fired = state.fire(purpose);
                if !fired.seen.is_nothing() {
                    shows.entry(fired.seen).or_default().push(fired.after);
                }
            }
        }
        self.sides_of(shows)
    }

    /// How long it is at most until anything changes on this side; `None` where no timer is left.
    #[must_use]
    pub fn next_change(&self, side: Side) -> Option<Duration> {
        let states = self.states(side).into_iter();
        states.filter_map(Possible::next_change).min()
    }

    /// What a side can show while so much time passes, in which no window of its timers begins or ends.
    ///
    /// # Errors
    ///
    /// When there are too many states.
    pub fn elapsed(&mut self, side: Side, by: Duration) -> Result<Shows, TooMany> {
        let mut shows: BTreeMap<Seen, Vec<Possible>> = BTreeMap::new();
        for state in self.states(side) {
            for way in state.elapse(by) {
                shows.entry(way.seen).or_default().push(way.after);
            }
        }
        self.sides_of(shows)
    }

    fn sides_of(&mut self, shows: BTreeMap<Seen, Vec<Possible>>) -> Result<Shows, TooMany> {
        let mut sides = Shows::new();
        for (seen, states) in shows {
            let numbers: Vec<u32> = states.into_iter().map(|state| self.number(state)).collect();
            sides.insert(seen, self.side_of(numbers)?);
        }
        Ok(sides)
    }

    /// The side that can be in these states, and in all to which timers lead that show nothing.
    fn side_of(&mut self, states: impl IntoIterator<Item = u32>) -> Result<Side, TooMany> {
        let mut closed = BTreeSet::new();
        let mut open: Vec<u32> = states.into_iter().collect();
        while let Some(state) = open.pop() {
            if !closed.insert(state) {
                continue;
            }
            if closed.len() > MOST_STATES {
                return Err(TooMany);
            }
            open.extend(self.hidden_after(state));
        }
        Ok(Side(self.sides.number(closed.into_iter().collect())))
    }

    fn hidden_after(&mut self, state: u32) -> Vec<u32> {
        if let Some(known) = &self.hidden[state as usize] {
            return known.clone();
        }
        let from = self.states.value(state).clone();
        // With a clock nothing happens at once.
        if from.timed {
            return Vec::new();
        }
        let fired = from.timers().into_iter().map(|purpose| from.fire(purpose));
        let hidden = fired.filter(|fired| fired.seen.is_nothing());
        let hidden: Vec<u32> = hidden.map(|fired| self.number(fired.after)).collect();
        self.hidden[state as usize] = Some(hidden.clone());
        hidden
    }

    fn number(&mut self, state: Possible) -> u32 {
        let number = self.states.number(state);
        if self.hidden.len() <= number as usize {
            self.hidden.resize(number as usize + 1, None);
        }
        number
    }
}
