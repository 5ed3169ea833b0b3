//! The search over classes, level by level.

use super::after::{Kept, in_order, then};
use super::classes::{Class, Classes, Clock};
use super::found::{FoundInNumbers, Place, RunInNumbers};
use super::pending::Since;
use super::run::{Answer, run_to};
use super::states::States;
use super::written;
use super::zone::Zone;
use crate::search::checkpoint::{Checkpoints, Shown};
use crate::search::exploration::Progress;
use crate::search::limits::{Limits, StoppedBy};
use crate::search::searchable::{History, Searchable};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{Error, Read};
use std::time::Instant;

/// How many classes are expanded between two looks at the time and the memory.
const LOOK_EVERY: usize = 256;
/// A measured time beyond this, about twelve days, is taken to have no end.
const FOR_EVER: i32 = 1 << 30;

/// What a checkpoint says before its numbers.
#[derive(Serialize, Deserialize)]
pub(super) struct At {
    place: Place,
    /// How many events the journal has, and the checksum of the states that it leads to.
    journal: (u64, u32),
    classes: u64,
}

pub(super) struct Search<'s, A: Searchable, C, H: History> {
    pub(super) states: States<'s, A, C, H>,
    pub(super) limits: &'s Limits,
    pub(super) started: Instant,
    pub(super) checkpoints: Option<&'s Checkpoints>,
    pub(super) measures: bool,
    /// What is pending at the beginning.
    pub(super) initially: Vec<Since>,
    pub(super) classes: Classes,
    pub(super) place: Place,
    pub(super) since_look: usize,
}

