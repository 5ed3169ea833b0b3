//! The successors of a packed state of a star, by look-up.
//!
//! Where spokes of a kind are exchanged, a successor is put in order before it is looked for.

use super::layout::{Layout, TooNarrow};
use super::level::Open;
use super::stepper::{Stepper, Successor};
use super::word::{Field, Word};
use crate::search::star::order::Order;
use crate::search::star::tables::{Bundle, Setting, StarTables};
use crate::search::system::{HubStep, NONE, SpokeStep, Star, WholeJudge, together};

/// Operations from here on are the hub's own.
const FIRST_HUB_STEP: u32 = 1 << 31;

/// Makes the successors of packed states of a star, for one thread and one layout.
pub(in crate::search) struct StarStepper<'s, W> {
    layout: Layout<W>,
    fields: Vec<Field>,
    hub_field: Field,
    lost_field: Field,
    exchanges: bool,
    most_lost: u32,
    tables: StarTables<'s>,
    whole_questions: u64,
    judge: Box<dyn WholeJudge + Send + 's>,
    parts: Vec<u32>,
    /// The state at hand.
    at: Unpacked,
    /// A successor that is being put in order.
    next: Unpacked,
}

/// A state taken apart.
#[derive(Default)]
struct Unpacked {
    spokes: Vec<u32>,
    standings: Vec<u32>,
    hub: u32,
    lost: u32,
    weight: u32,
}

impl<'s, W: Word> StarStepper<'s, W> {
    pub(in crate::search) fn new(star: &'s dyn Star, layout: Layout<W>) -> Self {
        let spokes = star.kinds().len();
        let field = |part: usize| layout.field(part).expect("every part has its field");
        StarStepper {
            fields: (0..spokes).map(field).collect(),
            hub_field: field(spokes),
            lost_field: field(spokes + 1),
            exchanges: star.exchanges(),
            most_lost: star.most_lost().unwrap_or(0),
            tables: StarTables::new(star),
            whole_questions: star.whole_questions(),
            judge: star.whole_judge(),
            parts: Vec::new(),
            at: Unpacked::default(),
            next: Unpacked::default(),
            layout,
        }
    }

    /// Takes a state apart.
    fn take_apart(&mut self, word: W) {
        self.at.spokes.clear();
        self.at.weight = 0;
        for (place, field) in self.fields.iter().enumerate() {
            let spoke = word.get(*field);
            self.at.spokes.push(spoke);
            self.at.weight += self.tables.weight(self.tables.kinds[place], spoke);
        }
        self.at.hub = word.get(self.hub_field);
        self.at.lost = word.get(self.lost_field);
    }

    /// The setting of a spoke of the state at hand.
    #[inline]
    fn setting(&mut self, place: usize) -> Setting {
        let (kind, spoke) = (self.tables.kinds[place], self.at.spokes[place]);
        let elsewhere = self.at.weight - self.tables.weight(kind, spoke);
        self.tables.setting(self.at.hub, place, elsewhere)
    }

    #[inline]
    fn changed(&self, word: W, field: Field, old: u32, new: u32) -> Result<W, TooNarrow> {
        if old == new {
            Ok(word)
        } else if field.holds(new) {
            Ok(word.xor(W::placed(old ^ new, field)))
        } else {
            Err(TooNarrow)
        }
    }

    /// The successor in which one spoke and perhaps the hub are as given.
    #[inline]
    fn successor(
        &mut self,
        word: W,
        (place, spoke): (usize, u32),
        hub: u32,
        lost: u32,
    ) -> Result<W, TooNarrow> {
        let after = self.changed(word, self.lost_field, self.at.lost, lost)?;
        if self.exchanges {
            return self.in_order(after, (place, spoke), hub);
        }
        let after = self.changed(after, self.hub_field, self.at.hub, hub)?;
        self.changed(after, self.fields[place], self.at.spokes[place], spoke)
    }

    /// The successor with its spokes in order.
    fn in_order(
        &mut self,
        word: W,
        (place, spoke): (usize, u32),
        hub: u32,
    ) -> Result<W, TooNarrow> {
        let mut next = std::mem::take(&mut self.next);
        next.spokes.clone_from(&self.at.spokes);
        next.spokes[place] = spoke;
        if hub == self.at.hub {
            next.standings.clone_from(&self.at.standings);
        } else {
            self.tables.standings(hub, &mut next.standings);
        }
        let kinds = std::mem::take(&mut self.tables.kinds);
        let mut order = Order {
            kinds: &kinds,
            spokes: &mut next.spokes,
            standings: &mut next.standings,
        };
        let hub = order.settle(hub, |hub, first| self.tables.exchanged(hub, first));
        self.tables.kinds = kinds;
        let mut after = self.changed(word, self.hub_field, self.at.hub, hub);
        for (place, spoke) in next.spokes.iter().enumerate() {
            let old = self.at.spokes[place];
            after = after.and_then(|word| self.changed(word, self.fields[place], old, *spoke));
        }
        self.next = next;
        after
    }

