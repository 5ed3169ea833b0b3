//! The successors of a packed bundle, by look-up: one spoke leaps, the hub follows, and every spoke's set is closed again.

use super::layout::{Layout, TooNarrow};
use super::level::Open;
use super::stepper::{Stepper, Successor};
use super::word::Word;
use crate::search::pair_map::PairMap;
use crate::search::star::order::Order;
use crate::search::star::tables::{Bundle, Setting, StarTables};
use crate::search::system::{Answers, Apart, Closed, HubStep, Leap, NONE, together};

/// What was learnt of the sets of a kind.
struct Kind {
    weights: PairMap<u32>,
    /// (set, setting) → the place of what it comes to.
    closed: PairMap<Closed>,
    /// (set, setting) → its leaps, with and without a loss.
    leaps: [PairMap<Bundle>; 2],
}

/// Makes the successors of packed bundles, for one thread and one layout.
pub(in crate::search) struct ApartStepper<'s, W> {
    apart: &'s dyn Apart,
    layout: Layout<W>,
    tables: StarTables<'s>,
    most_lost: u32,
    of_kind: Vec<Kind>,
    leaps: Vec<Leap>,
    parts: Vec<u32>,
    at: Unpacked,
    next: Unpacked,
}

/// A bundle taken apart.
#[derive(Clone, Default)]
struct Unpacked {
    sets: Vec<u32>,
    weights: Vec<u32>,
    standings: Vec<u32>,
    hub: u32,
    lost: u32,
}

impl Unpacked {
    fn elsewhere(&self, place: usize) -> u32 {
        self.weights.iter().sum::<u32>() - self.weights[place]
    }
}

impl<'s, W: Word> ApartStepper<'s, W> {
    pub(in crate::search) fn new(apart: &'s dyn Apart, layout: Layout<W>) -> Self {
        let star = apart.star();
        let tables = StarTables::new(star);
        let kinds = tables.kinds.last().map_or(0, |last| *last as usize + 1);
        let empty = || Kind {
            weights: PairMap::new(),
            closed: PairMap::new(),
            leaps: [PairMap::new(), PairMap::new()],
        };
        ApartStepper {
            apart,
            layout,
            tables,
            most_lost: star.most_lost().unwrap_or(0),
            of_kind: (0..kinds).map(|_| empty()).collect(),
            leaps: Vec::new(),
            parts: Vec::new(),
            at: Unpacked::default(),
            next: Unpacked::default(),
        }
    }

    fn take_apart(&mut self, word: W) {
        let mut parts = std::mem::take(&mut self.parts);
        self.layout.unpack(word, &mut parts);
        let places = self.tables.kinds.len();
        self.at.sets.clear();
        self.at.sets.extend(&parts[..places]);
        (self.at.hub, self.at.lost) = (parts[places], parts[places + 1]);
        self.at.weights.clear();
        for (place, set) in parts[..places].iter().enumerate() {
            let kind = self.tables.kinds[place];
            let weight = self.weight(kind, *set);
            self.at.weights.push(weight);
        }
        self.tables.standings(self.at.hub, &mut self.at.standings);
        self.parts = parts;
    }

    fn weight(&mut self, kind: u32, set: u32) -> u32 {
        let weights = &mut self.of_kind[kind as usize].weights;
        if let Some(weight) = weights.get(set, 0) {
            return weight;
        }
        let weight = self.apart.weight(kind, set);
        weights.insert(set, 0, weight);
        weight
    }

    fn closed(&mut self, kind: u32, set: u32, setting: Setting) -> Closed {
        let known = &mut self.of_kind[kind as usize].closed;
        if let Some(closed) = known.get(set, setting.number) {
            return closed;
        }
        let closed = self
            .apart
            .closed(kind, set, setting.told.hub, setting.elsewhere);
        known.insert(set, setting.number, closed);
        closed
    }

    fn leaps(&mut self, kind: u32, set: u32, setting: Setting, may_lose: bool) -> Bundle {
        let known = &mut self.of_kind[kind as usize].leaps[usize::from(may_lose)];
        if let Some(bundle) = known.get(set, setting.number) {
            return bundle;
        }
        let (hub, elsewhere) = (setting.told.hub, setting.elsewhere);
        let start = self.leaps.len() as u32;
        self.leaps
            .extend(self.apart.leaps(kind, set, hub, elsewhere, may_lose));
        let end = self.leaps.len() as u32;
        let bundle = Bundle { start, end };
        known.insert(set, setting.number, bundle);
        bundle
    }

