//! What spokes and their steps say to the questions.

use super::description::Alone;
use super::numbered::NumberedStar;
use super::numbers::Numbers;
use crate::search::question::{ActionOf, Question};
use crate::search::searchable::{History, Searchable};
use crate::search::system::Answers;
use stateright::actor::ActorModelState;

impl<A: Searchable, C: Sync, H: History> NumberedStar<'_, A, C, H> {
    /// The questions about steps that a step answers, a bit each. States are made only when a question looks at them.
    pub(super) fn step_answers(
        &self,
        numbers: &Numbers<A>,
        labels: u32,
        action: &ActionOf<A>,
        states: impl Fn(&Numbers<A>) -> (ActorModelState<A, H>, ActorModelState<A, H>),
    ) -> u64 {
        let labels = numbers.label_sets.value(labels);
        let mut answers = 0;
        for (index, question) in self.whole.questions.iter().enumerate() {
            let is_answered = match question {
                Question::State(_) | Question::Step(_) => false,
                Question::Label(label) => labels.contains(label),
                Question::StepOn(on, ask) => {
                    on.iter().any(|label| labels.contains(label)) && {
                        let (before, after) = states(numbers);
                        ask(&before, action, labels, &after)
                    }
                }
            };
            answers |= u64::from(is_answered) << index;
        }
        answers
    }

    /// Whether some question looks at the states around a step with these labels.
    pub(super) fn is_looked_at(&self, numbers: &Numbers<A>, labels: u32) -> bool {
        let labels = numbers.label_sets.value(labels);
        self.whole.questions.iter().any(|question| match question {
            Question::StepOn(on, _) => on.iter().any(|label| labels.contains(label)),
            Question::State(_) | Question::Step(_) | Question::Label(_) => false,
        })
    }

    /// What a spoke with a hub says to the questions about states.
    pub(super) fn answers_of_states(
        &self,
        kind: usize,
        spoke: u32,
        hub: u32,
        elsewhere: u32,
    ) -> Answers {
        let numbers = &*self.numbers();
        let in_numbers = **numbers.kinds[kind].spokes.value(spoke);
        let state = self.one_spoke(numbers, Some((kind, in_numbers)), hub, elsewhere);
        let actor = self.told_as[kind];
        let mut answers = Answers {
            answered: 0,
            allowed: u64::MAX,
        };
        let questions = self.whole.questions.iter().zip(self.alone).enumerate();
        for (index, (question, alone)) in questions {
            let (is_answered, is_allowed) = match (question, alone) {
                (Question::State(ask), Alone::Decides) => (ask(&state), true),
                (Question::State(_), Alone::DecidesAmong { one, others }) => {
                    (one(&state, actor), others(&state, actor))
                }
                (Question::State(_), Alone::Whole)
                | (Question::Step(_) | Question::StepOn(..) | Question::Label(_), _) => continue,
            };
            answers.answered |= u64::from(is_answered) << index;
            answers.allowed &= !(u64::from(!is_allowed) << index);
        }
        answers
    }

    /// The questions that have to be asked of whole states, a bit each.
    pub(super) fn questions_of_whole_states(&self) -> u64 {
        let questions = self.whole.questions.iter().zip(self.alone).enumerate();
        questions.fold(0, |whole, (index, (question, alone))| match question {
            Question::State(_) if matches!(alone, Alone::Whole) => whole | 1 << index,
            Question::State(_) | Question::Step(_) | Question::StepOn(..) | Question::Label(_) => {
                whole
            }
        })
    }
}

/// Whether a question about steps has to be asked of whole states.
pub(super) fn asks_whole_steps<A: Searchable, H>(
    (question, alone): (&Question<'_, A, H>, &Alone<'_, A, H>),
) -> bool {
    match question {
        Question::Step(_) => true,
        Question::StepOn(..) => !matches!(alone, Alone::Decides),
        Question::State(_) | Question::Label(_) => false,
    }
}
