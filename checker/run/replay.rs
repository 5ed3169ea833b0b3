//! The replay string: which of the possible actions was taken at each step.

use halfopen_spec::model::{World, WorldAction};
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

/// Spells the choices.
pub(super) fn encode(choices: &[usize]) -> String {
    if choices.is_empty() {
        return START.to_owned();
    }
    choices
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(".")
}

/// The actions that a replay string names in this world.
///
/// # Errors
///
/// When the string is no list of numbers, or does not fit the world.
pub fn replay_actions(world: &World, replay: &str) -> Result<Vec<WorldAction>, ReplayError> {
    let mut actions = Vec::new();
    let Some(mut state) = world.init_states().into_iter().next() else {
        return Ok(actions);
    };
    if replay == START {
        return Ok(actions);
    }
    for (number, part) in replay.split('.').enumerate() {
        let step = number + 1;
        let index: usize = part.parse().map_err(|_| ReplayError::NotANumber {
            step,
            found: part.to_owned(),
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
        actions.push(action);
    }
    Ok(actions)
}
