//! The loop over the levels: bounds, rounds, answers, and the figures at the end.

use super::budget::{Budget, Halt};
use super::level::Open;
use super::tables::{Added, Order, Tables, tables_for};
use crate::search::checkpoint::Keeper;
use crate::search::exploration::Progress;
use crate::search::limits::{Interrupt, Limits, StoppedBy};
use crate::search::system::{Kind, System};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// How often the progress is told within a level.
const TELL_EVERY: Duration = Duration::from_millis(100);

/// What a search found, in numbers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::search) struct Found {
    pub(in crate::search) states: u64,
    pub(in crate::search) transitions: u64,
    pub(in crate::search) depth: u32,
    pub(in crate::search) stopped_by: Option<StoppedBy>,
    /// The runs, as positions in the model's lists of actions.
    pub(in crate::search) answers: Vec<Option<Vec<usize>>>,
    pub(in crate::search) labels: BTreeMap<u16, u64>,
    pub(in crate::search) bytes: u64,
}

/// What expanding a level came to.
#[derive(Default)]
pub(in crate::search) struct Expanded {
    pub(in crate::search) stopped_by: Option<StoppedBy>,
    pub(in crate::search) added: Added,
    /// Sets of labels that the transitions carried: set → how often.
    pub(in crate::search) label_counts: BTreeMap<u32, u64>,
}

/// A search that has begun: a level is to be expanded, or what is left of it.
pub(in crate::search) struct Begun<'b> {
    pub(in crate::search) level: u32,
    pub(in crate::search) found: Found,
    pub(in crate::search) tables: Box<dyn Tables<'b> + 'b>,
    pub(in crate::search) expanded: Expanded,
}

/// Searches a system level by level.
pub(in crate::search) struct Drive<'d> {
    pub(in crate::search) system: &'d dyn System,
    pub(in crate::search) kinds: Vec<Kind>,
    pub(in crate::search) limits: &'d Limits,
    pub(in crate::search) started: Instant,
    pub(in crate::search) progress: &'d dyn Fn(Progress),
    /// Who writes down how far it is.
    pub(in crate::search) keeper: Option<&'d Keeper<'d>>,
}

impl<'d> Drive<'d> {
    /// Searches until the space, the questions or a limit is exhausted.
    pub(in crate::search) fn run(&self) -> Found {
        self.run_and_keep().0
    }