    /// Appends what the steps of a spoke lead to; `setting` is given if they move the hub.
    fn append_steps(
        &mut self,
        word: W,
        place: usize,
        bundle: Bundle,
        setting: Option<Setting>,
        into: &mut Vec<Successor<W>>,
    ) -> Result<(), TooNarrow> {
        for operation in bundle.start..bundle.end {
            let SpokeStep {
                spoke,
                hub,
                lost,
                labels,
                ..
            } = self.tables.steps[operation as usize];
            let hub = match setting {
                Some(setting) if hub != setting.told.hub => self.tables.back(hub, setting.told.way),
                Some(_) | None => self.at.hub,
            };
            if lost > 0 && self.at.lost == self.most_lost {
                continue;
            }
            let lost = self.at.lost + lost;
            let word = self.successor(word, (place, spoke), hub, lost)?;
            into.push(Successor {
                word,
                labels,
                operation,
            });
        }
        Ok(())
    }
}

impl<W: Word> Stepper<W> for StarStepper<'_, W> {
    fn successors(&mut self, word: W, into: &mut Vec<Successor<W>>) -> Result<(), TooNarrow> {
        self.take_apart(word);
        if self.exchanges {
            self.tables.standings(self.at.hub, &mut self.at.standings);
        }
        for place in 0..self.fields.len() {
            let (kind, spoke) = (self.tables.kinds[place], self.at.spokes[place]);
            let free = self.tables.free(kind, spoke);
            self.append_steps(word, place, free, None, into)?;
            let setting = self.setting(place);
            let bound = self.tables.bound(kind, spoke, setting);
            self.append_steps(word, place, bound, Some(setting), into)?;
        }
        let own = self.tables.own(self.at.hub, self.at.weight);
        for step in own.start..own.end {
            let HubStep { hub, labels, .. } = self.tables.hub_steps[step as usize];
            let unmoved = (0, self.at.spokes[0]);
            let word = self.successor(word, unmoved, hub, self.at.lost)?;
            into.push(Successor {
                word,
                labels,
                operation: FIRST_HUB_STEP | step,
            });
        }
        Ok(())
    }

    /// A star's boundary bounds losses, and those were bounded when they were made.
    fn is_inside(&mut self, _: W) -> bool {
        true
    }

    fn ask_state(&mut self, word: W, open: &[usize], answered: &mut Vec<usize>) {
        self.take_apart(word);
        let mut of_spokes = Vec::with_capacity(self.fields.len());
        for place in 0..self.fields.len() {
            let setting = self.setting(place);
            let (kind, spoke) = (self.tables.kinds[place], self.at.spokes[place]);
            of_spokes.push(self.tables.answers(kind, spoke, setting));
        }
        let answers = together(of_spokes.iter().copied());
        let is_set = |question: &&usize| answers >> **question & 1 == 1;
        answered.extend(open.iter().filter(is_set));
        let is_whole = |question: &usize| self.whole_questions >> *question & 1 == 1;
        if open.iter().any(is_whole) {
            let whole: Vec<usize> = open.iter().copied().filter(is_whole).collect();
            self.layout.unpack(word, &mut self.parts);
            self.judge.state(&self.parts, &whole, answered);
        }
    }

    fn ask_steps(
        &mut self,
        _: W,
        successors: &[Successor<W>],
        open: &Open,
        answered: &mut Vec<usize>,
    ) {
        let answers = successors.iter().fold(0, |answers, successor| {
            let operation = successor.operation;
            answers
                | if operation >= FIRST_HUB_STEP {
                    self.tables.hub_steps[(operation - FIRST_HUB_STEP) as usize].answers
                } else {
                    self.tables.steps[operation as usize].answers
                }
        });
        if answers == 0 {
            return;
        }
        let asked = open.labels.iter().map(|(question, _)| *question);
        answered.extend(asked.filter(|question| answers >> question & 1 == 1));
    }

    fn action(&self, _: u32) -> u32 {
        NONE
    }

    fn forget_questions(&mut self) {}

    fn bytes(&self) -> u64 {
        self.tables.bytes()
    }
}
