//! What one thread has learnt of a star: looked up here, and asked of the [`Star`] once.

use crate::search::pair_map::PairMap;
use crate::search::system::{Answers, HubStep, SpokeStep, Star, Told};

/// Steps that lie side by side: the first, and the one after the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::search) struct Bundle {
    pub(in crate::search) start: u32,
    pub(in crate::search) end: u32,
}

/// What a step of a spoke with the hub depends on, besides the spoke: the hub, and the sum over the other spokes.
#[derive(Clone, Copy, Debug)]
pub(in crate::search) struct Setting {
    pub(in crate::search) told: Told,
    pub(in crate::search) elsewhere: u32,
    /// A small number for the hub and the sum.
    pub(in crate::search) number: u32,
}

/// What the spokes of a kind can do.
struct Kind {
    /// Per spoke: what it adds to the sum over all.
    weights: Vec<Option<u32>>,
    /// Per spoke: what it can do without the hub.
    free: Vec<Option<Bundle>>,
    /// (spoke, setting) → what it can do with the hub.
    bound: PairMap<Bundle>,
    /// (spoke, setting) → what it says to the questions.
    answers: PairMap<Answers>,
}

/// What one thread has learnt of a star.
pub(in crate::search) struct StarTables<'s> {
    pub(in crate::search) star: &'s dyn Star,
    /// The kind of each place.
    pub(in crate::search) kinds: Vec<u32>,
    of_kind: Vec<Kind>,
    pub(in crate::search) steps: Vec<SpokeStep>,
    pub(in crate::search) hub_steps: Vec<HubStep>,
    /// (told hub, sum over the other spokes) → number of the setting.
    settings: PairMap<u32>,
    settings_known: u32,
    /// (hub, weight) → what the hub can do by itself.
    own: PairMap<Bundle>,
    /// (hub, place) → the hub in the names of the place's kind.
    told: PairMap<Told>,
    /// (told hub, way back) → the hub.
    back: PairMap<u32>,
    /// (hub, place) → the hub when the spokes there and at the next place are exchanged.
    exchanged: PairMap<u32>,
    /// (hub, place) → what the hub says of the spoke there.
    standings: PairMap<u32>,
}

impl<'s> StarTables<'s> {
    pub(in crate::search) fn new(star: &'s dyn Star) -> Self {
        let kinds = star.kinds().to_vec();
        let number = kinds.last().map_or(0, |last| *last as usize + 1);
        StarTables {
            star,
            kinds,
            of_kind: (0..number).map(|_| Kind::new()).collect(),
            steps: Vec::new(),
            hub_steps: Vec::new(),
            settings: PairMap::new(),
            settings_known: 0,
            own: PairMap::new(),
            told: PairMap::new(),
            back: PairMap::new(),
            exchanged: PairMap::new(),
            standings: PairMap::new(),
        }
    }

    #[inline]
    pub(in crate::search) fn weight(&mut self, kind: u32, spoke: u32) -> u32 {
        let weights = &mut self.of_kind[kind as usize].weights;
        if let Some(Some(weight)) = weights.get(spoke as usize) {
            return *weight;
        }
        let weight = self.star.weight(kind, spoke);
        remember_at(weights, spoke, weight);
        weight
    }

    #[inline]
    fn told(&mut self, hub: u32, place: usize) -> Told {
        let key = place as u32;
        if let Some(told) = self.told.get(hub, key) {
            return told;
        }
        let told = self.star.told_for(hub, place);
        self.told.insert(hub, key, told);
        told
    }

    /// A hub that was told for a spoke, in its own names again.
    #[inline]
    pub(in crate::search) fn back(&mut self, hub: u32, way: u32) -> u32 {
        if let Some(back) = self.back.get(hub, way) {
            return back;
        }
        let back = self.star.told_back(hub, way);
        self.back.insert(hub, way, back);
        back
    }

    /// The setting of the spoke at a place, when the other spokes count for `elsewhere`.
    #[inline]
    pub(in crate::search) fn setting(&mut self, hub: u32, place: usize, elsewhere: u32) -> Setting {
        let told = self.told(hub, place);
        self.setting_of(told, elsewhere)
    }

    /// The setting of a hub that is told already.
    #[inline]
    pub(in crate::search) fn setting_of(&mut self, told: Told, elsewhere: u32) -> Setting {
        let number = match self.settings.get(told.hub, elsewhere) {
            Some(number) => number,
            None => {
                self.settings_known += 1;
                self.settings
                    .insert(told.hub, elsewhere, self.settings_known);
                self.settings_known
            }
        };
        Setting {
            told,
            elsewhere,
            number,
        }
    }