impl<A: Searchable, C: Sync, H: History> Search<'_, A, C, H> {
    /// Searches, and says what ended it.
    pub(super) fn run(&mut self, progress: &dyn Fn(Progress)) -> Option<StoppedBy> {
        if self.classes.all.is_empty() {
            self.begin();
        }
        while self.place.level.0 < self.place.level.1 {
            let found = &self.place.found;
            let is_answered = !found.answers.is_empty() && found.open().is_empty();
            let begins = self.place.next == self.place.level.0;
            if begins && self.limits.stop_when_answered && !self.measures && is_answered {
                return Some(StoppedBy::EveryQuestionAnswered);
            }
            if begins {
                self.place.before = found.clone();
            }
            let stopped_by = self.expand_level();
            let end = self.place.level.1;
            let next = (end, self.classes.all.len());
            let depth = self.place.depth;
            let is_too_deep = self.limits.max_depth.is_some_and(|bound| depth >= bound);
            let stopped_by = match stopped_by {
                None if is_too_deep && next.0 < next.1 => Some(StoppedBy::MaxDepth),
                stopped_by => stopped_by,
            };
            if let Some(StoppedBy::MaxDepth | StoppedBy::MaxStates) = stopped_by {
                self.classes.all.truncate(end);
                self.place.found = self.place.before.clone();
            }
            if stopped_by.is_some() {
                return stopped_by;
            }
            self.place.depth += u32::from(next.0 < next.1);
            self.place.level = next;
            self.place.next = next.0;
            self.tell(next.1 - next.0, progress);
        }
        None
    }

    /// What was found when the search is over.
    pub(super) fn found(self, stopped_by: Option<StoppedBy>) -> FoundInNumbers {
        let Search {
            states,
            classes,
            place: Place { depth, found, .. },
            initially,
            ..
        } = &self;
        let answers = found.answers.iter().map(|answer| {
            let run = run_to(states, classes, initially, answer.as_ref()?);
            Some(RunInNumbers {
                positions: states.positions_of(&run.actions),
                at: run.at,
            })
        });
        let mut labels = BTreeMap::new();
        for (set, count) in &found.label_sets {
            for label in states.label_set(*set) {
                *labels.entry(label).or_insert(0) += count;
            }
        }
        FoundInNumbers {
            answers: answers.collect(),
            classes: classes.all.len() as u64,
            states: classes.states(),
            transitions: found.transitions,
            depth: *depth,
            stopped_by,
            labels,
            measured: Some(found.measured.clone()),
            bytes: states.bytes() + classes.bytes(),
        }
    }

    /// Goes on from a checkpoint.
    pub(super) fn go_on(&mut self, at: At, mut file: impl Read) -> Result<(), Error> {
        let (_, pending) = self.states.initial();
        self.initially = pending.iter().map(|(_, since)| *since).collect();
        let (events, sum) = at.journal;
        for _ in 0..events {
            self.states.once_more(written::event(&mut file)?)?;
        }
        if self.states.journal().sum() != sum {
            return Err(written::invalid("the same steps give other states"));
        }
        self.classes = written::classes(&mut file, at.classes, self.states.len())?;
        let Place { level, next, .. } = at.place;
        let is_there = level.0 <= next && next <= level.1 && level.1 <= self.classes.all.len();
        if !is_there || at.place.found.answers.len() != self.place.found.answers.len() {
            return Err(written::invalid("a level that is not there"));
        }
        self.place = at.place;
        Ok(())
    }

    /// Writes down how far it is.
    fn keep(&self, checkpoints: &Checkpoints) {
        let journal = self.states.journal();
        let at = At {
            place: self.place.clone(),
            journal: (journal.events.len() as u64, journal.sum()),
            classes: self.classes.all.len() as u64,
        };
        let shown = Shown {
            depth: self.place.depth,
            seen: ("classes".to_owned(), at.classes),
        };
        checkpoints.write(shown, &at, |numbers| {
            written::write(numbers, &journal.events, &self.classes.all)
        });
    }

    fn tell(&self, frontier: usize, progress: &dyn Fn(Progress)) {
        progress(Progress {
            states: self.classes.all.len() as u64,
            transitions: self.place.found.transitions,
            depth: self.place.depth,
            frontier: frontier as u64,
            seconds: self.started.elapsed().as_secs_f64(),
        });
    }

    /// Puts the first class in, if the initial state is within the boundary.
    fn begin(&mut self) {
        let (state, pending) = self.states.initial();
        if !self.states.is_inside(state) {
            return;
        }
        let runs = self.states.begins_at(state);
        let mut zone = Zone::now();
        if runs {
            zone.add(0, 0);
            self.place.found.measured.begins = true;
        }
        for (_, since) in &pending {
            if let Since::Now(least, most) = since {
                zone.add(*least, *most);
            }
        }
        self.initially = pending.iter().map(|(_, since)| *since).collect();
        let behind = self.states.behind(&pending);
        if !in_order(&mut zone, usize::from(runs) + 1, &behind) {
            return;
        }
        self.add(Class {
            state,
            clock: Clock { runs, noted: 0 },
            zone,
            from: None,
            is_covered: false,
        });
        self.place.level = (0, 1);
    }

    /// Expands the classes of a level, or what is left of them.
    fn expand_level(&mut self) -> Option<StoppedBy> {
        self.since_look = LOOK_EVERY;
        while self.place.next < self.place.level.1 {
            if self.since_look >= LOOK_EVERY
                && let Some(stopped_by) = self.look()
            {
                return Some(stopped_by);
            }
            self.since_look += 1;
            let class = self.place.next;
            if !self.classes.all[class].is_covered {
                self.expand(class as u32);
            }
            self.place.next += 1;
            let classes = self.classes.all.len() as u64;
            if self.limits.max_states.is_some_and(|bound| classes > bound) {
                return Some(StoppedBy::MaxStates);
            }
        }
        None
    }

    /// Looks at the limits, and writes down how far it is if that is due, or if it goes on from here another time.
    fn look(&mut self) -> Option<StoppedBy> {
        self.since_look = 0;
        let bytes = self.states.bytes() + self.classes.bytes();
        let limits = self.limits;
        let stopped_by = if limits
            .time
            .is_some_and(|time| self.started.elapsed() >= time)
        {
            Some(StoppedBy::Time)
        } else if limits.memory_bytes.is_some_and(|limit| bytes > limit) {
            Some(StoppedBy::Memory)
        } else if limits.interrupt.is_wished() {
            Some(StoppedBy::Interrupted)
        } else {
            None
        };
        if let Some(checkpoints) = self.checkpoints
            && (stopped_by.is_some() || checkpoints.due() <= Instant::now())
        {
            self.keep(checkpoints);
        }
        stopped_by
    }

    fn expand(&mut self, number: u32) {
        let class = &self.classes.all[number as usize];
        let (before, clock, zone) = (class.state, class.clock, class.zone.clone());
        if clock.runs && zone.least(0, 1) > FOR_EVER {
            self.place.found.measured.lasts(clock.noted);
            return;
        }
        let nexts = self.states.nexts(before);
        for (place, next) in nexts.iter().enumerate() {
            let Some(then) = then(&zone, clock.runs, next.happens) else {
                continue;
            };
            let after = self.states.after(before, place as u32);
            if !self.states.is_inside(after) {
                continue;
            }
            self.place.found.transitions += 1;
            if next.labels != 0 {
                let count = self.place.found.label_sets.entry(next.labels);
                *count.or_insert(0) += 1;
            }
            let open = self.place.found.open();
            for question in self.states.answers_of_step((before, next, after), &open) {
                self.place.found.answers[question] = Some(Answer {
                    class: number,
                    next: Some(place as u32),
                });
            }
            self.follow(number, place as u32, then, after);
        }
    }

    /// Adds the class that a step leads to, unless what is measured ends with it.
    fn follow(&mut self, from: u32, place: u32, then: Zone, after: u32) {
        let class = &self.classes.all[from as usize];
        let (before, mut clock) = (class.state, class.clock);
        let nexts = self.states.nexts(before);
        let next = &nexts[place as usize];
        let [begins, notes, ends] = self.states.moments(before, next, after);
        let has_clock = clock.runs;
        if clock.runs && notes {
            let window = (then.least(0, 1), then.most(0, 1));
            self.place.found.measured.note(clock.noted, window);
            clock.noted += 1;
        }
        if clock.runs && ends {
            let window = (then.least(0, 1), then.most(0, 1));
            self.place.found.measured.end(clock.noted, window);
            return;
        }
        if !clock.runs && begins {
            self.place.found.measured.begins = true;
            clock.runs = true;
        }
        let kept = Kept {
            then,
            has_clock,
            needs_clock: clock.runs,
        };
        let behind = self.states.behind(&next.pending);
        let Some(zone) = kept.zone(&next.pending, &behind) else {
            return;
        };
        self.add(Class {
            state: after,
            clock,
            zone,
            from: Some((from, place)),
            is_covered: false,
        });
    }

    /// Adds a class, and asks the open questions of it.
    fn add(&mut self, class: Class) {
        let (state, clock) = (class.state, class.clock);
        let is_idle = class.zone.moments() == 1 + usize::from(clock.runs);
        if clock.runs && is_idle {
            self.place.found.measured.lasts(clock.noted);
        }
        if !self.classes.add(class) {
            return;
        }
        let number = self.classes.all.len() as u32 - 1;
        for question in self.states.answers(state, &self.place.found.open()) {
            self.place.found.answers[question] = Some(Answer {
                class: number,
                next: None,
            });
        }
    }
}