    /// The same, with the states that were seen; none if the initial state is not within the boundary.
    pub(in crate::search) fn run_and_keep(&self) -> (Found, Option<Box<dyn Tables<'d> + 'd>>) {
        let mut found = Found {
            states: 0,
            transitions: 0,
            depth: 0,
            stopped_by: None,
            answers: vec![None; self.kinds.len()],
            labels: BTreeMap::new(),
            bytes: 0,
        };
        let budget = Budget::new(self.limits);
        if !self.judge_initial(&mut found) {
            return (found, None);
        }
        let threads = match self.limits.threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            threads => threads,
        };
        found.states = 1;
        let begun = self.keeper.and_then(|keeper| keeper.begun(threads));
        let Begun {
            level: first,
            mut found,
            mut tables,
            mut expanded,
        } = begun.unwrap_or_else(|| Begun {
            level: 0,
            found,
            tables: tables_for(self.system, threads, None),
            expanded: Expanded::default(),
        });
        let mut frontier = 1;
        for level in first.. {
            if frontier == 0 {
                break;
            }
            if self.every_question_is_answered(&found) {
                found.stopped_by = Some(StoppedBy::EveryQuestionAnswered);
                break;
            }
            let so_far = std::mem::take(&mut expanded);
            let (next, expanded) = self.expand(tables, level, &found, so_far, &budget);
            tables = next;
            let Expanded {
                stopped_by, added, ..
            } = expanded;
            found.stopped_by = stopped_by;
            if let Some(StoppedBy::MaxStates | StoppedBy::MaxDepth) = stopped_by {
                break;
            }
            frontier = tables.advance();
            if !self.judge(&mut *tables, &found) {
                found.stopped_by = Some(StoppedBy::Time);
                break;
            }
            found.states += added.states;
            found.transitions += added.transitions;
            found.depth += u32::from(added.states > 0);
            self.count_labels(expanded.label_counts, &mut found);
            self.trace_answers(&mut *tables, level, &mut found);
            if stopped_by.is_some() {
                break;
            }
            self.tell(&found, Added::default(), frontier);
        }
        self.count_labels(self.system.met(), &mut found);
        found.bytes = budget.peak();
        (found, Some(tables))
    }

    /// Asks the open questions of the states of the new level, and says whether there was time.
    ///
    /// A tenth of the time is added for this, so that a level which time cuts is still asked about.
    /// If that is not enough the level does not count: every state that is reported was asked about.
    fn judge(&self, tables: &mut dyn Tables<'_>, found: &Found) -> bool {
        let open = self.open(found).states;
        let time = self.limits.time.map(|time| time + time / 10);
        let deadline = time.and_then(|time| self.started.checked_add(time));
        // A level that is interrupted is still asked about: that takes a moment.
        let halt = Halt::at(deadline, Interrupt::never());
        if !open.is_empty() {
            tables.judge_states(&open, &halt);
        }
        halt.stopped_by().is_none()
    }

    /// Whether the initial state is within the boundary; if so, answers what it answers.
    fn judge_initial(&self, found: &mut Found) -> bool {
        let open = self.open(found).states;
        let Some(answered) = self.system.ask_initial(&open) else {
            return false;
        };
        for question in answered {
            found.answers[question] = Some(Vec::new());
        }
        true
    }

    /// Expands one level or what is left of it, packing states anew as often as fields turn out too narrow, and writing down how far it is as
    /// often as that is due.
    fn expand<'t>(
        &self,
        mut tables: Box<dyn Tables<'t> + 't>,
        level: u32,
        found: &Found,
        mut expanded: Expanded,
        budget: &Budget,
    ) -> (Box<dyn Tables<'t> + 't>, Expanded) {
        let open = self.open(found);
        let deadline = self
            .limits
            .time
            .and_then(|time| self.started.checked_add(time));
        loop {
            if let Some(keeper) = self.keeper.filter(|keeper| keeper.due() <= Instant::now()) {
                keeper.keep(&*tables, level, found, &expanded);
            }
            let added = expanded.added;
            let halt =
                Halt::at(deadline, self.limits.interrupt).pausing_at(self.keeper.map(Keeper::due));
            halt.look_at_clock();
            if !budget.recount(tables.bytes() + self.system.bytes()) {
                halt.stop(StoppedBy::Memory);
            }
            let mut told = Instant::now();
            let order = Order {
                level: level + 1,
                halt: &halt,
                budget,
                open: &open,
                has_boundary: self.limits.has_boundary,
                room: self.room(level, found.states + added.states),
            };
            let this_round = tables.round(&order, &mut |so_far| {
                if told.elapsed() >= TELL_EVERY {
                    told = Instant::now();
                    let states = added.states + so_far.states;
                    let transitions = added.transitions + so_far.transitions;
                    self.tell(
                        found,
                        Added {
                            states,
                            transitions,
                        },
                        states,
                    );
                }
            });
            expanded.added.states += this_round.states;
            expanded.added.transitions += this_round.transitions;
            for (set, count) in tables.take_label_counts() {
                *expanded.label_counts.entry(set).or_insert(0) += count;
            }
            expanded.stopped_by = halt.stopped_by();
            if let (Some(StoppedBy::Time | StoppedBy::Interrupted), Some(keeper), false) =
                (expanded.stopped_by, self.keeper, halt.lost_something())
            {
                keeper.keep(&*tables, level, found, &expanded);
            }
            let goes_on = halt.is_too_narrow() || halt.is_paused();
            if expanded.stopped_by.is_some() || !goes_on {
                return (tables, expanded);
            }
            if !halt.is_too_narrow() {
                continue;
            }
            // Packing anew goes shard by shard; the words may get half as long again.
            if !budget.allows(tables.bytes() / 2 * 3) {
                expanded.stopped_by = Some(StoppedBy::Memory);
                return (tables, expanded);
            }
            tables = tables.widened();
        }
    }

    /// How many states the level may add, and what it means if it adds more.
    fn room(&self, level: u32, states: u64) -> (u64, StoppedBy) {
        if self.limits.max_depth.is_some_and(|bound| level >= bound) {
            return (0, StoppedBy::MaxDepth);
        }
        let most = self.limits.max_states.unwrap_or(u64::MAX);
        (most.saturating_sub(states), StoppedBy::MaxStates)
    }

    fn open(&self, found: &Found) -> Open {
        let mut open = Open::default();
        for (question, kind) in self.kinds.iter().enumerate() {
            if found.answers[question].is_none() {
                match kind {
                    Kind::State => open.states.push(question),
                    Kind::Step => open.steps.push(question),
                    Kind::Labels(labels) => {
                        open.labels
                            .extend(labels.iter().map(|label| (question, *label)));
                    }
                }
            }
        }
        open
    }

    fn every_question_is_answered(&self, found: &Found) -> bool {
        self.limits.stop_when_answered
            && !found.answers.is_empty()
            && found.answers.iter().all(Option::is_some)
    }

    fn count_labels(&self, counts: impl IntoIterator<Item = (u32, u64)>, found: &mut Found) {
        for (set, count) in counts {
            for label in self.system.label_set(set) {
                *found.labels.entry(label).or_insert(0) += count;
            }
        }
    }

    /// Rebuilds the runs to what the level answered.
    fn trace_answers(&self, tables: &mut dyn Tables<'_>, level: u32, found: &mut Found) {
        let answered = tables.answered();
        let is_state = |question: &usize| self.kinds[*question] == Kind::State;
        let (states, steps): (Vec<_>, Vec<_>) = answered.into_iter().partition(is_state);
        let to_states = tables.take_runs(&states, level + 1, false);
        let to_steps = tables.take_runs(&steps, level, true);
        for (question, run) in to_states.into_iter().chain(to_steps) {
            found.answers[question] = Some(run);
        }
    }

    fn tell(&self, found: &Found, added: Added, frontier: u64) {
        (self.progress)(Progress {
            states: found.states + added.states,
            transitions: found.transitions + added.transitions,
            depth: found.depth,
            frontier,
            seconds: self.started.elapsed().as_secs_f64(),
        });
    }
}
