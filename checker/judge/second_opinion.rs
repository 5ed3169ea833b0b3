//! stateright's own checkers on the same actors: a second opinion on states and verdicts.
//!
//! Measured traps of stateright 0.31 and how they are met: only runs that ended by themselves are believed (no depth, count or time
//! bound is set), each run has one property, and a property about steps is not asked at all.

use halfopen_spec::model::{World, WorldAction, WorldState};
use halfopen_spec::policy::Profile;
use halfopen_spec::properties::{Kind, Property};
use halfopen_spec::scenarios::Scenario;
use halfopen_spec::view::View;
use stateright::{Checker, Expectation, Model};

/// Who searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The project's own search.
    Halfopen,
    /// stateright's breadth-first checker.
    StaterightBfs,
    /// stateright's depth-first checker.
    StaterightDfs,
}

impl Engine {
    /// The name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Halfopen => "halfopen",
            Self::StaterightBfs => "stateright-bfs",
            Self::StaterightDfs => "stateright-dfs",
        }
    }
}

/// What stateright says.
#[derive(Clone, Debug)]
pub struct SecondOpinion {
    /// Distinct states, of the whole space.
    pub states: u64,
    /// Steps of the longest run that it looked at.
    pub depth: u32,
    /// How long it took.
    pub seconds: f64,
    /// Per property: `Some(run)` when it found a run that reaches or breaks it; `Some(None)` when there is none; `None` when it was not asked.
    pub answers: Vec<Option<Option<Vec<WorldAction>>>>,
}

/// Explores the whole space with a stateright checker, once for the count and once for each property of states.
///
/// # Panics
///
/// When `engine` is the project's own.
#[must_use]
pub fn second_opinion(
    engine: Engine,
    scenario: &Scenario,
    profile: &Profile,
    properties: &[Property],
) -> SecondOpinion {
    let started = std::time::Instant::now();
    let whole = ask(engine, scenario, profile, None);
    let answers = properties
        .iter()
        .map(|property| {
            let asked = property.predicate.of_states();
            let predicate = asked.filter(|_| !property.kind.is_liveness())?;
            Some(ask(engine, scenario, profile, Some((predicate, property.kind))).answer)
        })
        .collect();
    SecondOpinion {
        states: whole.states,
        depth: whole.depth,
        seconds: started.elapsed().as_secs_f64(),
        answers,
    }
}

/// A predicate of states, and what is asked about it.
type Asked = (fn(&View<'_>) -> bool, Kind);

/// A world with one question, as a stateright model: its conditions are plain functions and can carry nothing.
struct OneQuestion {
    world: World,
    question: Option<Asked>,
}

impl OneQuestion {
    /// Whether the state does not answer the question: true everywhere means that there is no answer.
    fn is_no_answer(&self, state: &WorldState) -> bool {
        self.question.is_none_or(|(predicate, kind)| {
            predicate(&View::of(&self.world, state)) != (kind == Kind::Sometimes)
        })
    }
}

impl Model for OneQuestion {
    type State = WorldState;
    type Action = WorldAction;

    fn init_states(&self) -> Vec<WorldState> {
        self.world.init_states()
    }

    fn actions(&self, state: &WorldState, actions: &mut Vec<WorldAction>) {
        self.world.actions(state, actions);
    }

    fn next_state(&self, state: &WorldState, action: WorldAction) -> Option<WorldState> {
        self.world.next_state(state, action)
    }

    fn properties(&self) -> Vec<stateright::Property<Self>> {
        vec![stateright::Property {
            expectation: Expectation::Always,
            name: "no answer",
            condition: |model, state| model.is_no_answer(state),
        }]
    }

    fn within_boundary(&self, state: &WorldState) -> bool {
        Model::within_boundary(&self.world, state)
    }
}

struct Told {
    states: u64,
    depth: u32,
    answer: Option<Vec<WorldAction>>,
}

fn ask(engine: Engine, scenario: &Scenario, profile: &Profile, question: Option<Asked>) -> Told {
    let builder = OneQuestion {
        world: scenario.world(profile),
        question,
    }
    .checker();
    match engine {
        Engine::Halfopen => panic!("the project's own search is no second opinion on itself"),
        Engine::StaterightBfs => told(&builder.spawn_bfs().join()),
        Engine::StaterightDfs => told(&builder.spawn_dfs().join()),
    }
}

fn told(checker: &impl Checker<OneQuestion>) -> Told {
    let states = checker.unique_state_count();
    Told {
        states: states.try_into().expect("a count fits into 64 bits"),
        depth: checker
            .max_depth()
            .try_into()
            .expect("a depth fits into 32 bits"),
        answer: checker
            .discovery("no answer")
            .map(|path| path.into_actions()),
    }
}