    /// What a spoke can do without the hub.
    #[inline]
    pub(in crate::search) fn free(&mut self, kind: u32, spoke: u32) -> Bundle {
        let free = &mut self.of_kind[kind as usize].free;
        if let Some(Some(bundle)) = free.get(spoke as usize) {
            return *bundle;
        }
        let bundle = learn(&mut self.steps, self.star.free_steps(kind, spoke));
        remember_at(free, spoke, bundle);
        bundle
    }

    /// What a spoke can do with the hub.
    #[inline]
    pub(in crate::search) fn bound(&mut self, kind: u32, spoke: u32, setting: Setting) -> Bundle {
        let bound = &mut self.of_kind[kind as usize].bound;
        if let Some(bundle) = bound.get(spoke, setting.number) {
            return bundle;
        }
        let (hub, elsewhere) = (setting.told.hub, setting.elsewhere);
        let steps = self.star.bound_steps(kind, spoke, hub, elsewhere);
        let bundle = learn(&mut self.steps, steps);
        bound.insert(spoke, setting.number, bundle);
        bundle
    }

    /// What the hub can do by itself.
    #[inline]
    pub(in crate::search) fn own(&mut self, hub: u32, weight: u32) -> Bundle {
        if let Some(bundle) = self.own.get(hub, weight) {
            return bundle;
        }
        let bundle = learn(&mut self.hub_steps, self.star.own_steps(hub, weight));
        self.own.insert(hub, weight, bundle);
        bundle
    }

    /// What a spoke says to the questions about states.
    pub(in crate::search) fn answers(
        &mut self,
        kind: u32,
        spoke: u32,
        setting: Setting,
    ) -> Answers {
        let known = &mut self.of_kind[kind as usize].answers;
        if let Some(answers) = known.get(spoke, setting.number) {
            return answers;
        }
        let (hub, elsewhere) = (setting.told.hub, setting.elsewhere);
        let answers = self.star.state_answers(kind, spoke, hub, elsewhere);
        known.insert(spoke, setting.number, answers);
        answers
    }

    /// The hub when the spokes at a place and the next are exchanged.
    pub(in crate::search) fn exchanged(&mut self, hub: u32, first: usize) -> u32 {
        let key = first as u32;
        if let Some(exchanged) = self.exchanged.get(hub, key) {
            return exchanged;
        }
        let exchanged = self.star.exchanged(hub, first);
        self.exchanged.insert(hub, key, exchanged);
        exchanged
    }

    /// What the hub says of the spoke at each place.
    #[inline]
    pub(in crate::search) fn standings(&mut self, hub: u32, into: &mut Vec<u32>) {
        into.clear();
        for place in 0..self.kinds.len() {
            let key = place as u32;
            let known = self.standings.get(hub, key);
            into.push(known.unwrap_or_else(|| {
                let standing = self.star.standing(hub, place);
                self.standings.insert(hub, key, standing);
                standing
            }));
        }
    }

    /// The bytes held.
    pub(in crate::search) fn bytes(&self) -> u64 {
        let kinds = self.of_kind.iter().map(|kind| {
            let lists = kind.weights.len() * size_of::<Option<u32>>()
                + kind.free.len() * size_of::<Option<Bundle>>();
            lists as u64 + kind.bound.bytes() + kind.answers.bytes()
        });
        let steps =
            self.steps.len() * size_of::<SpokeStep>() + self.hub_steps.len() * size_of::<HubStep>();
        let small = [&self.settings, &self.back, &self.exchanged, &self.standings];
        let small: u64 = small.iter().map(|map| map.bytes()).sum();
        kinds.sum::<u64>() + small + self.own.bytes() + self.told.bytes() + steps as u64
    }
}

impl Kind {
    fn new() -> Self {
        Kind {
            weights: Vec::new(),
            free: Vec::new(),
            bound: PairMap::new(),
            answers: PairMap::new(),
        }
    }
}

fn learn<T>(known: &mut Vec<T>, new: Vec<T>) -> Bundle {
    let start = known.len() as u32;
    known.extend(new);
    let end = known.len() as u32;
    Bundle { start, end }
}

/// Writes down what was learnt about the thing with this number.
fn remember_at<T: Clone>(known: &mut Vec<Option<T>>, number: u32, learnt: T) {
    let at = number as usize;
    if known.len() <= at {
        known.resize(at + 1, None);
    }
    known[at] = Some(learnt);
}
