//! The search over classes, level by level.

use super::classes::{Class, Classes, Clock};
use super::measure::{Measure, Measured};
use super::pending::{Next, Since};
use super::run::{Answer, TimedRun, run_to};
use super::states::States;
use super::timing::Timing;
use super::zone::{NEVER, Zone};
use crate::search::exploration::Progress;
use crate::search::limits::{Limits, StoppedBy};
use crate::search::question::{ActionOf, Labels, Question};
use crate::search::searchable::{History, Searchable};
use stateright::actor::ActorModel;
use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Instant;

/// How many classes are expanded between two looks at the time and the memory.
const LOOK_EVERY: usize = 256;
/// A measured time beyond this, about twelve days, is taken to have no end.
const FOR_EVER: i32 = 1 << 30;

/// What a search in which time passes found, and how far it got.
#[derive(Clone, Debug)]
pub struct Timed<Action> {
    /// Classes: states with what is known of the moments of what is pending.
    pub classes: u64,
    /// Distinct states among them.
    pub states: u64,
    /// Steps between classes.
    pub transitions: u64,
    /// The number of steps of the longest shortest run.
    pub depth: u32,
    /// What ended the search before every class was seen.
    pub stopped_by: Option<StoppedBy>,
    /// One per question, in order: a shortest run to the first class, or step, where it is true.
    pub answers: Vec<Option<TimedRun<Action>>>,
    /// Label → how many steps between classes carried it.
    pub labels: BTreeMap<u16, u64>,
    /// What was measured.
    pub measured: Option<Measured>,
    /// What the search's tables held, divided by the classes.
    pub bytes_per_class: f64,
    /// How long it took.
    pub seconds: f64,
}

