//! The search in its plainest form: whole states in a map, the model's own `next_state`.
//!
//! Slow and large, and short enough to be believed: tests compare the fast search with it.

use super::exploration::{Exploration, Progress};
use super::limits::{Limits, StoppedBy};
use super::question::{ActionOf, Labels, Question};
use super::searchable::{History, Searchable};
use super::whole::labels_of;
use stateright::Model;
use stateright::actor::{Actor, ActorModel, ActorModelState};
use std::collections::{BTreeMap, HashMap};
use std::marker::PhantomData;
use std::rc::Rc;
use std::time::Instant;

/// How many transitions pass between two looks at the clock.
const CLOCK_EVERY: u64 = 1024;

/// A state, and how it was first reached.
struct Seen<A: Actor, H> {
    state: Rc<ActorModelState<A, H>>,
    parent: usize,
    action: Option<ActionOf<A>>,
}

/// What one level adds; it is thrown away when the level passes a bound.
struct Level {
    transitions: u64,
    labels: BTreeMap<u16, u64>,
    answered: Vec<Option<Answer>>,
}

/// Where a question is true.
#[derive(Clone, Copy)]
enum Answer {
    /// At this state.
    State(usize),
    /// At the step that this action (by position) makes from this state.
    Step(usize, usize),
}

