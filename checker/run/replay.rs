//! The replay string: which of the possible actions was taken at each step.

use super::{Ending, Run};
use halfopen_spec::model::{World, WorldAction, WorldState};
use stateright::Model;
use std::fmt;

/// Why a replay string does not fit the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplayError {
    /// A part is not a number.
    NotANumber {
        /// Which step, from 1.
        step: usize,
        /// What stands there.
        found: String,
    },
    /// A number is larger than the number of possible actions.
    NoSuchAction {
        /// Which step, from 1.
        step: usize,
        /// The number given.
        index: usize,
        /// How many actions are possible there.
        possible: usize,
    },
    /// A step is possible, but not at that time: something else must have come first.
    NotInTime {
        /// Which step, from 1.
        step: usize,
    },
    /// The steps that are to be repeated do not lead back to where they begin.
    NoRound {
        /// The first of them, from 1.
        from: usize,
    },
}

impl fmt::Display for ReplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber { step, found } => {
                write!(
                    f,
                    "expected numbers joined by dots, as in 0.2.1, or `start`; found `{found}` as step {step} of the replay string"
                )
            }
            Self::NotInTime { step } => write!(
                f,
                "step {step} of the replay string cannot be taken when it should: with these durations something else comes first; is it of this scenario and profile, and of --clock calibrated?"
            ),
            Self::NoRound { from } => write!(
                f,
                "the steps from {from} on, which the replay string repeats, do not lead back to where they begin; is it of this scenario and profile?"
            ),
            Self::NoSuchAction {
                step,
                index,
                possible: 0,
            } => {
                write!(
                    f,
                    "step {step} of the replay string is {index}, but nothing more can happen there; is it of this scenario and profile?"
                )
            }
            Self::NoSuchAction {
                step,
                index,
                possible,
            } => write!(
                f,
                "expected 0 to {} as step {step} of the replay string, found {index}; is it of this scenario and profile?",
                possible - 1
            ),
        }
    }
}

/// The replay string of a run without steps: on a command line an empty word is easily lost.
const START: &str = "start";

/// Stands between the steps of a run and those that are repeated for ever.
const ROUND: char = '~';

/// Spells the choices.
pub(super) fn encode(choices: &[usize], ending: Ending) -> String {
    let spelled = |choices: &[usize]| {
        let choices: Vec<String> = choices.iter().map(ToString::to_string).collect();
        choices.join(".")
    };
    match (choices, ending) {
        ([], _) => START.to_owned(),
        (_, Ending::Repeats { from: 0 }) => format!("{START}{ROUND}{}", spelled(choices)),
        (_, Ending::Repeats { from }) => {
            format!(
                "{}{ROUND}{}",
                spelled(&choices[..from]),
                spelled(&choices[from..])
            )
        }
        (_, Ending::Open | Ending::Stops) => spelled(choices),
    }
}

/// The run that a replay string names in this world.
///
/// # Errors
///
/// When the string is no list of numbers, or does not fit the world.
pub fn replayed(world: &World, replay: &str) -> Result<Run, ReplayError> {
    let spelled = Spelled::read(replay);
    let states = spelled.walk(world)?;
    let actions: Vec<WorldAction> = states.iter().map(|(action, _)| action.clone()).collect();
    let ending = match spelled.round {
        None => Ending::Open,
        Some(from) => {
            let begins = match from.checked_sub(1) {
                Some(before) => states.get(before).map(|(_, state)| state.clone()),
                None => world.init_states().into_iter().next(),
            };
            let ends = states.last().map(|(_, state)| state.clone());
            if from >= states.len() || begins != ends {
                return Err(ReplayError::NoRound { from: from + 1 });
            }
            Ending::Repeats { from }
        }
    };
    Ok(Run::ending(world, &actions, ending).expect("each step was taken in the model"))
}

/// The actions that a replay string names in this world; those that are repeated for ever once.
///
/// # Errors
///
/// When the string is no list of numbers, or does not fit the world.
pub fn replay_actions(world: &World, replay: &str) -> Result<Vec<WorldAction>, ReplayError> {
    let states = Spelled::read(replay).walk(world)?;
    Ok(states.into_iter().map(|(action, _)| action).collect())
}

/// A replay string taken apart.
struct Spelled<'s> {
    parts: Vec<&'s str>,
    /// Where the steps begin that are repeated for ever.
    round: Option<usize>,
}

impl<'s> Spelled<'s> {
    fn read(replay: &'s str) -> Self {
        let numbers = |text: &'s str| -> Vec<&'s str> {
            match text {
                START => Vec::new(),
                text => text.split('.').collect(),
            }
        };
        match replay.split_once(ROUND) {
            None => Spelled {
                parts: numbers(replay),
                round: None,
            },
            Some((prefix, cycle)) => {
                let prefix = numbers(prefix);
                Spelled {
                    round: Some(prefix.len()),
                    parts: [prefix, numbers(cycle)].concat(),
                }
            }
        }
    }

    /// Each action with the state that it leads to.
    fn walk(&self, world: &World) -> Result<Vec<(WorldAction, WorldState)>, ReplayError> {
        let mut walked = Vec::new();
        let Some(mut state) = world.init_states().into_iter().next() else {
            return Ok(walked);
        };
        for (number, part) in self.parts.iter().enumerate() {
            let step = number + 1;
            let index: usize = part.parse().map_err(|_| ReplayError::NotANumber {
                step,
                found: (*part).to_owned(),
            })?;
            let mut possible = Vec::new();
            world.actions(&state, &mut possible);
            let no_such_action = ReplayError::NoSuchAction {
                step,
                index,
                possible: possible.len(),
            };
            let action = possible
                .get(index)
                .cloned()
                .ok_or_else(|| no_such_action.clone())?;
            state = world
                .next_state(&state, action.clone())
                .ok_or(no_such_action)?;
            walked.push((action, state.clone()));
        }
        Ok(walked)
    }
}
