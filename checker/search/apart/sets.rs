//! Sets of situations of one spoke: closed under what nobody else sees, and what the others see next.

use crate::search::intern::Interner;
use crate::search::star::tables::{Setting, StarTables};
use crate::search::system::{Answers, Closed, Leap, SpokeStep, Star, Told};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a set is asked in: its kind and number, the told hub, and the sum over the other spokes.
type Asked = (u32, u32, u32, u32);

/// Sets of situations, and what was found out about them.
pub(super) struct Sets<'s> {
    tables: StarTables<'s>,
    sets: Vec<Interner<Vec<u32>>>,
    members: u64,
    closed: HashMap<Asked, Closed>,
    leaps: HashMap<(Asked, bool), Vec<Leap>>,
    /// How often each set of labels was met, once for each situation and setting.
    pub(super) labels: BTreeMap<u32, u64>,
}

impl<'s> Sets<'s> {
    pub(super) fn new(star: &'s dyn Star) -> Self {
        let tables = StarTables::new(star);
        let kinds = tables.kinds.last().map_or(0, |last| *last as usize + 1);
        Sets {
            sets: (0..kinds).map(|_| Interner::from(1)).collect(),
            tables,
            members: 0,
            closed: HashMap::new(),
            leaps: HashMap::new(),
            labels: BTreeMap::new(),
        }
    }

    /// The number of a set.
    pub(super) fn number(&mut self, kind: u32, set: BTreeSet<u32>) -> u32 {
        let sets = &mut self.sets[kind as usize];
        let (known, members) = (sets.largest(), set.len() as u64);
        let number = sets.number(set.into_iter().collect());
        if number > known {
            self.members += members;
        }
        number
    }

    pub(super) fn largest(&self, kind: u32) -> u32 {
        self.sets[kind as usize].largest()
    }

    /// A guess at the bytes held.
    pub(super) fn bytes(&self) -> u64 {
        let leaps: usize = self.leaps.values().map(Vec::len).sum();
        let learnt = self.closed.len() * 2 * (size_of::<Asked>() + size_of::<Closed>())
            + leaps * size_of::<Leap>()
            + self.leaps.len() * 2 * (size_of::<Asked>() + 32);
        let sets = self.sets.iter().map(Interner::bytes);
        self.tables.bytes() + 4 * self.members + learnt as u64 + sets.sum::<u64>()
    }

    /// What all members of a set add to the sum over the spokes: they add the same, or others would see the difference.
    pub(super) fn weight(&mut self, kind: u32, set: u32) -> u32 {
        let member = self.sets[kind as usize].value(set)[0];
        self.tables.weight(kind, member)
    }

    fn setting(&mut self, (_, _, hub, elsewhere): Asked) -> Setting {
        self.tables.setting_of(Told { hub, way: 0 }, elsewhere)
    }

    /// The set with everything that its members come to without anybody seeing it.
    pub(super) fn closed(&mut self, asked: Asked) -> Closed {
        if let Some(closed) = self.closed.get(&asked) {
            return *closed;
        }
        let (kind, set, ..) = asked;
        let setting = self.setting(asked);
        let mut to_look_at = self.sets[kind as usize].value(set).to_vec();
        let mut members: BTreeSet<u32> = to_look_at.iter().copied().collect();
        let mut steps = 0;
        let mut answers = Answers::default();
        while let Some(spoke) = to_look_at.pop() {
            let said = self.tables.answers(kind, spoke, setting);
            answers.answered |= said.answered;
            answers.allowed |= said.allowed;
            for step in self.steps_of(kind, spoke, setting) {
                if self.is_seen(kind, spoke, &step, setting) {
                    continue;
                }
                steps |= step.answers;
                if step.labels != 0 {
                    *self.labels.entry(step.labels).or_insert(0) += 1;
                }
                if members.insert(step.spoke) {
                    to_look_at.push(step.spoke);
                }
            }
        }
        let closed = Closed {
            set: self.number(kind, members),
            answers,
            steps,
        };
        self.closed.insert(asked, closed);
        closed
    }

    fn steps_of(&mut self, kind: u32, spoke: u32, setting: Setting) -> Vec<SpokeStep> {
        let free = self.tables.free(kind, spoke);
        let bound = self.tables.bound(kind, spoke, setting);
        let taken = |bundle: crate::search::star::tables::Bundle| {
            &self.tables.steps[bundle.start as usize..bundle.end as usize]
        };
        let hub = setting.told.hub;
        // A step without the hub leaves the hub as it is.
        let free = taken(free).iter().map(|step| SpokeStep { hub, ..*step });
        free.chain(taken(bound).iter().copied()).collect()
    }

    /// Whether a step changes what others can see: the hub, the sum over the spokes, or the losses.
    fn is_seen(&mut self, kind: u32, spoke: u32, step: &SpokeStep, setting: Setting) -> bool {
        step.lost > 0
            || step.hub != setting.told.hub
            || self.tables.weight(kind, step.spoke) != self.tables.weight(kind, spoke)
    }

    /// What the members of a closed set can do that others see: steps that look the same to the others are one leap.
    pub(super) fn leaps(&mut self, asked: Asked, may_lose: bool) -> Vec<Leap> {
        if let Some(leaps) = self.leaps.get(&(asked, may_lose)) {
            return leaps.clone();
        }
        let (kind, set, ..) = asked;
        let setting = self.setting(asked);
        let members = self.sets[kind as usize].value(set).to_vec();
        let mut groups: BTreeMap<(u32, u32, u32), (BTreeSet<u32>, u64)> = BTreeMap::new();
        for spoke in members {
            for step in self.steps_of(kind, spoke, setting) {
                if !self.is_seen(kind, spoke, &step, setting) || (step.lost > 0 && !may_lose) {
                    continue;
                }
                let weight = self.tables.weight(kind, step.spoke);
                let group = groups.entry((step.hub, weight, step.lost)).or_default();
                group.0.insert(step.spoke);
                group.1 |= step.answers;
                if step.labels != 0 {
                    *self.labels.entry(step.labels).or_insert(0) += 1;
                }
            }
        }
        let leaps: Vec<Leap> = groups
            .into_iter()
            .map(|((hub, weight, lost), (set, steps))| Leap {
                set: self.number(kind, set),
                hub,
                weight,
                lost,
                steps,
            })
            .collect();
        self.leaps.insert((asked, may_lose), leaps.clone());
        leaps
    }
}
