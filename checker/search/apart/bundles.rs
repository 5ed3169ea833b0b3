//! A star with its spokes apart, as a [`System`] whose states are bundles.

use super::sets::Sets;
use crate::search::star::order::Order;
use crate::search::system::{Apart, Closed, Leap, Shape, Star, System, Walker, together};
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A star with its spokes apart. The parts of a bundle are one set per spoke, the hub, and the losses.
pub(in crate::search) struct Bundles<'s> {
    star: &'s dyn Star,
    label_set: &'s (dyn Fn(u32) -> Vec<u16> + Sync),
    initial: Vec<u32>,
    initially: u64,
    sets: Mutex<Sets<'s>>,
    largest_hub: &'s (dyn Fn() -> u32 + Sync),
}

impl<'s> Bundles<'s> {
    /// The bundles of a star whose initial state has these parts.
    pub(in crate::search) fn new(
        star: &'s dyn Star,
        initial: &[u32],
        largest_hub: &'s (dyn Fn() -> u32 + Sync),
        label_set: &'s (dyn Fn(u32) -> Vec<u16> + Sync),
    ) -> Self {
        let mut sets = Sets::new(star);
        let kinds = star.kinds();
        let hub = initial[kinds.len()];
        let spokes = kinds.iter().zip(initial);
        let weight: u32 = spokes.map(|(kind, spoke)| star.weight(*kind, *spoke)).sum();
        let closed: Vec<Closed> = kinds
            .iter()
            .zip(initial)
            .enumerate()
            .map(|(place, (kind, spoke))| {
                let set = sets.number(*kind, BTreeSet::from([*spoke]));
                let elsewhere = weight - star.weight(*kind, *spoke);
                sets.closed((*kind, set, star.told_for(hub, place).hub, elsewhere))
            })
            .collect();
        let mut parts: Vec<u32> = closed.iter().map(|closed| closed.set).collect();
        let mut standings: Vec<u32> = (0..parts.len())
            .map(|place| star.standing(hub, place))
            .collect();
        let mut order = Order {
            kinds,
            spokes: &mut parts,
            standings: &mut standings,
        };
        let hub = order.settle(hub, |hub, first| star.exchanged(hub, first));
        parts.extend([hub, 0]);
        let steps = closed.iter().fold(0, |steps, closed| steps | closed.steps);
        Bundles {
            star,
            label_set,
            initial: parts,
            initially: steps | together(closed.iter().map(|closed| closed.answers)),
            sets: Mutex::new(sets),
            largest_hub,
        }
    }

    fn sets(&self) -> MutexGuard<'_, Sets<'s>> {
        self.sets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl System for Bundles<'_> {
    fn initial(&self) -> Vec<u32> {
        self.initial.clone()
    }

    fn largest(&self) -> Vec<u32> {
        let sets = self.sets();
        let kinds = self.star.kinds().iter();
        let lost = self.star.most_lost().unwrap_or(0);
        kinds
            .map(|kind| sets.largest(*kind))
            .chain([(self.largest_hub)(), lost])
            .collect()
    }

    fn label_set(&self, set: u32) -> Vec<u16> {
        (self.label_set)(set)
    }

    /// Once for each situation of a spoke and each setting.
    fn met(&self) -> Vec<(u32, u64)> {
        let sets = self.sets();
        sets.labels
            .iter()
            .map(|(set, count)| (*set, *count))
            .collect()
    }

    fn bytes(&self) -> u64 {
        self.sets().bytes()
    }

    fn shape(&self) -> Shape<'_> {
        Shape::Apart(self)
    }

    /// Bundles have no runs.
    fn walker(&self) -> Option<Box<dyn Walker + '_>> {
        None
    }

    fn ask_initial(&self, open: &[usize]) -> Option<Vec<usize>> {
        let is_answered = |question: &usize| self.initially >> question & 1 == 1;
        Some(open.iter().copied().filter(is_answered).collect())
    }
}

impl Apart for Bundles<'_> {
    fn star(&self) -> &dyn Star {
        self.star
    }

    fn weight(&self, kind: u32, set: u32) -> u32 {
        self.sets().weight(kind, set)
    }

    fn closed(&self, kind: u32, set: u32, hub: u32, elsewhere: u32) -> Closed {
        self.sets().closed((kind, set, hub, elsewhere))
    }

    fn leaps(&self, kind: u32, set: u32, hub: u32, elsewhere: u32, may_lose: bool) -> Vec<Leap> {
        self.sets().leaps((kind, set, hub, elsewhere), may_lose)
    }
}
