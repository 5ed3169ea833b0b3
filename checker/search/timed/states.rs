//! The states behind the classes: what can happen next in each, and what is asked of it; found out once.

use super::journal::{Event, Journal};
use super::measure::{Measure, Moment};
use super::pending::{Clockwork, Next, Pending, Since};
use super::timing::Timing;
use super::written::invalid;
use crate::search::channels::numbered::Numbered;
use crate::search::intern::Interner;
use crate::search::question::{ActionOf, Labels, Question};
use crate::search::searchable::{History, Searchable};
use crate::search::system::{Channels, System};
use crate::search::whole::Whole;
use stateright::actor::{ActorModel, ActorModelState};
use std::io::Error;
use std::rc::Rc;

/// What was found out about a state.
struct Known {
    nexts: Option<Rc<Vec<Next>>>,
    /// Whether it is within the model's boundary.
    is_inside: bool,
    /// What the measure's moments ask: of its beginning, of what is noted, of its end.
    moments: [bool; 3],
}

/// The states that were met.
pub(super) struct States<'m, A: Searchable, C, H: History> {
    clockwork: Clockwork<'m, A, C, H>,
    measure: Option<&'m Measure<'m, A, H>>,
    numbers: Interner<Vec<u32>>,
    known: Vec<Known>,
    nexts: u64,
    journal: Journal,
}

