//! Whole states and the steps between them, as the model itself makes them: what runs are made of and questions are asked of.

use super::question::{ActionOf, Input, Labels, Question};
use super::searchable::{History, Searchable};
use super::system::{Kind, Walker};
use stateright::Model;
use stateright::actor::{ActorModel, ActorModelAction, ActorModelState};

/// A model with what is asked of it.
pub(super) struct Whole<'m, A: Searchable, C, H: History> {
    pub(super) model: &'m ActorModel<A, C, H>,
    pub(super) labels: &'m dyn Labels<A>,
    pub(super) questions: &'m [Question<'m, A, H>],
}

impl<A: Searchable, C, H: History> Whole<'_, A, C, H> {
    /// The initial state; an actor model has one.
    pub(super) fn initial(&self) -> ActorModelState<A, H> {
        let initial = self.model.init_states().pop();
        initial.expect("an actor model has one initial state")
    }

    /// What kind of question each one is.
    pub(super) fn kinds(&self) -> Vec<Kind> {
        let questions = self.questions.iter();
        questions
            .map(|question| match question {
                Question::State(_) => Kind::State,
                Question::Step(_) => Kind::Step,
                Question::StepOn(labels, _) => Kind::Labels(labels.clone()),
                Question::Label(label) => Kind::Labels(vec![*label]),
            })
            .collect()
    }

    /// The steps from a state as the model itself lists them: the position and the action, where it leads, and whether that is within the boundary.
    pub(super) fn steps(
        &self,
        before: &ActorModelState<A, H>,
    ) -> impl Iterator<Item = (usize, ActionOf<A>, ActorModelState<A, H>, bool)> {
        let mut actions = Vec::new();
        self.model.actions(before, &mut actions);
        let actions = actions.into_iter().enumerate();
        actions.filter_map(|(position, action)| {
            let after = self.model.next_state(before, action.clone())?;
            let is_inside = self.model.within_boundary(&after);
            Some((position, action, after, is_inside))
        })
    }

    /// The successors of a state, those outside the boundary left out.
    pub(super) fn successors(
        &self,
        before: &ActorModelState<A, H>,
    ) -> impl Iterator<Item = (usize, ActionOf<A>, ActorModelState<A, H>)> {
        let steps = self.steps(before);
        steps.filter_map(|(position, action, after, is_inside)| {
            is_inside.then_some((position, action, after))
        })
    }

    /// The open questions that are true of a state, or `None` if it is not within the boundary.
    pub(super) fn ask_state(
        &self,
        state: &ActorModelState<A, H>,
        open: &[usize],
    ) -> Option<Vec<usize>> {
        let inside = self.model.within_boundary(state);
        inside.then(|| {
            let open = open.iter().copied();
            open.filter(|index| match &self.questions[*index] {
                Question::State(ask) => ask(state),
                Question::Step(_) | Question::StepOn(..) | Question::Label(_) => false,
            })
            .collect()
        })
    }

    /// Whether a question about steps is true of a step with these labels.
    pub(super) fn is_answered_by(
        &self,
        question: usize,
        before: &ActorModelState<A, H>,
        action: &ActionOf<A>,
        labels: &[u16],
        after: &ActorModelState<A, H>,
    ) -> bool {
        match &self.questions[question] {
            Question::State(_) => false,
            Question::Step(ask) => ask(before, action, labels, after),
            Question::StepOn(on, ask) => {
                let carries = on.iter().any(|label| labels.contains(label));
                carries && ask(before, action, labels, after)
            }
            Question::Label(label) => labels.contains(label),
        }
    }

    /// The actions at these positions, each in the order of the state that the ones before lead to.
    pub(super) fn actions_at(&self, positions: &[usize]) -> Vec<ActionOf<A>> {
        let mut run = Vec::with_capacity(positions.len());
        let mut state = self.initial();
        for (done, position) in positions.iter().enumerate() {
            let mut actions = Vec::new();
            self.model.actions(&state, &mut actions);
            let action = actions.swap_remove(*position);
            run.push(action.clone());
            if let Some(next) = self.model.next_state(&state, action) {
                state = next;
            } else {
                assert_eq!(done + 1, positions.len(), "a run goes from state to state");
            }
        }
        run
    }

    /// The positions of the actions of a run, each in the order of the state that the ones before lead to.
    pub(super) fn positions_of(&self, run: &[ActionOf<A>]) -> Vec<usize> {
        let mut positions = Vec::with_capacity(run.len());
        let mut state = self.initial();
        for action in run {
            let mut actions = Vec::new();
            self.model.actions(&state, &mut actions);
            let position = actions.iter().position(|possible| possible == action);
            positions.push(position.expect("a run is made of possible actions"));
            let next = self.model.next_state(&state, action.clone());
            state = next.unwrap_or(state);
        }
        positions
    }

    /// A walk from the initial state; `encode` gives the parts of a whole state.
    pub(super) fn walk<'w>(
        &'w self,
        encode: impl Fn(&ActorModelState<A, H>) -> Vec<u32> + 'w,
    ) -> Box<dyn Walker + 'w> {
        Box::new(Walk {
            whole: self,
            at: self.initial(),
            encode,
        })
    }
}

/// A walk through whole states.
struct Walk<'w, A: Searchable, C, H: History, E> {
    whole: &'w Whole<'w, A, C, H>,
    at: ActorModelState<A, H>,
    encode: E,
}

impl<A, C, H, E> Walker for Walk<'_, A, C, H, E>
where
    A: Searchable,
    H: History,
    E: Fn(&ActorModelState<A, H>) -> Vec<u32>,
{
    fn step(&mut self, acceptable: &mut dyn FnMut(&[u32]) -> bool) -> Option<usize> {
        let encode = &self.encode;
        let (position, next) = self
            .whole
            .successors(&self.at)
            .find(|(_, _, after)| acceptable(&encode(after)))
            .map(|(position, _, after)| (position, after))?;
        self.at = next;
        Some(position)
    }

    fn answer(&self, question: usize) -> Option<usize> {
        let whole = self.whole;
        let answers = |(_, action, after): &(usize, ActionOf<A>, ActorModelState<A, H>)| {
            let labels = labels_of(whole.model, whole.labels, &self.at, action);
            whole.is_answered_by(question, &self.at, action, &labels, after)
        };
        let mut successors = whole.successors(&self.at);
        successors.find(answers).map(|(position, _, _)| position)
    }
}

/// The labels (sorted) of what `action` does to the actor it concerns.
pub(super) fn labels_of<A: Searchable, C, H: History>(
    model: &ActorModel<A, C, H>,
    labels: &dyn Labels<A>,
    before: &ActorModelState<A, H>,
    action: &ActionOf<A>,
) -> Vec<u16> {
    let (id, input) = match action {
        ActorModelAction::Deliver { src, dst, msg } => (*dst, Input::Deliver { src: *src, msg }),
        ActorModelAction::Timeout(id, timer) => (*id, Input::Timeout(timer)),
        ActorModelAction::SelectRandom { actor, key, random } => {
            let choice = random;
            (*actor, Input::Random { key, choice })
        }
        ActorModelAction::Drop(_) | ActorModelAction::Crash(_) | ActorModelAction::Recover(_) => {
            return Vec::new();
        }
    };
    let index = usize::from(id);
    let state = &before.actor_states[index];
    let mut found = labels.labels(&model.actors[index], id, state, &input);
    found.sort_unstable();
    found.dedup();
    found
}