/// Visits every class of `model` within `limits`, answers `questions` with shortest runs, and measures.
///
/// One thread searches. Bounds on states and depth cut between two levels, as in the search without time, and a state is a class. A measure is
/// taken over the whole space, so the search does not stop when every question is answered; a run is not followed beyond the end of what is
/// measured.
///
/// # Panics
///
/// If the model lets actors crash, or keeps messages in the network when they are delivered.
pub fn explore_timed<A: Searchable, C: Sync, H: History>(
    model: &ActorModel<A, C, H>,
    timing: &dyn Timing<A>,
    labels: &dyn Labels<A>,
    questions: &[Question<'_, A, H>],
    measure: Option<&Measure<'_, A, H>>,
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Timed<ActionOf<A>> {
    assert_eq!(model.max_crashes, 0, "crashes are not searched");
    let started = Instant::now();
    let mut search = Search {
        states: States::new(model, timing, labels, questions, measure),
        limits,
        started,
        found: Found {
            measured: Measured::default(),
            transitions: 0,
            label_sets: BTreeMap::new(),
            answers: vec![None; questions.len()],
        },
        measures: measure.is_some(),
        initially: Vec::new(),
        classes: Classes::default(),
        since_look: 0,
    };
    let (depth, stopped_by) = search.run(progress);
    let Search {
        states,
        classes,
        found,
        initially,
        ..
    } = &search;
    let answers = found.answers.iter().map(|answer| {
        let answer = answer.as_ref()?;
        Some(run_to(states, classes, initially, answer))
    });
    let bytes = states.bytes() + classes.bytes();
    Timed {
        answers: answers.collect(),
        classes: classes.all.len() as u64,
        states: classes.states(),
        transitions: found.transitions,
        depth,
        stopped_by,
        labels: found.labels(states),
        measured: measure.map(|_| found.measured.clone()),
        bytes_per_class: bytes as f64 / classes.all.len().max(1) as f64,
        seconds: started.elapsed().as_secs_f64(),
    }
}

/// What a search has found; taken back when a level passes a bound.
#[derive(Clone)]
struct Found {
    measured: Measured,
    transitions: u64,
    /// How many steps carried each set of labels; a step that carries it is an example.
    label_sets: BTreeMap<u32, (u64, Next)>,
    answers: Vec<Option<Answer>>,
}

struct Search<'s, A: Searchable, C, H: History> {
    states: States<'s, A, C, H>,
    limits: &'s Limits,
    started: Instant,
    found: Found,
    measures: bool,
    /// What is pending at the beginning.
    initially: Vec<Since>,
    classes: Classes,
    since_look: usize,
}

impl Found {
    fn labels<A: Searchable, C: Sync, H: History>(
        &self,
        states: &States<'_, A, C, H>,
    ) -> BTreeMap<u16, u64> {
        let mut labels = BTreeMap::new();
        for (count, next) in self.label_sets.values() {
            for label in states.labels(next) {
                *labels.entry(label).or_insert(0) += count;
            }
        }
        labels
    }

    fn open(&self) -> Vec<usize> {
        let answers = self.answers.iter().enumerate();
        let open = answers.filter(|(_, answer)| answer.is_none());
        open.map(|(question, _)| question).collect()
    }
}

impl<A: Searchable, C: Sync, H: History> Search<'_, A, C, H> {
    /// Searches, and says how deep it got and what ended it.
    fn run(&mut self, progress: &dyn Fn(Progress)) -> (u32, Option<StoppedBy>) {
        if !self.begin() {
            return (0, None);
        }
        let (mut depth, mut level) = (0, 0..1);
        while !level.is_empty() {
            let is_answered = !self.found.answers.is_empty() && self.found.open().is_empty();
            if self.limits.stop_when_answered && !self.measures && is_answered {
                return (depth, Some(StoppedBy::EveryQuestionAnswered));
            }
            let before = self.found.clone();
            let stopped_by = self.expand_level(level.clone());
            let next = level.end..self.classes.all.len();
            let is_too_deep = self.limits.max_depth.is_some_and(|bound| depth >= bound);
            let stopped_by = match stopped_by {
                None if is_too_deep && !next.is_empty() => Some(StoppedBy::MaxDepth),
                stopped_by => stopped_by,
            };
            if let Some(StoppedBy::MaxDepth | StoppedBy::MaxStates) = stopped_by {
                self.classes.all.truncate(level.end);
                self.found = before;
            }
            if stopped_by.is_some() {
                return (depth, stopped_by);
            }
            depth += u32::from(!next.is_empty());
            level = next;
            self.tell(depth, level.len(), progress);
        }
        (depth, None)
    }

    fn tell(&self, depth: u32, frontier: usize, progress: &dyn Fn(Progress)) {
        progress(Progress {
            states: self.classes.all.len() as u64,
            transitions: self.found.transitions,
            depth,
            frontier: frontier as u64,
            seconds: self.started.elapsed().as_secs_f64(),
        });
    }

    /// Puts the first class in, if the initial state is within the boundary.
    fn begin(&mut self) -> bool {
        let (state, pending) = self.states.initial();
        if !self.states.is_inside(state) {
            return false;
        }
        let runs = self.states.begins_at(state);
        let mut zone = Zone::now();
        if runs {
            zone.add(0, 0);
            self.found.measured.begins = true;
        }
        for (_, since) in &pending {
            if let Since::Now(least, most) = since {
                zone.add(*least, *most);
            }
        }
        self.initially = pending.iter().map(|(_, since)| *since).collect();
        let behind = self.states.behind(&pending);
        if !in_order(&mut zone, usize::from(runs) + 1, &behind) {
            return false;
        }
        self.add(Class {
            state,
            clock: Clock { runs, noted: 0 },
            zone,
            from: None,
            is_covered: false,
        });
        true
    }

    /// Expands the classes of a level.
    fn expand_level(&mut self, level: Range<usize>) -> Option<StoppedBy> {
        if let Some(stopped_by) = self.look() {
            return Some(stopped_by);
        }
        for class in level {
            self.since_look += 1;
            if self.since_look >= LOOK_EVERY
                && let Some(stopped_by) = self.look()
            {
                return Some(stopped_by);
            }
            if !self.classes.all[class].is_covered {
                self.expand(class as u32);
            }
            let classes = self.classes.all.len() as u64;
            if self.limits.max_states.is_some_and(|bound| classes > bound) {
                return Some(StoppedBy::MaxStates);
            }
        }
        None
    }

    fn look(&mut self) -> Option<StoppedBy> {
        self.since_look = 0;
        let bytes = self.states.bytes() + self.classes.bytes();
        if self
            .limits
            .time
            .is_some_and(|time| self.started.elapsed() >= time)
        {
            Some(StoppedBy::Time)
        } else if self.limits.memory_bytes.is_some_and(|limit| bytes > limit) {
            Some(StoppedBy::Memory)
        } else if self.limits.interrupt.is_wished() {
            Some(StoppedBy::Interrupted)
        } else {
            None
        }
    }

    fn expand(&mut self, number: u32) {
        let class = &self.classes.all[number as usize];
        let (before, clock, zone) = (class.state, class.clock, class.zone.clone());
        if clock.runs && zone.least(0, 1) > FOR_EVER {
            self.found.measured.lasts(clock.noted);
            return;
        }
        let nexts = self.states.nexts(before);
        for (place, next) in nexts.iter().enumerate() {
            let Some(then) = then(&zone, clock.runs, next.happens) else {
                continue;
            };
            let after = self.states.number(next.parts.clone());
            if !self.states.is_inside(after) {
                continue;
            }
            self.found.transitions += 1;
            if next.labels != 0 {
                let entry = self.found.label_sets.entry(next.labels);
                entry.or_insert_with(|| (0, next.clone())).0 += 1;
            }
            let open = self.found.open();
            for question in self.states.answers_of_step((before, next, after), &open) {
                self.found.answers[question] = Some(Answer {
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
            self.found.measured.note(clock.noted, window);
            clock.noted += 1;
        }
        if clock.runs && ends {
            let window = (then.least(0, 1), then.most(0, 1));
            self.found.measured.end(clock.noted, window);
            return;
        }
        if !clock.runs && begins {
            self.found.measured.begins = true;
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
            self.found.measured.lasts(clock.noted);
        }
        if !self.classes.add(class) {
            return;
        }
        let number = self.classes.all.len() as u32 - 1;
        for question in self.states.answers(state, &self.found.open()) {
            self.found.answers[question] = Some(Answer {
                class: number,
                next: None,
            });
        }
    }
}

/// What is known when the given thing happens next, or a choice is made next; `None` if something else must come first. The moment at which
/// it happens is moment 0 afterwards; the moments of what is pending follow those of the clock in their old order.
fn then(zone: &Zone, has_clock: bool, happens: Option<usize>) -> Option<Zone> {
    let mut then = zone.clone();
    let first_pending = 1 + usize::from(has_clock);
    let moments = zone.moments();
    let now = match happens {
        Some(number) => first_pending + number,
        None => {
            then.add(0, NEVER);
            moments
        }
    };
    for pending in (first_pending..moments).filter(|pending| *pending != now) {
        if !then.learn(now, pending, 0) {
            return None;
        }
    }
    let rest = 1..moments;
    let order: Vec<usize> = [now].into_iter().chain(rest).collect();
    Some(then.select(&order))
}

/// What is known after a step, with all that was pending before.
struct Kept {
    then: Zone,
    has_clock: bool,
    needs_clock: bool,
}

impl Kept {
    /// What is known of what is pending now.
    fn zone(
        &self,
        pending: &[(super::pending::Pending, Since)],
        behind: &[Option<usize>],
    ) -> Option<Zone> {
        let first_before = 1 + usize::from(self.has_clock);
        let mut kept = vec![0];
        kept.extend((self.has_clock && self.needs_clock).then_some(1));
        kept.extend(pending.iter().filter_map(|(_, since)| match since {
            Since::Before(before) => Some(first_before + before),
            Since::Now(..) => None,
        }));
        let mut zone = self.then.select(&kept);
        let clock_starts = self.needs_clock && !self.has_clock;
        if clock_starts {
            zone.add(0, 0);
        }
        let mut order = vec![0];
        if self.needs_clock {
            order.push(if clock_starts { zone.moments() - 1 } else { 1 });
        }
        let mut next_kept = 1 + usize::from(self.has_clock && self.needs_clock);
        for (_, since) in pending {
            match since {
                Since::Before(_) => {
                    order.push(next_kept);
                    next_kept += 1;
                }
                Since::Now(least, most) => {
                    zone.add(*least, *most);
                    order.push(zone.moments() - 1);
                }
            }
        }
        let mut zone = zone.select(&order);
        in_order(&mut zone, 1 + usize::from(self.needs_clock), behind).then_some(zone)
    }
}

/// Learns that what must not overtake comes no sooner than what it follows.
fn in_order(zone: &mut Zone, first: usize, behind: &[Option<usize>]) -> bool {
    behind.iter().enumerate().all(|(number, before)| {
        before.is_none_or(|before| zone.learn(first + before, first + number, 0))
    })
}