impl<'m, A: Searchable, C: Sync, H: History> States<'m, A, C, H> {
    pub(super) fn new(
        model: &'m ActorModel<A, C, H>,
        timing: &'m dyn Timing<A>,
        labels: &'m dyn Labels<A>,
        questions: &'m [Question<'m, A, H>],
        measure: Option<&'m Measure<'m, A, H>>,
    ) -> Self {
        let numbered = Numbered::new(model, labels, questions);
        assert!(
            numbered.delivery_removes(),
            "what stays in the network when it arrives is pending for ever"
        );
        States {
            clockwork: Clockwork::new(numbered, timing),
            measure,
            numbers: Interner::from(0),
            known: Vec::new(),
            nexts: 0,
            journal: Journal::default(),
        }
    }

    fn whole(&self) -> &Whole<'m, A, C, H> {
        &self.clockwork.numbered.whole
    }

    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// The initial state, and what is pending in it.
    pub(super) fn initial(&mut self) -> (u32, Vec<(Pending, Since)>) {
        let parts = self.clockwork.numbered.initial();
        let pending = self.clockwork.initially(&parts);
        (self.number(parts, None), pending)
    }

    /// The number of the state that one of the nexts of a state leads to.
    pub(super) fn after(&mut self, before: u32, place: u32) -> u32 {
        let parts = self.known_next(before, place as usize).parts.clone();
        self.number(parts, Some((before, place)))
    }

    /// Does once more what gave numbers.
    pub(super) fn once_more(&mut self, event: Event) -> Result<(), Error> {
        let (state, place) = match event {
            Event::Expanded(state) => (state, None),
            Event::Met { before, place } => (before, Some(place)),
        };
        let known = self.known.get(state as usize);
        let known = known.ok_or_else(|| invalid("a state that was not met"))?;
        match place {
            None => drop(self.nexts(state)),
            Some(place) => {
                let nexts = known.nexts.as_ref();
                if nexts.is_none_or(|nexts| place as usize >= nexts.len()) {
                    return Err(invalid("a step that is not possible"));
                }
                self.after(state, place);
            }
        }
        Ok(())
    }

    /// All that gave numbers.
    pub(super) fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The number of a state.
    fn number(&mut self, mut parts: Vec<u32>, from: Option<(u32, u32)>) -> u32 {
        // Channels come into being on the way; one that is empty says no more than one that is not there.
        let first = self.clockwork.numbered.first_channel_part();
        while parts.len() > first && parts.last() == Some(&0) {
            parts.pop();
        }
        let number = self.numbers.number(parts);
        if number as usize == self.known.len() {
            self.journal.met(from, self.numbers.value(number));
            let state = self.state(number);
            let known = Known {
                nexts: None,
                is_inside: self.whole().ask_state(&state, &[]).is_some(),
                moments: self.moments_of(&state),
            };
            self.known.push(known);
        }
        number
    }

    /// The whole state of this number.
    pub(super) fn state(&self, number: u32) -> ActorModelState<A, H> {
        self.clockwork.numbered.decoded(self.numbers.value(number))
    }

    pub(super) fn is_inside(&self, number: u32) -> bool {
        self.known[number as usize].is_inside
    }

    /// The questions about states that are true of this one, out of `open`.
    pub(super) fn answers(&self, number: u32, open: &[usize]) -> Vec<usize> {
        let state = self.state(number);
        self.whole().ask_state(&state, open).unwrap_or_default()
    }

    /// The questions about steps that are true of a step, out of `open`.
    pub(super) fn answers_of_step(
        &self,
        (before, next, after): (u32, &Next, u32),
        open: &[usize],
    ) -> Vec<usize> {
        let labels = self.labels(next);
        let whole = self.whole();
        let mut asked = open.iter().copied().filter(|question| {
            let question = &whole.questions[*question];
            match question {
                Question::State(_) => false,
                Question::Step(_) => true,
                Question::StepOn(on, _) => on.iter().any(|label| labels.contains(label)),
                Question::Label(label) => labels.contains(label),
            }
        });
        let Some(first) = asked.next() else {
            return Vec::new();
        };
        let (before, after) = (self.state(before), self.state(after));
        let action = self.action(next);
        let is_answered =
            |question: &usize| whole.is_answered_by(*question, &before, &action, &labels, &after);
        [first]
            .into_iter()
            .chain(asked)
            .filter(is_answered)
            .collect()
    }

    /// Everything that can happen next in a state.
    pub(super) fn nexts(&mut self, number: u32) -> Rc<Vec<Next>> {
        if let Some(nexts) = &self.known[number as usize].nexts {
            return Rc::clone(nexts);
        }
        let parts = self.numbers.value(number).to_vec();
        let nexts = Rc::new(self.clockwork.nexts(&parts));
        self.journal.expanded(number);
        self.nexts += nexts.len() as u64;
        self.known[number as usize].nexts = Some(Rc::clone(&nexts));
        nexts
    }

    /// One of the things that can happen next in a state that was asked before.
    pub(super) fn known_next(&self, number: u32, place: usize) -> &Next {
        let nexts = self.known[number as usize].nexts.as_ref();
        &nexts.expect("the state was expanded")[place]
    }

    /// For each thing that is pending, the one in its channel that must not come after it.
    pub(super) fn behind(&self, pending: &[(Pending, Since)]) -> Vec<Option<usize>> {
        self.clockwork.behind(pending)
    }

    pub(super) fn action(&self, next: &Next) -> ActionOf<A> {
        self.clockwork.numbered.action(next.action)
    }

    pub(super) fn labels(&self, next: &Next) -> Vec<u16> {
        self.label_set(next.labels)
    }

    /// The labels in the set with this number.
    pub(super) fn label_set(&self, set: u32) -> Vec<u16> {
        System::label_set(&self.clockwork.numbered, set)
    }

    /// The positions of the actions of a run in the model's lists.
    pub(super) fn positions_of(&self, run: &[ActionOf<A>]) -> Vec<usize> {
        self.whole().positions_of(run)
    }

    /// Whether the measure begins in the initial state.
    pub(super) fn begins_at(&self, initial: u32) -> bool {
        let begins = self.measure.map(|measure| &measure.begins);
        match begins {
            Some(Moment::Start) => true,
            Some(Moment::Becomes(_)) => self.known[initial as usize].moments[0],
            Some(Moment::Ceases(_) | Moment::Label(_) | Moment::Never) | None => false,
        }
    }

    /// Which of the measure's moments a step is: its beginning, something to note, its end.
    pub(super) fn moments(&self, before: u32, next: &Next, after: u32) -> [bool; 3] {
        let Some(measure) = self.measure else {
            return [false; 3];
        };
        let (before, after) = (&self.known[before as usize], &self.known[after as usize]);
        let moments = [&measure.begins, &measure.notes, &measure.ends];
        std::array::from_fn(|index| {
            let (was, is) = (before.moments[index], after.moments[index]);
            match moments[index] {
                Moment::Label(on) => {
                    let labels = self.labels(next);
                    on.iter().any(|label| labels.contains(label))
                }
                Moment::Becomes(_) => !was && is,
                Moment::Ceases(_) => was && !is,
                Moment::Start | Moment::Never => false,
            }
        })
    }

    fn moments_of(&self, state: &ActorModelState<A, H>) -> [bool; 3] {
        let Some(measure) = self.measure else {
            return [false; 3];
        };
        [&measure.begins, &measure.notes, &measure.ends].map(|moment| match moment {
            Moment::Becomes(ask) | Moment::Ceases(ask) => ask(state),
            Moment::Start | Moment::Label(_) | Moment::Never => false,
        })
    }

    /// A guess at the bytes held.
    pub(super) fn bytes(&self) -> u64 {
        let parts = self.numbers.value(0).len() as u64;
        self.clockwork.numbered.bytes()
            + self.len() as u64 * (parts * 8 + 120)
            + self.nexts * (parts * 4 + 200)
            + self.journal.bytes()
    }
}