    /// The bundle `next` with every set closed and the spokes in order.
    fn settled(&mut self, mut next: Unpacked) -> Result<W, TooNarrow> {
        for place in 0..next.sets.len() {
            let elsewhere = next.elsewhere(place);
            let setting = self.tables.setting(next.hub, place, elsewhere);
            next.sets[place] = self
                .closed(self.tables.kinds[place], next.sets[place], setting)
                .set;
        }
        self.tables.standings(next.hub, &mut next.standings);
        let kinds = std::mem::take(&mut self.tables.kinds);
        let mut order = Order {
            kinds: &kinds,
            spokes: &mut next.sets,
            standings: &mut next.standings,
        };
        let hub = order.settle(next.hub, |hub, first| self.tables.exchanged(hub, first));
        self.tables.kinds = kinds;
        self.parts.clear();
        self.parts.extend(&next.sets);
        self.parts.extend([hub, next.lost]);
        let packed = self.layout.pack(&self.parts);
        self.next = next;
        packed
    }

    /// Whether the spoke at a place is in all respects as the one before it.
    fn is_as_the_one_before(&self, place: usize) -> bool {
        place > 0
            && self.tables.kinds[place] == self.tables.kinds[place - 1]
            && self.at.sets[place] == self.at.sets[place - 1]
            && self.at.standings[place] == self.at.standings[place - 1]
    }
}

impl<W: Word> Stepper<W> for ApartStepper<'_, W> {
    fn successors(&mut self, word: W, into: &mut Vec<Successor<W>>) -> Result<(), TooNarrow> {
        self.take_apart(word);
        for place in 0..self.at.sets.len() {
            if self.is_as_the_one_before(place) {
                continue;
            }
            let elsewhere = self.at.elsewhere(place);
            let setting = self.tables.setting(self.at.hub, place, elsewhere);
            let may_lose = self.at.lost < self.most_lost;
            let (kind, set) = (self.tables.kinds[place], self.at.sets[place]);
            let leaps = self.leaps(kind, set, setting, may_lose);
            for operation in leaps.start..leaps.end {
                let leap = self.leaps[operation as usize];
                let mut next = std::mem::take(&mut self.next);
                next.clone_from(&self.at);
                next.sets[place] = leap.set;
                next.weights[place] = leap.weight;
                next.lost += leap.lost;
                if leap.hub != setting.told.hub {
                    next.hub = self.tables.back(leap.hub, setting.told.way);
                }
                let word = self.settled(next)?;
                into.push(Successor {
                    word,
                    labels: 0,
                    operation,
                });
            }
        }
        let weight = self.at.weights.iter().sum();
        let own = self.tables.own(self.at.hub, weight);
        for step in own.start..own.end {
            let HubStep { hub, labels, .. } = self.tables.hub_steps[step as usize];
            let mut next = std::mem::take(&mut self.next);
            next.clone_from(&self.at);
            next.hub = hub;
            let word = self.settled(next)?;
            into.push(Successor {
                word,
                labels,
                operation: 0,
            });
        }
        Ok(())
    }

    fn is_inside(&mut self, _: W) -> bool {
        true
    }

    /// All questions are asked of bundles: a step that answers one is taken within a bundle, or leads out of it.
    fn ask_state(&mut self, word: W, open: &[usize], answered: &mut Vec<usize>) {
        self.take_apart(word);
        let mut of_spokes: Vec<Answers> = Vec::with_capacity(self.at.sets.len());
        let mut answers = 0;
        for place in 0..self.at.sets.len() {
            let elsewhere = self.at.elsewhere(place);
            let setting = self.tables.setting(self.at.hub, place, elsewhere);
            let (kind, set) = (self.tables.kinds[place], self.at.sets[place]);
            let closed = self.closed(kind, set, setting);
            of_spokes.push(closed.answers);
            answers |= closed.steps;
            let leaps = self.leaps(kind, set, setting, self.at.lost < self.most_lost);
            let leaps = &self.leaps[leaps.start as usize..leaps.end as usize];
            answers |= leaps.iter().fold(0, |steps, leap| steps | leap.steps);
        }
        let own = self.tables.own(self.at.hub, self.at.weights.iter().sum());
        let own = &self.tables.hub_steps[own.start as usize..own.end as usize];
        answers |= own.iter().fold(0, |steps, step| steps | step.answers);
        answers |= together(of_spokes.iter().copied());
        let is_set = |question: &&usize| answers >> **question & 1 == 1;
        answered.extend(open.iter().filter(is_set));
    }

    fn ask_steps(&mut self, _: W, _: &[Successor<W>], _: &Open, _: &mut Vec<usize>) {}

    fn action(&self, _: u32) -> u32 {
        NONE
    }

    fn forget_questions(&mut self) {}

    fn bytes(&self) -> u64 {
        let kinds = self.of_kind.iter().map(|kind| {
            let leaps: u64 = kind.leaps.iter().map(PairMap::bytes).sum();
            kind.weights.bytes() + kind.closed.bytes() + leaps
        });
        let leaps = self.leaps.len() * size_of::<Leap>();
        self.tables.bytes() + kinds.sum::<u64>() + leaps as u64
    }
}