/// Explores `model` and answers `questions`, in one thread, whole states in memory.
pub fn explore<A: Searchable, C: Sync, H: History>(
    model: &ActorModel<A, C, H>,
    labels: &dyn Labels<A>,
    questions: &[Question<'_, A, H>],
    limits: &Limits,
    progress: &dyn Fn(Progress),
) -> Exploration<A, H> {
    assert!(limits.has_boundary, "the plain search takes no short cut");
    assert_eq!(model.max_crashes, 0, "crashes are not searched");
    let started = Instant::now();
    let mut seen: Vec<Seen<A, H>> = Vec::new();
    let mut number: HashMap<Rc<ActorModelState<A, H>>, usize> = HashMap::new();
    let mut answered: Vec<Option<Answer>> = vec![None; questions.len()];
    let mut label_counts: BTreeMap<u16, u64> = BTreeMap::new();
    for state in model.init_states() {
        if model.within_boundary(&state) {
            let state = Rc::new(state);
            number.insert(Rc::clone(&state), seen.len());
            ask_state(questions, &state, seen.len(), &mut answered);
            seen.push(Seen {
                state,
                parent: 0,
                action: None,
            });
        }
    }
    let (mut transitions, mut depth, mut level_start) = (0, 0, 0);
    let (mut kept, mut stopped_by) = (seen.len(), None);
    while level_start < kept {
        if limits.stop_when_answered
            && !questions.is_empty()
            && answered.iter().all(Option::is_some)
        {
            stopped_by = Some(StoppedBy::EveryQuestionAnswered);
            break;
        }
        let mut level = Level {
            transitions: 0,
            labels: BTreeMap::new(),
            answered: answered.clone(),
        };
        let cut = expand_level(
            model,
            labels,
            questions,
            limits,
            started,
            &mut seen,
            &mut number,
            level_start..kept,
            depth,
            &answered,
            &mut level,
        );
        stopped_by = cut;
        if matches!(cut, Some(StoppedBy::MaxStates | StoppedBy::MaxDepth)) {
            break;
        }
        transitions += level.transitions;
        for (label, count) in level.labels {
            *label_counts.entry(label).or_insert(0) += count;
        }
        answered = level.answered;
        level_start = kept;
        kept = seen.len();
        depth += u32::from(kept > level_start);
        progress(Progress {
            states: kept as u64,
            transitions,
            depth,
            frontier: (kept - level_start) as u64,
            seconds: started.elapsed().as_secs_f64(),
        });
        if cut.is_some() {
            break;
        }
    }
    let answers = answered
        .iter()
        .map(|answer| answer.map(|answer| run_to(model, &seen, answer)))
        .collect();
    Exploration {
        states: kept as u64,
        transitions,
        depth,
        up_to_names: false,
        complete: stopped_by.is_none(),
        stopped_by,
        seconds: started.elapsed().as_secs_f64(),
        answers,
        labels: label_counts,
        bytes_per_state: size_of::<ActorModelState<A, H>>() as f64,
        history: PhantomData,
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "the plain search keeps no structure that could be wrong"
)]
fn expand_level<A: Searchable, C, H: History>(
    model: &ActorModel<A, C, H>,
    labels: &dyn Labels<A>,
    questions: &[Question<'_, A, H>],
    limits: &Limits,
    started: Instant,
    seen: &mut Vec<Seen<A, H>>,
    number: &mut HashMap<Rc<ActorModelState<A, H>>, usize>,
    level_states: std::ops::Range<usize>,
    depth: u32,
    answered_before: &[Option<Answer>],
    level: &mut Level,
) -> Option<StoppedBy> {
    let out_of_time = || limits.time.is_some_and(|time| started.elapsed() >= time);
    let ended = || match () {
        () if out_of_time() => Some(StoppedBy::Time),
        () if limits.interrupt.is_wished() => Some(StoppedBy::Interrupted),
        () => None,
    };
    if let Some(by) = ended() {
        return Some(by);
    }
    let mut looked = 0;
    for source in level_states {
        let before = Rc::clone(&seen[source].state);
        let mut actions = Vec::new();
        model.actions(&before, &mut actions);
        for (position, action) in actions.into_iter().enumerate() {
            looked += 1;
            if looked % CLOCK_EVERY == 0
                && let Some(by) = ended()
            {
                return Some(by);
            }
            let Some(after) = model.next_state(&before, action.clone()) else {
                continue;
            };
            if !model.within_boundary(&after) {
                continue;
            }
            if !number.contains_key(&after) {
                if limits.max_depth.is_some_and(|bound| depth >= bound) {
                    return Some(StoppedBy::MaxDepth);
                }
                if limits.max_states.is_some_and(|n| seen.len() as u64 >= n) {
                    return Some(StoppedBy::MaxStates);
                }
                let bytes = (seen.len() as u64 + 1) * size_of::<ActorModelState<A, H>>() as u64;
                if limits.memory_bytes.is_some_and(|limit| bytes > limit) {
                    return Some(StoppedBy::Memory);
                }
            }
            level.transitions += 1;
            let step_labels = labels_of(model, labels, &before, &action);
            for label in &step_labels {
                *level.labels.entry(*label).or_insert(0) += 1;
            }
            for (index, question) in questions.iter().enumerate() {
                let is_true = match question {
                    Question::State(_) => false,
                    Question::Step(ask) => {
                        level.answered[index].is_none()
                            && ask(&before, &action, &step_labels, &after)
                    }
                    Question::StepOn(on, ask) => {
                        level.answered[index].is_none()
                            && on.iter().any(|label| step_labels.contains(label))
                            && ask(&before, &action, &step_labels, &after)
                    }
                    Question::Label(label) => step_labels.contains(label),
                };
                if is_true && level.answered[index].is_none() && answered_before[index].is_none() {
                    level.answered[index] = Some(Answer::Step(source, position));
                }
            }
            if !number.contains_key(&after) {
                let after = Rc::new(after);
                number.insert(Rc::clone(&after), seen.len());
                ask_state(questions, &after, seen.len(), &mut level.answered);
                seen.push(Seen {
                    state: after,
                    parent: source,
                    action: Some(action),
                });
            }
        }
    }
    None
}

fn ask_state<A: Actor, H>(
    questions: &[Question<'_, A, H>],
    state: &ActorModelState<A, H>,
    number: usize,
    answered: &mut [Option<Answer>],
) {
    for (question, answer) in questions.iter().zip(answered) {
        if let (Question::State(ask), None) = (question, &answer)
            && ask(state)
        {
            *answer = Some(Answer::State(number));
        }
    }
}

fn run_to<A: Searchable, C, H: History>(
    model: &ActorModel<A, C, H>,
    seen: &[Seen<A, H>],
    answer: Answer,
) -> Vec<ActionOf<A>> {
    let (mut at, mut run) = match answer {
        Answer::State(state) => (state, Vec::new()),
        Answer::Step(state, position) => {
            let mut actions = Vec::new();
            model.actions(&seen[state].state, &mut actions);
            (state, vec![actions.swap_remove(position)])
        }
    };
    while let Some(action) = &seen[at].action {
        run.push(action.clone());
        at = seen[at].parent;
    }
    run.reverse();
    run
}
